extension Substring {
  /// Where a text stands for the first time, byte by byte; nil when it does not.
  ///
  /// Quicker by a multiple than the library's own search, which compares characters; for ASCII both find the same, but
  /// for a letter that an accent follows.
  public func firstRange(ofBytes text: String) -> Range<Index>? {
    let wanted = text.utf8
    guard let first = wanted.first else { return startIndex..<startIndex }
    var rest = utf8[...]
    while let start = rest.firstIndex(of: first) {
      let found = rest[start...]
      if found.starts(with: wanted) { return start..<rest.index(start, offsetBy: wanted.count) }
      rest = found.dropFirst()
    }
    return nil
  }
}

extension String {
  /// Where a text stands for the first time, byte by byte; nil when it does not.
  public func firstRange(ofBytes text: String) -> Range<Index>? { self[...].firstRange(ofBytes: text) }
}
