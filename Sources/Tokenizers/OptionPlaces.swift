import Files

/// Where the options of an object stand; they are read once its type is known.
struct OptionPlaces {
  private var places: [String: JSONReader] = [:]
  private let end: JSONReader

  init(_ reader: inout JSONReader) throws(JSONError) {
    try reader.enterObject()
    while let key = try reader.nextKey() {
      let name = reader.text(key)
      guard places.updateValue(reader, forKey: name) == nil else {
        throw reader.failure("\"\(name)\" stands here twice")
      }
      try reader.skipValue()
    }
    end = reader
  }

  func value<Value>(_ name: String, _ read: (inout JSONReader) throws -> Value?) throws -> Value? {
    guard var place = places[name] else { return nil }
    return try read(&place)
  }

  func required<Value>(_ name: String, _ type: String, _ read: (inout JSONReader) throws -> Value) throws -> Value {
    guard let value = try value(name, read) else { throw end.failure("the \(type) has no \(name)") }
    return value
  }

  func contains(_ name: String) -> Bool { places[name] != nil }

  func text(_ name: String) throws -> String? { try value(name) { $0.text(try $0.string()) } }

  func scalar(_ name: String, _ type: String) throws -> Unicode.Scalar {
    let text = try required(name, type) { $0.text(try $0.string()) }
    guard let scalar = text.unicodeScalars.first, text.unicodeScalars.count == 1 else {
      throw end.failure("the \(name) of the \(type) is not one character")
    }
    return scalar
  }
}
