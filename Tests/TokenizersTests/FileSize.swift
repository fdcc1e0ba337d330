import Glibc

/// Makes a file that long without writing it.
func truncateFile(_ path: String, to size: Int) -> Bool { truncate(path, size) == 0 }
