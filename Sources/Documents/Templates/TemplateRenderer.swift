import Findings

/// One rendering: the values in sight and the text so far.
struct TemplateRenderer {
  private let templates: [String: Template]
  private let limits: TemplateSet.Limits
  /// The values in sight, the innermost last.
  private var context: [TemplateValue]
  private var steps = 0
  private(set) var output = ""

  init(templates: [String: Template], limits: TemplateSet.Limits, value: TemplateValue) {
    self.templates = templates
    self.limits = limits
    context = [value]
  }

  mutating func render(_ template: Template, indentation: String, depth: Int) throws(DocumentError) {
    try render(template.nodes, of: template, indentation: indentation, depth: depth)
  }

  private mutating func render(
    _ nodes: [Template.Node],
    of template: Template,
    indentation: String,
    depth: Int
  ) throws(DocumentError) {
    for node in nodes {
      steps += 1
      guard steps <= limits.steps else {
        throw tooLarge(template, "it takes more than \(NumberFormat.count(limits.steps)) steps")
      }
      switch node {
      case .lineStart: output += indentation
      case .text(let text): output += text
      case .variable(let reference): output += try text(of: reference, in: template)
      case .section(let reference, let isInverted, let children):
        for item in try items(of: reference, isInverted: isInverted, in: template) {
          if let item { context.append(item) }
          try render(children, of: template, indentation: indentation, depth: depth)
          if item != nil { context.removeLast() }
        }
      case .partial(let name, let inner, let offset):
        guard depth < limits.depth else { throw recursion(name, template.location(of: offset)) }
        // Every name was checked when the set was made.
        guard let partial = templates[name] else { continue }
        try render(partial, indentation: inner.map { indentation + $0 } ?? "", depth: depth + 1)
      }
      guard output.utf8.count <= limits.outputBytes else {
        throw tooLarge(template, "the output exceeds \(NumberFormat.bytes(limits.outputBytes))")
      }
    }
  }

  /// What a section is rendered with: once for each element, which becomes the current item unless it is nil.
  private func items(
    of reference: Template.Reference,
    isInverted: Bool,
    in template: Template
  ) throws(DocumentError) -> [TemplateValue?] {
    let value = try value(of: reference, in: template)
    if isInverted { return value.isTrue ? [] : [nil] }
    if case .list(let items) = value { return items }
    return value.isTrue ? [value] : []
  }

  private func text(of reference: Template.Reference, in template: Template) throws(DocumentError) -> String {
    let value = try value(of: reference, in: template)
    guard case .string(let text) = value else {
      throw DocumentError(
        .notPrintable,
        problem: "cannot render \(template.name)",
        reason: "\(TextEscape.quoted(reference.name)) is \(value.kind), and only texts can be printed",
        remedy: "Use it as a section, {{#\(reference.name)}}…{{/\(reference.name)}}, or name one of its values.",
        location: template.location(of: reference.offset)
      )
    }
    return text
  }

  /// The first part of a name is looked for from the innermost value outwards, the rest inside what was found.
  private func value(of reference: Template.Reference, in template: Template) throws(DocumentError) -> TemplateValue {
    guard let first = reference.path.first else { return context.last ?? .object([:]) }
    var found: TemplateValue?
    for case .object(let names) in context.reversed() {
      found = names[first]
      if found != nil { break }
    }
    guard var value = found else {
      var visible: Set<String> = []
      for case .object(let names) in context { visible.formUnion(names.keys) }
      throw unknown(reference, at: 0, among: visible.sorted(), within: nil, template)
    }
    for (index, part) in reference.path.enumerated().dropFirst() {
      let parent = reference.path[..<index].joined(separator: ".")
      guard case .object(let names) = value else {
        throw unknown(reference, at: index, among: [], within: "`\(parent)`, which is \(value.kind)", template)
      }
      guard let next = names[part] else {
        throw unknown(reference, at: index, among: names.keys.sorted(), within: "`\(parent)`", template)
      }
      value = next
    }
    return value
  }

  // MARK: Errors

  private func unknown(
    _ reference: Template.Reference,
    at index: Int,
    among names: [String],
    within parent: String?,
    _ template: Template
  ) -> DocumentError {
    let part = reference.path[index]
    let nearest = NearestName.suggestion(for: part, among: names)
    // The suggestion is the whole name as it has to be written in the tag.
    let prefix = reference.path[..<index].map { "\($0)." }.joined()
    let known = names.isEmpty ? "There are no names here." : "Names here: \(names.prefix(20).joined(separator: ", "))."
    return DocumentError(
      .unknownName,
      problem: "cannot render \(template.name)",
      reason: parent.map { "there is no \(TextEscape.quoted(part)) in \($0)" }
        ?? "there is no value \(TextEscape.quoted(part))",
      remedy: nearest.map { "Did you mean `\(prefix)\($0)`?" } ?? known,
      location: template.location(of: reference.offset)
    )
  }

  private func recursion(_ name: String, _ location: SourceLocation) -> DocumentError {
    DocumentError(
      .templateRecursion,
      problem: "cannot render \(location.file)",
      reason: "templates include one another more than \(limits.depth) levels deep, here \(TextEscape.quoted(name))",
      remedy: "Check that a template that includes itself does so inside a section that ends.",
      location: location
    )
  }

  private func tooLarge(_ template: Template, _ reason: String) -> DocumentError {
    DocumentError(
      .tooLarge,
      problem: "cannot render \(template.name)",
      reason: reason,
      remedy: "Shorten the lists that the template repeats over.",
      location: SourceLocation(file: template.name)
    )
  }
}
