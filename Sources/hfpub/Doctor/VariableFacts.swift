import HTTP

/// What is set of the environment variables that are read.
struct VariableFacts {
  let variables: [String: String]

  /// All of them, in the order in which they are shown.
  static let names = EnvironmentVariable.all.flatMap(\.names)

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
