extension FileFormat {
  /// Tells what some bytes are; nothing is unpacked, decoded or loaded.
  ///
  /// - Parameters:
  ///   - bytes: the whole file, or its beginning; zip archives are judged better with their end.
  ///   - path: the file's name, which decides only between formats that begin alike.
  /// - Returns: the format, `.text` or `.binary` when no other is recognized.
  public static func detect(_ bytes: UnsafeRawBufferPointer, path: String) -> FileFormat {
    if bytes.isEmpty { return .empty }
    let name = path.lowercased()
    let reader = FormatBytes(bytes)
    return packed(reader, name) ?? model(reader, name) ?? program(reader, name) ?? media(reader) ?? text(reader, name)
      ?? .binary
  }

  /// Tells what some bytes are.
  ///
  /// - Parameters:
  ///   - bytes: the whole file, or its beginning.
  ///   - path: the file's name.
  /// - Returns: the format, `.text` or `.binary` when no other is recognized.
  public static func detect(_ bytes: [UInt8], path: String) -> FileFormat {
    bytes.withUnsafeBytes { detect($0, path: path) }
  }

  private static func packed(_ bytes: FormatBytes, _ name: String) -> FileFormat? {
    let isPickle = [".joblib", ".pkl", ".pickle"].contains(where: name.hasSuffix)
    if bytes.begins("PK\u{3}\u{4}") || bytes.begins("PK\u{5}\u{6}") { return zip(ZipNames.read(bytes.all)) }
    if bytes.begins([0x1F, 0x8B, 0x08]) { return isPickle ? .compressedPickle : .gzip }
    if bytes.begins([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]) { return isPickle ? .compressedPickle : .xz }
    if bytes.begins("BZh"), bytes.has("1AY&SY", at: 4) { return isPickle ? .compressedPickle : .bzip2 }
    // zlib has no mark but two bytes with a check; a file named as a pickle may be packed so.
    if isPickle, bytes.byte(0) == 0x78, (0x7800 + Int(bytes.byte(1) ?? 0)) % 31 == 0 { return .compressedPickle }
    if bytes.begins([0x28, 0xB5, 0x2F, 0xFD]) { return .zstandard }
    if bytes.begins([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C]) { return .sevenZip }
    if bytes.begins("Rar!\u{1A}\u{7}") { return .rar }
    guard let names = TarNames.read(bytes.all) else { return nil }
    return names.contains("pickle") && names.contains { $0.hasPrefix("storages") || $0 == "sys_info" }
      ? .torchTar : .tar
  }

  private static func zip(_ names: [String]) -> FileFormat {
    if names.contains(where: { $0.hasSuffix(".pkl") }) { return .torchZip }
    if names.contains("config.json"), names.contains(where: { $0.hasSuffix("weights.h5") }) { return .kerasZip }
    return !names.isEmpty && names.allSatisfy { $0.hasSuffix(".npy") } ? .numpyZip : .zip
  }

  private static func model(_ bytes: FormatBytes, _ name: String) -> FileFormat? {
    if bytes.begins([0x93] + Array("NUMPY".utf8)) {
      return bytes.contains("|O", within: 512) || bytes.contains("'O'", within: 512) ? .numpyObjects : .numpy
    }
    if bytes.begins("GGUF") { return .gguf }
    if bytes.begins([0x89] + Array("HDF\r\n\u{1A}\n".utf8)) {
      let isKeras = bytes.contains("keras_version", within: 4 << 20) || bytes.contains("model_config", within: 4 << 20)
      guard isKeras else { return .hdf5 }
      let isLambda = ["\"class_name\": \"Lambda\"", "\"class_name\":\"Lambda\""].contains {
        bytes.contains($0, within: 4 << 20)
      }
      return isLambda ? .kerasLambda : .kerasHDF5
    }
    if isSafetensors(bytes) { return .safetensors }
    if let pickle = PickleProgram(bytes.all) {
      if pickle.isTorchMagic { return .torchLegacy }
      return pickle.imports.contains { $0.hasPrefix("joblib.") } ? .joblib : .pickle
    }
    return protobuf(bytes, name)
  }

  private static func isSafetensors(_ bytes: FormatBytes) -> Bool {
    guard bytes.all.count >= 10, bytes.byte(8) == UInt8(ascii: "{") else { return false }
    let size = UInt64(littleEndian: bytes.all.loadUnaligned(as: UInt64.self))
    return size >= 2 && size <= 100_000_000 && [UInt8(ascii: "\""), UInt8(ascii: "}"), 0x20].contains(bytes.byte(9))
  }

  /// Graphs in protocol buffers have no mark; the first fields and a word or the name tell them.
  private static func protobuf(_ bytes: FormatBytes, _ name: String) -> FileFormat? {
    if bytes.begins([0x08, 0x01, 0x12]), name.hasSuffix(".pb") || bytes.contains("tensorflow", within: 1 << 20) {
      return .savedModel
    }
    guard bytes.byte(0) == 0x08, let version = bytes.byte(1), (1...20).contains(version), let next = bytes.byte(2),
      [0x12, 0x1A, 0x22, 0x3A, 0x42].contains(next), name.hasSuffix(".onnx") || bytes.hasWord(at: 3)
    else { return nil }
    // An entry of the field `external_data`: the key "location" and a path.
    let isExternal = bytes.contains([0x0A, 0x08] + Array("location".utf8) + [0x12], within: 64 << 20)
    return isExternal ? .onnxExternal : .onnx
  }

  private static func program(_ bytes: FormatBytes, _ name: String) -> FileFormat? {
    if bytes.begins([0x7F, 0x45, 0x4C, 0x46]) { return .elf }
    if bytes.begins("MZ"), let place = bytes.integer(at: 0x3C), bytes.has("PE\u{0}\u{0}", at: place) {
      return .portableExecutable
    }
    if bytes.begins([0x00, 0x61, 0x73, 0x6D]) { return .webAssembly }
    for mark: [UInt8] in [[0xCF, 0xFA, 0xED, 0xFE], [0xCE, 0xFA, 0xED, 0xFE], [0xFE, 0xED, 0xFA, 0xCE]]
    where bytes.begins(mark) { return .machO }
    // Java begins like a program for several processors; that one has few parts.
    if bytes.begins([0xCA, 0xFE, 0xBA, 0xBE, 0, 0, 0]), (1...30).contains(bytes.byte(7) ?? 0) { return .machO }
    if bytes.byte(2) == 0x0D, bytes.byte(3) == 0x0A, bytes.byte(1) == 0x0D, bytes.byte(0).map({ $0 > 0x7F }) == true {
      return .pythonBytecode
    }
    if bytes.has([0x0D, 0x0A], at: 2), name.hasSuffix(".pyc") { return .pythonBytecode }
    return bytes.begins("#!") && (bytes.has("/", at: 2) || bytes.has(" /", at: 2)) ? .script : nil
  }

  private static func media(_ bytes: FormatBytes) -> FileFormat? {
    if bytes.begins([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) { return .png }
    if bytes.begins([0xFF, 0xD8, 0xFF]) { return .jpeg }
    if bytes.begins("GIF87a") || bytes.begins("GIF89a") { return .gif }
    if bytes.begins("RIFF"), bytes.has("WEBP", at: 8) { return .webp }
    return bytes.begins("%PDF-") ? .pdf : nil
  }

  private static func text(_ bytes: FormatBytes, _ name: String) -> FileFormat? {
    guard bytes.isText(within: 1 << 16) else { return nil }
    if bytes.begins("version https://git-lfs.github.com/spec/"), bytes.all.count < 1024 { return .lfsPointer }
    let start = bytes.firstLetters(64)
    if start.hasPrefix("<!doctype html") || start.hasPrefix("<html") { return .html }
    if start.hasPrefix("<svg") || start.hasPrefix("<?xml") || start.hasPrefix("<!--"),
      bytes.contains("<svg", within: 8192)
    {
      let isActive = ["<script", "javascript:", " onload", " onclick", " onerror", " onmouse", " onbegin"].contains {
        bytes.contains($0, within: 4 << 20)
      }
      return isActive ? .svgScript : .svg
    }
    guard let first = start.utf8.first, "{[".utf8.contains(first) else { return .text }
    // Markdown may begin with a link and YAML with a flow list.
    return [".md", ".txt", ".yaml", ".yml"].contains(where: name.hasSuffix) ? .text : .json
  }
}
