import Files

/// A safetensors file, mapped read-only and fully checked before the first tensor is handed out.
///
/// The checks are those of the reference reader and a few more: the header lies inside the file and is at most 100 MB,
/// is strict JSON of the format's shape without a name twice, every shape fits its `data_offsets` without overflow, and
/// the tensors cover the data without gap, overlap or rest.
///
/// ```swift
/// let file = try SafeTensorsFile(path: "model.safetensors")
/// for tensor in file.tensors { print(tensor.name, tensor.dtype.rawValue, tensor.shape) }
/// ```
public struct SafeTensorsFile: Sendable {
  /// The largest header that the format allows, in bytes.
  public static let maximumHeaderSize = 100_000_000

  /// The tensors in the order of their data.
  public let tensors: [TensorEntry]
  /// The free texts under `__metadata__`.
  public let metadata: [String: String]
  /// The length of the header's JSON in bytes.
  public let headerSize: Int
  private let file: MappedFile

  /// Maps and checks the file at `path`; symbolic links are followed.
  ///
  /// - Throws: `SafeTensorsError` with the code of the first fault found.
  public init(path: String) throws(SafeTensorsError) {
    let file: MappedFile
    do { file = try MappedFile(path: path) } catch { throw SafeTensorsError(error) }
    let header = try file.withBytes { bytes throws(SafeTensorsError) in try TensorHeader(bytes, path: path) }
    guard file.isIntact else { throw SafeTensorsError(MappedFile.shrunk(path)) }
    self.file = file
    tensors = header.tensors
    metadata = header.metadata
    headerSize = header.size
  }

  /// Checks the bytes of a whole file in memory as a file at `path` would be, for fuzzing.
  package static func check(_ bytes: UnsafeRawBufferPointer, path: String) throws(SafeTensorsError) -> [TensorEntry] {
    try TensorHeader(bytes, path: path).tensors
  }

  /// The path as given.
  public var path: String { file.path }

  /// The length of the file in bytes.
  public var fileSize: Int { file.count }

  /// Whether the file still holds all that it held when it was opened (see `MappedFile.isIntact`).
  public var isIntact: Bool { file.isIntact }

  /// The tensor of that name.
  public func tensor(named name: String) -> TensorEntry? { tensors.first { $0.name == name } }

  /// The little-endian data of a tensor of this file, at no promised alignment.
  ///
  /// No copy: the bytes are valid for as long as this value lives. An entry that reaches outside the file gives no bytes.
  public func bytes(of tensor: TensorEntry) -> UnsafeRawBufferPointer {
    guard tensor.byteRange.lowerBound >= 0, tensor.byteRange.upperBound <= file.count else {
      return .init(start: nil, count: 0)
    }
    return UnsafeRawBufferPointer(rebasing: file.unownedBytes[tensor.byteRange])
  }
}
