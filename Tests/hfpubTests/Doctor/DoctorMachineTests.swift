import Files
import Foundation
import TestKit
import Testing

/// What `hfpub doctor` says of the machine and its settings, without a hub.
@Suite struct DoctorMachineTests: DoctorTesting {
  // MARK: The machine

  @Test("without a request: the tool, its libraries and the machine, and every line that would ask says why not")
  func offline() async throws {
    let server = try ScriptedServer { _ in .hangUp }
    for (arguments, variable) in [(["--offline"], "0"), ([], "1"), ([], "true")] {
      let result = try await Tool(
        environment: ["HF_ENDPOINT": server.url, "HF_TOKEN": Self.writer, "HF_HUB_OFFLINE": variable]
      )
      .run(["doctor", "--repo", "acme/tiny"] + arguments)
      #expect(result.status == 0)
      #expect(result.errors.isEmpty)
      for name in ["hfpub", "libcurl", "libarchive", "libcrypto", "PCRE2", "libyaml", "cmark-gfm"] {
        #expect(fact(name, in: result).contains(#/^ok .*\d\.\d/#), "\(name)")
      }
      #expect(fact("libcurl", in: result).contains(#/SSL|TLS/#))
      #expect(fact("processor", in: result).contains(#/\d+ cores?; kernels use (AVX|SSE|NEON)/#))
      #expect(fact("memory", in: result).contains("free"))
      #expect(fact("temporary folder", in: result).contains("/tmp, "))
      #expect(fact("working folder", in: result).contains("free"))
      #expect(fact("publication", in: result).hasPrefix("ok publication Publication/"))
      let why = arguments.isEmpty ? "HF_HUB_OFFLINE" : "--offline"
      for name in ["server", "clock", "account", "repository", "write access"] {
        #expect(fact(name, in: result) == "- \(name) not checked: offline (\(why))")
      }
      #expect(fact("requests", in: result).contains("none are made"))
      #expect(result.output.contains("Nothing failed: "))
      #expect(!result.output.contains("testwriter"))
    }
    #expect(server.requests.isEmpty)
  }

  @Test("lines fit into 80 columns, but for words that are longer")
  func columns() async throws {
    let result = try await Tool().run("doctor", "--offline")
    for line in result.output.split(separator: "\n") where line.count > 80 {
      #expect(line.split(separator: " ").contains { $0.count > 40 }, "\(line)")
    }
  }

  @Test("Python is asked as examples are run, and is only warned about")
  func python() async throws {
    let folder = try TemporaryFolder()
    let script = """
      #!/bin/sh
      case "$2" in
        *sys.executable*) printf '%s' "$0" ;;
        *) [ -z "$HF_TOKEN$HF_HOME" ] && printf '3.99.1\\n%s\\n' "PACKAGE" ;;
      esac
      """
    for (package, expected) in [
      ("0.10.0", "ok python3 3.99.1, \(folder.path)/python3, with model2vec 0.10.0"),
      ("", "warn python3 3.99.1, \(folder.path)/python3, without the package model2vec fix: "),
    ] {
      try LocalFiles.writeAtomically(
        Array(script.replacingOccurrences(of: "PACKAGE", with: package).utf8),
        to: "\(folder.path)/python3",
        mode: 0o755
      )
      let result = try await Tool(environment: ["PATH": "\(folder.path):/usr/bin:/bin", "HF_HOME": folder.path])
        .run("doctor", "--offline")
      #expect(fact("python3", in: result).hasPrefix(expected))
      #expect(result.status == 0)
    }
    try LocalFiles.writeAtomically(Array("#!/bin/sh\nexit 3\n".utf8), to: "\(folder.path)/python3", mode: 0o755)
    let broken = try await Tool(environment: ["PATH": "\(folder.path):/usr/bin:/bin"]).run("doctor", "--offline")
    #expect(fact("python3", in: broken).hasPrefix("warn python3 none that runs was found fix: "))
  }

  @Test("a folder without publication is no failure; a manifest that cannot be read is one")
  func publication() async throws {
    let folder = try TemporaryFolder()
    let none = try await Tool(in: folder.path).run("doctor", "--offline")
    #expect(none.status == 0)
    #expect(fact("publication", in: none).hasPrefix("- publication not checked: there is no hfpub.yaml"))
    try LocalFiles.writeAtomically(Array("version: [\n".utf8), to: "\(folder.path)/hfpub.yaml")
    let broken = try await Tool(in: folder.path).run("doctor", "--offline")
    #expect(broken.status == 1)
    #expect(fact("publication", in: broken).hasPrefix("FAIL publication hfpub.yaml:"))
    #expect(fact("publication", in: broken).contains("fix: "))
    #expect(broken.output.contains("1 failed, "))
  }

  // MARK: Settings

  @Test("proxies are shown without user and password, with what exempts the endpoint")
  func proxies() async throws {
    func proxy(_ variables: [String: String]) async throws -> String {
      let result = try await Tool(environment: variables).run("doctor", "--offline")
      #expect(!result.output.contains("sesame"))
      return fact("proxy", in: result)
    }
    #expect(try await proxy([:]) == "ok proxy none")
    #expect(
      try await proxy(["HTTPS_PROXY": "http://ali:sesame@proxy.example:3128"])
        == "ok proxy http://***@proxy.example:3128, from HTTPS_PROXY"
    )
    #expect(
      try await proxy(["all_proxy": "ali:se@/sesame@proxy.example:3128", "HTTPS_PROXY": ""])
        == "ok proxy ***@proxy.example:3128, from all_proxy"
    )
    #expect(
      try await proxy(["HTTPS_PROXY": "proxy.example", "no_proxy": "localhost, .huggingface.co"])
        == "ok proxy proxy.example, from HTTPS_PROXY, not used for huggingface.co: no_proxy exempts it"
    )
    #expect(
      try await proxy(["HTTPS_PROXY": "proxy.example", "NO_PROXY": "face.co"])
        == "ok proxy proxy.example, from HTTPS_PROXY"
    )
    #expect(
      try await proxy(["HTTPS_PROXY": "proxy.example", "HF_ENDPOINT": "http://127.0.0.1:1"])
        == "ok proxy proxy.example, from HTTPS_PROXY, not used: 127.0.0.1 is this machine"
    )
    #expect(
      try await proxy(["HTTP_PROXY": "proxy.example"])
        == "warn proxy none for https: HTTP_PROXY alone does not apply to it fix: If this network needs a proxy, set HTTPS_PROXY."
    )
  }

  @Test("a certificate file that is not there is a failure, and names its variable")
  func certificates() async throws {
    let folder = try TemporaryFolder()
    let file = "\(folder.path)/ca.pem"
    let missing = try await Tool(environment: ["CURL_CA_BUNDLE": file, "SSL_CERT_DIR": "\(folder.path)/none"])
      .run("doctor", "--offline")
    #expect(missing.status == 1)
    #expect(
      fact("certificates", in: missing).hasPrefix(
        "FAIL certificates \(file), from CURL_CA_BUNDLE: there is no such file that can be read fix: "
      )
    )
    #expect(fact("certificate folder", in: missing).hasPrefix("warn certificate folder \(folder.path)/none, "))
    try LocalFiles.writeAtomically(Array("x".utf8), to: file)
    let there = try await Tool(environment: [
      "SSL_CERT_FILE": file, "CURL_CA_BUNDLE": "/none", "SSL_CERT_DIR": folder.path,
    ])
    .run("doctor", "--offline")
    #expect(there.status == 0)
    #expect(fact("certificates", in: there) == "ok certificates \(file), from SSL_CERT_FILE")
    #expect(fact("certificate folder", in: there).hasPrefix("ok "))
  }

  @Test("an endpoint that cannot be used is a failure, and nothing is asked")
  func badEndpoint() async throws {
    let result = try await doctor("http://hub.example", token: Self.writer, "--repo", "acme/tiny")
    #expect(result.status == 1)
    #expect(fact("endpoint", in: result).hasPrefix("FAIL endpoint cannot use the endpoint http://hub.example"))
    #expect(fact("server", in: result) == "- server not checked: there is no endpoint to ask")
    #expect(fact("repository", in: result) == "- repository not checked: there is no endpoint to ask")
    let standard = try await Tool().run("doctor", "--offline")
    #expect(fact("endpoint", in: standard) == "ok endpoint https://huggingface.co, the default")
  }

  @Test("every variable that is read is named, tokens without their values, steering characters written out")
  func variables() async throws {
    let result = try await Tool(
      environment: [
        "HF_TOKEN": Self.writer, "HUGGING_FACE_HUB_TOKEN": Self.reader,
        "HF_HOME": "/home/\u{1B}[31mred\n/\(Self.reader)",
        "XDG_CACHE_HOME": "",
      ]
    )
    .run("doctor", "--offline")
    #expect(fact("HF_TOKEN", in: result) == "ok HF_TOKEN set, never shown")
    #expect(result.output.contains("HUGGING_FACE_HUB_TOKEN  set, never shown"))
    #expect(fact("XDG_CACHE_HOME", in: result).hasSuffix("empty, which counts as not set"))
    #expect(fact("HF_HOME", in: result) == #"ok HF_HOME /home/\u{1B}[31mred\n/***"#)
    #expect(fact("not set", in: result).contains("HF_ENDPOINT, HF_TOKEN_PATH, HF_HUB_DISABLE_IMPLICIT_TOKEN"))
    #expect(!result.output.contains("hf_test"))
    #expect(!result.output.contains("\u{1B}"))
  }
}
