import HubAPI

extension TokenRights {
  /// The role and the scopes, as a fact; `tokenPage` is where tokens are made.
  func fact(tokenPage: String) -> DoctorFact {
    let name = "rights"
    let remedy = "To upload, make a token with write access at \(tokenPage)."
    switch role {
    case "write": return .ok(name, "role write")
    case "read": return .warn(name, "role read: it cannot upload", remedy: remedy)
    case "fineGrained":
      guard let scopes else { return .notChecked(name, "the server does not say what the fine-grained token may do") }
      let text = "fine-grained: \(Self.text(scopes))"
      let canWrite = scopes.contains { $0.permissions.contains(Self.writePermission) }
      return canWrite ? .ok(name, text) : .warn(name, "\(text); it cannot upload", remedy: remedy)
    case let other?: return .ok(name, "role \(other.prefix(60))")
    case nil: return .notChecked(name, "the server does not say what the token may do")
    }
  }

  private static func text(_ scopes: [FineGrained.Scope]) -> String {
    guard !scopes.isEmpty else { return "nothing in particular" }
    let shown = scopes.prefix(6).map { scope in
      let more = scope.permissions.count > 6 ? " and \(scope.permissions.count - 6) more" : ""
      return "\(scope.permissions.prefix(6).joined(separator: ", "))\(more) on \(scope.entity.words)"
    }
    return shown.joined(separator: "; ") + (scopes.count > 6 ? "; and \(scopes.count - 6) more" : "")
  }
}
