import Archive
import Documents
import EmbeddingCore
import Files
import FoundationEssentials
import Glibc
import HTTP
import Tokenizers

/// Facts about this build and the libraries that it has loaded.
enum ToolFacts {
  static var all: [DoctorFact] {
    [
      .ok("hfpub", "\(Tool.version), \(compiler), \(architecture), \(build) build"),
      network,
      .ok("libarchive", ArchiveLibrary.version),
      .ok("libcrypto", HashLibrary.version),
      .ok("PCRE2", PatternLibrary.version),
      .ok("libyaml", DocumentLibraries.yaml),
      .ok("cmark-gfm", DocumentLibraries.markdown),
    ]
  }

  private static var network: DoctorFact {
    if let problem = NetworkLibrary.problem {
      let remedy = "Install it, on Debian by: apt-get install libcurl4"
      return .fail("libcurl", "cannot be loaded: \(problem)", remedy: remedy)
    }
    guard let library = NetworkLibrary.current else { return .notChecked("libcurl", "it does not tell its version") }
    guard let tls = library.tls else {
      return .fail(
        "libcurl",
        "\(library.version), without TLS: no https address can be reached",
        remedy: "Install a libcurl that was built with TLS, as distributions ship it."
      )
    }
    return .ok("libcurl", "\(library.version), \(tls), \(library.speaksHTTP2 ? "HTTP/2" : "HTTP/1.1 only")")
  }

  private static var compiler: String {
    #if compiler(>=6.4)
      "Swift 6.4 or later"
    #elseif compiler(>=6.3)
      "Swift 6.3"
    #else
      "Swift 6.2"
    #endif
  }

  private static var architecture: String {
    #if arch(x86_64)
      "x86_64"
    #elseif arch(arm64)
      "arm64"
    #else
      "another architecture"
    #endif
  }

  private static var build: String {
    #if DEBUG
      "debug"
    #else
      "release"
    #endif
  }
}
