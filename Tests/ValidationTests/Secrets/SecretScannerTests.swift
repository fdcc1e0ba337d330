import Files
import TestKit
import Testing

@testable import Validation

@Suite struct SecretScannerTests {
  private func matches(_ text: String, path: String = "notes.txt") -> [SecretMatch] {
    SecretScanner().matches(in: Array(text.utf8), path: path)
  }

  @Test("every kind with a fixed beginning is found at its line and column", arguments: PlantedSecrets.prefixed)
  func prefixed(secret: String, kind: String) throws {
    let found = matches("first\nüber, it is \(secret), and more\n")
    let match = try #require(found.first)
    #expect(found.count == 1)
    #expect(match.kind.name == kind)
    #expect((match.line, match.column) == (2, 13))
    #expect(match.beginning == String(secret.prefix(4)))
  }

  @Test("nothing that a match says holds more than four characters of the secret", arguments: PlantedSecrets.prefixed)
  func redaction(secret: String, kind: String) throws {
    let match = try #require(matches("x = \"\(secret)\"").first)
    var dumped = ""
    dump(match, to: &dumped)
    let shown = dumped + "\(match)" + String(reflecting: match)
    // The prefix may stand in the text that explains the kind.
    #expect(!shown.contains(secret.suffix(8)))
    #expect(!shown.contains(secret.dropFirst(secret.count - 20).prefix(8)))
  }

  @Test("a token is found in every wrapping that files put around it")
  func wrappings() {
    let token = PlantedSecrets.huggingFace
    let wrapped = [
      "HF_TOKEN=\(token)", "export HF_TOKEN='\(token)'", "token: \(token)\n", "{\"token\":\"\(token)\"}",
      "login(token=\"\(token)\")", "\"source\": [\"login()\\n\(token)\\n\"]",
      "\"os.environ[\\\"T\\\"]=\\\"\(token)\\\"\"",
      "https://user:\(token)@huggingface.co/a/b", "Authorization: Bearer \(token)", "?token=\(token)&x=1",
      "\\u0022\(token)\\u0022", "%22\(token)%22", "<\(token)>", "Ġ\(token)", "\u{0}\(token)\u{0}",
    ]
    for text in wrapped {
      let found = matches(text)
      #expect(found.map(\.kind.name) == ["Hugging Face token"], "\(text)")
      #expect(found.first?.beginning == String(token.prefix(4)))
    }
  }

  @Test("a token in the middle of a word, one too short, one too long and one cut off are no tokens")
  func wrongForms() {
    let token = PlantedSecrets.huggingFace
    for text in ["a\(token)", "\(token)a", "_\(token)", "\(token)_x", String(token.dropLast()), "hf_", "hf_\n"] {
      #expect(matches(text).isEmpty, "\(text)")
    }
  }

  @Test(
    "stand-ins of documentation are no secrets",
    arguments: [
      "hf" + "_" + String(repeating: "x", count: 34), "hf" + "_YourTokenGoesHereXXXXXXXXXXXXXXXXXXX",
      "hf" + "_abcdefghijklmnopqrstuvwxyzABCDEFGH", "<token>", "token: <token>", "token = YOUR_TOKEN",
      "HF_TOKEN=${TOKEN}", "HF_TOKEN=$HF_TOKEN", "token = os.environ[\"HF_TOKEN\"]", "token=os.getenv('HF_TOKEN')",
      "token: \"${{ secrets.HF_TOKEN }}\"", "api_key = \"your-api-key-goes-here-12345678901\"",
      "AK" + "IAIOSFODNN7EXAMPLE", "aws_secret_access_key = wJalr" + "XUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
      "sk-" + String(repeating: "0", count: 48), "sk-...", "hf_...", "ghp_" + String(repeating: "ab12", count: 9),
      "https://user:password@host/", "https://user:secret@example.com/x", "https://USER:MY_PASSWORD@github.com/x",
      "https://user:$TOKEN@github.com/x", "https://{user}:{password}@github.com", "http://localhost:8080/@home",
      "ey" + "JhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.ey" + "JzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIn0."
        + PlantedSecrets.random(43),
      "password = \"hunter2\"", "password: correct horse battery staple",
    ]
  )
  func placeholders(text: String) {
    #expect(matches(text).isEmpty)
  }

  @Test("settings of tokenizers and code that speak of tokens hold no secrets")
  func tokenizerNames() {
    let texts = [
      "\"pad_token\": \"[PAD]\"", "\"eos_token\": \"<|endoftext|>\"", "\"unk_token\": \"<unk>\", \"pad_token_id\": 0",
      "\"tokenizer_class\": \"PreTrainedTokenizerFast\"", "token = tokenizer.convert_ids_to_tokens(12345)",
      "token = some_function_of_2_words_and_3_numbers", "next_token: \"text-embedding-3-large-2024-05-13\"",
      "\"token\": \"2024-01-01T00:00:00.000000Z\"", "secret = load(\"a\")", "key = value", "auth: basic",
      "\"ChangeToken\": \"abcd12f2-46da-4fdb-b8d5-fbd4c466928f\"", "private_key: ed25519.Ed25519PrivateKey, x",
      "test = \"machine a.io login b password #pass\"", "https://foo.io:123,foo:barbaz9@bar.io/path",
      "token: sha256:\(PlantedSecrets.random(64, from: "0123456789abcdef"))", "token: ./a1b2c3/d4e5f6/g7h8i9/j0k1l2",
    ]
    for text in texts { #expect(matches(text).isEmpty, "\(text)") }
  }

  @Test("an OpenSSH key, whose first line is all structure and lengths, is one")
  func openSSH() {
    let structure = "b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZWQy"
    let key = "NTUxOQAAACDkR7mZq2VxLw9TfJc4YbHsNpGu3aKoE5tXi1WrQd8MyAAAAJhUzP0vUzP0vQ"
    let text =
      "-----BEGIN " + "OPENSSH PRIVATE KEY-----\n\(structure)\n\(key)\n-----END " + "OPENSSH PRIVATE KEY-----\n"
    #expect(matches(text).map(\.kind) == [.privateKey])
  }

  @Test("a private key is found where its header stands, in text and in JSON, and a header alone is not")
  func privateKeys() throws {
    let labels = ["RSA PRIVATE KEY", "EC PRIVATE KEY", "OPENSSH PRIVATE KEY", "PRIVATE KEY", "ENCRYPTED PRIVATE KEY"]
    for label in labels + ["PGP PRIVATE KEY BLOCK"] {
      let found = matches("# key\n\n  " + PlantedSecrets.pem(label))
      #expect(found.map(\.kind) == [.privateKey], "\(label)")
      #expect(found.first.map { [$0.line, $0.column] } == [3, 3])
      #expect(found.first?.beginning == "----")
    }
    let json = PlantedSecrets.pem("PRIVATE KEY").split(separator: "\n").joined(separator: "\\n")
    #expect(matches("{\"k\": \"\(json)\"}").map(\.kind) == [.privateKey])
    let header = "-----" + "BEGIN PRIVATE KEY-----"
    #expect(matches("if text.startswith(\"\(header)\"): raise ValueError(\"never put a private key in here\")").isEmpty)
    #expect(matches(header).isEmpty)
    #expect(matches(header + "\n" + String(repeating: "x", count: 64)).isEmpty)
    #expect(matches(PlantedSecrets.pem("CERTIFICATE")).isEmpty)
  }

  @Test("a web token, a password in an address and logins of registries are found")
  func structured() {
    let password = "c0rrect" + "-h0rse"
    #expect(matches("cookie: \(PlantedSecrets.webToken)").map(\.kind) == [.webToken])
    #expect(matches("git clone https://me:\(password)@git.acme.io/x").map(\.kind) == [.addressPassword])
    #expect(matches("git clone https://me:\(password)@git.acme.io/x").first?.beginning == String(password.prefix(4)))
    #expect(matches("git clone https://me:\(password)@git.acme.io/x").first?.column == 22)
    let netrc = "machine huggingface.co\n  login me\n  password \(password)\n"
    #expect(matches(netrc, path: ".netrc").map(\.kind) == [.netrcPassword])
    #expect(matches(netrc).map(\.kind) == [.netrcPassword])
    #expect(matches(netrc).first?.line == 3)
    #expect(matches("the password \(password)").isEmpty)
    let npmrc = "//registry.acme.io/:_authToken=\(password)\n"
    #expect(matches(npmrc, path: "a/.npmrc").map(\.kind) == [.packageIndexPassword])
    #expect(matches("//registry.acme.io/:_authToken=${NPM_TOKEN}\n", path: ".npmrc").isEmpty)
    let pypirc = "[pypi]\nusername: me\npassword: \(password)\n"
    #expect(matches(pypirc, path: ".pypirc").map(\.kind) == [.packageIndexPassword])
  }

  @Test("random values behind telling names are found in settings, YAML, JSON and Python")
  func namedValues() {
    let value = PlantedSecrets.random(32)
    let texts = [
      "API_KEY=\(value)", "export MY_SECRET=\"\(value)\"", "api_key: \(value)\n", "\"client_secret\": \"\(value)\"",
      "password = '\(value)'", "config[\"auth_token\"] = \"\(value)\"", "token: str | None = \"\(value)\"",
      "Authorization: Bearer \(value)", "\"headers\": {\"Authorization\": \"Token \(value)\"}",
      "\"source\": \"api_key = \\\"\(value)\\\"\\n\"", "Wandb(api_key=\"\(value)\")", "AccountKey=\(value)==;",
      "api_key: \(PlantedSecrets.random(40, from: "0123456789abcdef"))",
    ]
    for text in texts { #expect(matches(text).map(\.kind) == [.randomValue], "\(text)") }
    let aws = PlantedSecrets.random(38) + "/+"
    #expect(matches("aws_secret_access_key = \(aws)").map(\.kind) == [.awsSecretKey])
    #expect(matches("password: \"Tr0ub4dor" + "&3\"").map(\.kind) == [.password])
    #expect(matches("hash: \(value)").isEmpty)
  }

  @Test("several secrets come in order, with a line for each, and no more than the limit")
  func several() {
    let tokens = (1...3).map { "hf" + "_" + PlantedSecrets.random(34, from: PlantedSecrets.letters, seed: $0) }
    let found = matches(tokens.joined(separator: "\n"))
    #expect(found.map(\.line) == [1, 2, 3])
    let many = Array(repeating: tokens[0], count: 5000).joined(separator: " ")
    #expect(matches(many).count == SecretScanner.maximumMatches)
  }

  @Test("text in UTF-16 is read")
  func wideText() {
    let text = "\u{FEFF}a\nHF_TOKEN=\(PlantedSecrets.huggingFace)\n"
    let little = text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    let big = text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    for bytes in [little, big] {
      let found = SecretScanner().matches(in: bytes, path: "x.env")
      #expect(found.map(\.kind.name) == ["Hugging Face token"])
      #expect(found.first.map { [$0.line, $0.column] } == [2, 10])
    }
  }

  @Test("bytes that are no UTF-8 are scanned, and every truncation of a text with secrets ends well")
  func hostile() {
    let token = PlantedSecrets.huggingFace
    let broken: [UInt8] = [0xFF, 0xC3, 0x28, 0x80] + Array(token.utf8) + [0xFE, 0xF0]
    #expect(SecretScanner().matches(in: broken, path: "x").count == 1)
    let all = PlantedSecrets.prefixed.map(\.secret).joined(separator: " ") + PlantedSecrets.pem("RSA PRIVATE KEY")
    let text = Array("\(all) token: \"\(token)\" https://a:b\(token)@c.io machine a login b password c".utf8)
    for end in stride(from: 0, through: text.count, by: 3) {
      _ = SecretScanner().matches(in: Array(text[..<end]), path: ".netrc")
    }
    var generator = SeededGenerator(seed: 5)
    for _ in 0..<100 { _ = SecretScanner().matches(in: generator.mutated(text), path: "x") }
  }

  @Test(
    "a line of 200,000 characters that all might begin a secret takes no longer than others",
    arguments: [
      "eyJ", "-eyJ", "token", "token=", "://", "://a:", "-----BEGIN PRIVATE KEY", "hf_", "-sk-", "password ", "\\",
    ]
  )
  func longLines(piece: String) {
    let line = Array(String(repeating: piece, count: 200_000 / piece.utf8.count).utf8)
    let started = ContinuousClock.now
    #expect(SecretScanner().matches(in: line + Array(" \(PlantedSecrets.huggingFace)".utf8), path: "x").count == 1)
    // Quadratic time would be minutes; this is a bound for a slow machine without optimization.
    #expect(started.duration(to: .now) < .seconds(30))
  }

  @Test("hashes, vectors in base64 and vocabulary entries hold no secrets")
  func randomTexts() {
    var generator = SeededGenerator(seed: 1)
    let hexadecimal = Array("0123456789abcdef".utf8)
    let base64 = Array((PlantedSecrets.letters + PlantedSecrets.digits + "+/").utf8)
    let pieces = ["token", "##auth", "▁secret", "key", "pass", "sk", "hf", "api", "Ġkey", "un", "ing", "9", "_", "-"]
    var text: [UInt8] = []
    for index in 0..<100_000 {
      switch index % 3 {
      case 0:
        text += "\"sha256\": \"".utf8
        text += (0..<64).map { _ in hexadecimal[Int.random(in: 0..<16, using: &generator)] }
      case 1:
        text += "\"vector\": \"".utf8
        text += (0..<86).map { _ in base64[Int.random(in: 0..<64, using: &generator)] }
      default:
        text += "\"".utf8
        for _ in 0..<3 { text += (pieces.randomElement(using: &generator) ?? "").utf8 }
      }
      text += "\": \(index),\n".utf8
    }
    #expect(SecretScanner().matches(in: text, path: "tokenizer.json").isEmpty)
  }

  @Test("every kind has a name, a reason and a way to revoke it")
  func table() {
    for kind in SecretKind.all {
      #expect(!kind.name.isEmpty && !kind.why.isEmpty && kind.revoking.hasSuffix("."))
    }
  }
}
