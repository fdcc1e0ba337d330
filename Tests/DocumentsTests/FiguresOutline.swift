import Documents
import Foundation
import FoundationXML

/// What an SVG holds, read by a parser that is not ours.
final class SVGOutline: NSObject, XMLParserDelegate {
  struct Element {
    var name: String
    var attributes: [String: String]
    var text = ""
  }

  /// About where a text stands; widths are those of the tests' own, narrower guess.
  struct TextBox {
    var text: String
    var left: Double
    var right: Double
    var top: Double
    var bottom: Double

    func covers(_ other: TextBox) -> Bool {
      left < other.right && other.left < right && top < other.bottom && other.top < bottom
    }
  }

  private(set) var elements: [Element] = []
  private var open: [Int] = []

  var names: Set<String> { Set(elements.map(\.name)) }

  /// Names and attributes, without texts.
  var markup: String { elements.map { "\($0.name) \($0.attributes)" }.joined(separator: "\n") }

  var texts: [String: [String]] { Dictionary(grouping: elements, by: \.name).mapValues { $0.map(\.text) } }

  var boxes: [TextBox] {
    elements.filter { $0.name == "text" }
      .map { element in
        func number(_ name: String) -> Double { Double(element.attributes[name] ?? "") ?? .nan }
        let size = number("font-size")
        let width = Double(DisplayWidth.of(element.text)) * 0.5 * size
        let x = number("x")
        let left =
          switch element.attributes["text-anchor"] {
          case "end": x - width
          case "middle": x - width / 2
          default: x
          }
        return TextBox(
          text: element.text,
          left: left,
          right: left + width,
          top: number("y") - size * 0.75,
          bottom: number("y") + size * 0.2
        )
      }
  }

  func parser(
    _ parser: XMLParser,
    didStartElement name: String,
    namespaceURI: String?,
    qualifiedName: String?,
    attributes: [String: String] = [:]
  ) {
    open.append(elements.count)
    elements.append(Element(name: name, attributes: attributes))
  }

  func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
    open.removeLast()
  }

  func parser(_ parser: XMLParser, foundCharacters text: String) {
    if let last = open.last { elements[last].text += text }
  }
}
