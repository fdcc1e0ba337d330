import CSample
import Publishing

/// The sample publication that the binary carries.
enum Sample {
  /// Its files by path in its folder, sorted.
  static var files: [(path: String, bytes: [UInt8])] {
    var count = 0
    // The table is constant, and says how long it and each file are.
    let files = sample_files(&count)
    return UnsafeBufferPointer(start: files, count: count).map { file in
      (String(cString: file.path), Array(UnsafeBufferPointer(start: file.bytes, count: file.size)))
    }
  }

  /// What a first publication of another model begins with.
  static var starter: PublicationDraft.Starter {
    func texts(_ isWanted: (String) -> Bool) -> [(path: String, text: String)] {
      files.filter { isWanted($0.path) }.map { ($0.path, String(decoding: $0.bytes, as: UTF8.self)) }
    }
    return PublicationDraft.Starter(
      suites: texts { $0.hasPrefix("suites/") },
      examples: texts { $0 == "examples/quickstart.py" },
      licenses: ["apache-2.0": texts { $0 == "LICENSE" }.map(\.text).joined()]
    )
  }
}
