/// One fact about the tool or what is around it, with a verdict.
struct DoctorFact: Encodable, Equatable {
  /// How it stands.
  enum State: String, Encodable {
    case ok
    case warn
    case fail
    case notChecked = "not-checked"

    /// The mark in front of the line.
    var mark: String {
      switch self {
      case .ok: "ok"
      case .warn: "warn"
      case .fail: "FAIL"
      case .notChecked: "-"
      }
    }
  }

  var name: String
  var state: State
  /// What was seen; for what was not checked, why not.
  var text: String
  /// What to do; only where something is not well.
  var remedy: String?

  static func ok(_ name: String, _ text: String) -> DoctorFact {
    DoctorFact(name: name, state: .ok, text: text)
  }

  static func warn(_ name: String, _ text: String, remedy: String) -> DoctorFact {
    DoctorFact(name: name, state: .warn, text: text, remedy: remedy)
  }

  static func fail(_ name: String, _ text: String, remedy: String) -> DoctorFact {
    DoctorFact(name: name, state: .fail, text: text, remedy: remedy)
  }

  static func notChecked(_ name: String, _ reason: String) -> DoctorFact {
    DoctorFact(name: name, state: .notChecked, text: "not checked: \(reason)")
  }
}
