/// A byte for every Unicode scalar; blocks of scalars that look the same share their memory.
struct ScalarPages: Sendable {
  private var pageOfBlock = [UInt16](repeating: 0, count: 0x1100)
  private var pages = [UInt8](repeating: 0, count: 256)
  private var sharedPages: Set<UInt16> = [0]

  /// The byte of a scalar; 0 for what is none.
  @inline(__always)
  subscript(scalar: UInt32) -> UInt8 {
    guard scalar < 0x110000 else { return 0 }
    return pages[Int(pageOfBlock[Int(scalar &>> 8)]) &<< 8 | Int(scalar & 0xFF)]
  }

  /// Adds the bits of `value` to all scalars of ranges, given as first and last scalar of each.
  mutating func insert(_ value: UInt8, into ranges: [UInt32]) {
    var covered: [UInt16: UInt16] = [:]
    for index in stride(from: 0, to: ranges.count, by: 2) {
      var scalar = ranges[index]
      while scalar <= ranges[index + 1] {
        let block = Int(scalar >> 8)
        let end = min(ranges[index + 1], scalar | 0xFF)
        let old = pageOfBlock[block]
        if scalar & 0xFF == 0, end & 0xFF == 0xFF {
          let page = covered[old] ?? copyPage(old)
          if covered.updateValue(page, forKey: old) == nil { fill(page, 0...255, value) }
          sharedPages.insert(page)
          pageOfBlock[block] = page
        } else {
          if sharedPages.contains(old) { pageOfBlock[block] = copyPage(old) }
          fill(pageOfBlock[block], Int(scalar & 0xFF)...Int(end & 0xFF), value)
        }
        scalar = end + 1
      }
    }
  }

  private mutating func copyPage(_ page: UInt16) -> UInt16 {
    let start = Int(page) << 8
    pages.append(contentsOf: Array(pages[start..<start + 256]))
    return UInt16(pages.count / 256 - 1)
  }

  private mutating func fill(_ page: UInt16, _ range: ClosedRange<Int>, _ value: UInt8) {
    for index in range { pages[Int(page) << 8 | index] |= value }
  }
}
