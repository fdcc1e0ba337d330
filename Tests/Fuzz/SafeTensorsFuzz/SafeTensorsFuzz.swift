import SafeTensors

/// One file for the reader: it must be refused, or its tensors must lie one after the other to the file's end.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
  let bytes = UnsafeRawBufferPointer(start: start, count: count)
  guard let tensors = try? SafeTensorsFile.check(bytes, path: "fuzz") else { return 0 }
  var end = tensors.first?.byteRange.lowerBound ?? count
  for tensor in tensors {
    precondition(tensor.byteRange.lowerBound == end, "a gap or an overlap got through")
    precondition(tensor.elementCount * tensor.dtype.bits == tensor.byteRange.count * 8, "a wrong size got through")
    end = tensor.byteRange.upperBound
  }
  precondition(end == count, "the tensors do not end where the file ends")
  return 0
}
