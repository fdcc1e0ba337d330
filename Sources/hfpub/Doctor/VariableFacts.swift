import HTTP

/// The environment variables that hfpub, or libcurl for it, reads.
struct VariableFacts {
  let variables: [String: String]

  /// All of them, in the order in which they are shown.
  static let names =
    ["HF_ENDPOINT", "HF_TOKEN", "HUGGING_FACE_HUB_TOKEN", "HF_TOKEN_PATH", "HF_HUB_DISABLE_IMPLICIT_TOKEN"]
    + ["HF_OIDC_RESOURCE", "HF_OIDC_ID_TOKEN", "GITHUB_ACTIONS", "ACTIONS_ID_TOKEN_REQUEST_URL"]
    + ["ACTIONS_ID_TOKEN_REQUEST_TOKEN"]
    + ["HF_HOME", "XDG_CACHE_HOME", "HOME", "HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE"]
    + ["HF_HUB_DISABLE_SYMLINKS", "HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"] + NetworkSettings.authorityFiles + [
      "SSL_CERT_DIR"
    ]
    + NetworkSettings.proxies + NetworkSettings.exemptions + ["TMPDIR", "PATH"]

  /// Each with whether it is set to something.
  var isSet: [String: Bool] {
    Dictionary(uniqueKeysWithValues: Self.names.map { ($0, variables[$0]?.isEmpty == false) })
  }

  /// Those that are set with their values, and in one line those that are not.
  var all: [DoctorFact] {
    let set = Self.names.filter { variables[$0] != nil }
    let missing = Self.names.filter { variables[$0] == nil }
    return set.map { .ok($0, shown($0)) } + (missing.isEmpty ? [] : [.ok("not set", missing.joined(separator: ", "))])
  }

  private func shown(_ name: String) -> String {
    guard let value = variables[name], !value.isEmpty else { return "empty, which counts as not set" }
    // Long, and of no interest beside what is found in it.
    if name == "PATH" { return "set" }
    if (TokenFacts.variables + TokenFacts.idVariables).contains(name) { return "set, never shown" }
    if NetworkSettings.proxies.contains(name) { return NetworkSettings.withoutPassword(value) }
    return value.count > 300 ? "\(value.prefix(300))…" : value
  }
}
