/// An entry of a bibliography in BibTeX.
public struct BibTeXEntry: Sendable, Hashable {
  /// A field with its value, braces and quotes around it taken off.
  public struct Field: Sendable, Hashable {
    /// The name in lower case.
    public var name: String
    /// The value as it is written inside.
    public var value: String
    /// The line of the name, from 1.
    public var line: Int
  }

  /// What it is, in lower case: `article`, `misc`.
  public var type: String
  /// What it is cited by.
  public var key: String
  /// The fields in their order.
  public var fields: [Field]
  /// The line of its `@`, from 1.
  public var line: Int

  /// The value of a field without inner braces; nil when there is none.
  public subscript(name: String) -> String? {
    fields.first { $0.name == name }.map { $0.value.filter { $0 != "{" && $0 != "}" } }
  }
}

/// A place where a text is no BibTeX.
public struct BibTeXFault: Error, Sendable, Hashable {
  /// The line, from 1.
  public var line: Int
  /// What is wrong.
  public var reason: String
}
