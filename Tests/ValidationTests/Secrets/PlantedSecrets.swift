/// Secrets for tests, put together at run time so that no scanner trips over the sources.
enum PlantedSecrets {
  /// Letters, digits or other characters that look made by chance and are the same in every run.
  static func random(_ count: Int, from alphabet: String = letters + digits, seed: UInt64 = 7) -> String {
    let characters = Array(alphabet)
    var state = seed
    return String(
      (0..<count).map { _ in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return characters[Int(state >> 33) % characters.count]
      }
    )
  }

  static let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
  static let digits = "0123456789"
  static let base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"

  static let huggingFace = "hf" + "_" + random(34, from: letters)

  /// A line with a made-up Hub token, packed with xz by Python 3.11's lzma.
  static let packedWithXZ =
    "/Td6WFoAAAFpIt42AgAhARYAAAB0L+WjAQAsbG9naW46IGhmX05xVndZU1ZQSGJEWHBQ"
    + "ZGtoeEVweUlnS3BhVW5BcmxYeWsKAAAAAD7AQRYAAUEtGpc7jJBCmQ0BAAAAAAFZWg=="

  /// Every kind with a fixed beginning: the text, and its kind's name.
  static let prefixed: [(secret: String, kind: String)] = [
    (huggingFace, "Hugging Face token"), ("api" + "_org_" + random(34, from: letters), "Hugging Face token"),
    ("gh" + "p_" + random(36), "GitHub token"), ("gh" + "o_" + random(36), "GitHub token"),
    ("gh" + "u_" + random(36), "GitHub token"), ("gh" + "s_" + random(36), "GitHub token"),
    ("gh" + "r_" + random(76), "GitHub token"),
    ("github" + "_pat_" + random(22) + "_" + random(59, seed: 9), "GitHub token"),
    ("glp" + "at-" + random(20), "GitLab token"),
    ("AK" + "IA" + random(16, from: base32), "AWS access key id"),
    ("AS" + "IA" + random(16, from: base32), "AWS access key id"), ("AI" + "za" + random(35), "Google API key"),
    ("sk" + "-ant-api03-" + random(93) + "AA", "Anthropic API key"), ("sk" + "-proj-" + random(120), "OpenAI API key"),
    ("sk" + "-svcacct-" + random(120), "OpenAI API key"), ("sk" + "-admin-" + random(120), "OpenAI API key"),
    ("sk" + "-or-v1-" + random(64, from: "0123456789abcdef"), "OpenRouter API key"),
    ("sk" + "-" + random(48), "API key that begins with `sk-`"),
    ("xo" + "xb-" + random(12, from: digits) + "-" + random(24), "Slack token"),
    ("xo" + "xp-" + random(12, from: digits) + "-" + random(24), "Slack token"),
    ("xa" + "pp-1-" + random(40), "Slack token"), ("pypi" + "-AgE" + random(120), "PyPI token"),
    ("np" + "m_" + random(36), "npm token"), ("dckr" + "_pat_" + random(27), "Docker Hub token"),
    ("dckr" + "_oat_" + random(32), "Docker Hub token"),
  ]

  static func pem(_ label: String) -> String {
    let body = [1, 2, 3].map { random(64, seed: $0) }.joined(separator: "\n")
    return "-----" + "BEGIN \(label)-----\n\(body)\n-----" + "END \(label)-----\n"
  }

  static let webToken = ["ey" + "JhbGciOiJIUzI1NiJ9", "ey" + "JzdWIiOiI4MTczIn0", random(43)].joined(separator: ".")
}
