import Archive
import Files
import TestKit
import Testing

@testable import Validation

@Suite struct FileFormatTests {
  /// Files made byte by byte: the content, a name that promises nothing, and what it is.
  static let samples: [(bytes: [UInt8], name: String, format: FileFormat)] = [
    ([], "x", .empty), (safetensors("{\"__metadata__\":{}}"), "x", .safetensors),
    (Array(" {\"a\": 1}".utf8), "x", .json), (Array("# Title\n".utf8), "x", .text),
    (Array("{% raw %}\n".utf8), "x.md", .text), (Array("<!DOCTYPE html><p>".utf8), "x", .html),
    (Array("version https://git-lfs.github.com/spec/v1\noid sha256:0\n".utf8), "x", .lfsPointer),
    ([0x93] + Array("NUMPY\u{1}\u{0}v\u{0}{'descr': '<f4', }".utf8), "x", .numpy),
    ([0x93] + Array("NUMPY\u{1}\u{0}v\u{0}{'descr': '|O', }".utf8), "x", .numpyObjects),
    (pickle(2, import: "os", "system"), "x", .pickle), (pickle(4, import: "os", "system"), "x", .pickle),
    (pickle(3, import: "joblib.numpy_pickle", "NumpyArrayWrapper"), "x", .joblib),
    (Array("cos\nsystem\n(S'true'\ntR.\n".utf8), "x", .pickle), ([0x78, 0x9C, 1, 2], "x.pkl", .compressedPickle),
    ([0x1F, 0x8B, 8, 0], "x.joblib", .compressedPickle),
    ([0x80, 2, 0x8A, 10, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19, 0x2E], "x", .torchLegacy),
    (hdf5("x"), "x", .hdf5), (hdf5("keras_version"), "x", .kerasHDF5),
    (hdf5("keras_version {\"class_name\": \"Lambda\"}"), "x", .kerasLambda),
    ([8, 1, 0x12, 2, 1, 2], "saved_model.pb", .savedModel), (onnx(""), "x", .onnx), ([8, 9, 0x3A, 0], "x.onnx", .onnx),
    (onnx("\n\u{8}location\u{12}\u{5}/etc/"), "x", .onnxExternal), (Array("GGUF\u{3}".utf8), "x", .gguf),
    ([0x7F] + Array("ELF".utf8) + [2, 1, 1, 0], "x", .elf), (portableExecutable, "x", .portableExecutable),
    ([0xCF, 0xFA, 0xED, 0xFE, 7], "x", .machO), ([0xCA, 0xFE, 0xBA, 0xBE, 0, 0, 0, 2], "x", .machO),
    ([0, 0x61, 0x73, 0x6D, 1], "x", .webAssembly), ([0xCB, 0x0D, 0x0D, 0x0A, 0], "x", .pythonBytecode),
    (Array("#!/bin/sh\n".utf8), "x", .script), (Array("BZh91AY&SY".utf8), "x", .bzip2),
    ([0x1F, 0x8B, 8, 0], "x", .gzip), ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0], "x", .xz),
    ([0x28, 0xB5, 0x2F, 0xFD], "x", .zstandard), ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], "x", .sevenZip),
    (Array("Rar!\u{1A}\u{7}".utf8), "x", .rar), ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], "x", .png),
    ([0xFF, 0xD8, 0xFF, 0xE0], "x", .jpeg), (Array("GIF89a".utf8), "x", .gif), (Array("RIFF0000WEBP".utf8), "x", .webp),
    (Array("<svg xmlns='x'/>".utf8), "x", .svg), (Array("<?xml?><svg><script>1</script></svg>".utf8), "x", .svgScript),
    (Array("%PDF-1.7".utf8), "x", .pdf), ([0, 1, 2, 3, 4, 5], "x", .binary), ([0x80, 2, 0xFF, 0], "x", .binary),
  ]

  static func safetensors(_ header: String) -> [UInt8] {
    withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Array($0) } + Array(header.utf8)
  }

  static func pickle(_ version: UInt8, import module: String, _ name: String) -> [UInt8] {
    let texts: [UInt8] =
      version < 4
      ? Array("c\(module)\n\(name)\n".utf8)
      : [module, name].flatMap { [0x8C, UInt8($0.utf8.count)] + Array($0.utf8) } + [0x93]
    return [0x80, version] + texts + [0x4B, 1, 0x85, 0x52, 0x2E]
  }

  private static func hdf5(_ text: String) -> [UInt8] {
    [0x89] + Array("HDF\r\n\u{1A}\n".utf8) + [0] + Array(text.utf8)
  }
  private static func onnx(_ text: String) -> [UInt8] {
    [8, 7, 0x12, 7] + Array("pytorch".utf8) + [0] + Array(text.utf8)
  }
  private static let portableExecutable: [UInt8] =
    Array("MZ".utf8) + [UInt8](repeating: 0, count: 58) + [64, 0, 0, 0] + Array("PE\u{0}\u{0}".utf8)

  @Test("every format is told by its content", arguments: samples)
  func detection(bytes: [UInt8], name: String, format: FileFormat) {
    #expect(FileFormat.detect(bytes, path: name) == format)
  }

  @Test("archives are told by the names in them")
  func archives() throws {
    func zip(_ names: [String]) throws -> FileFormat {
      FileFormat.detect(try packed(names, .zip), path: "x")
    }
    #expect(try zip(["archive/data.pkl", "archive/data/0"]) == .torchZip)
    #expect(try zip(["config.json", "metadata.json", "model.weights.h5"]) == .kerasZip)
    #expect(try zip(["a.npy", "b.npy"]) == .numpyZip)
    #expect(try zip(["a.txt", "b.npy"]) == .zip)
    // Cut off: the first entry alone is seen.
    #expect(FileFormat.detect(Array(try packed(["a/data.pkl", "b"], .zip).prefix(60)), path: "x") == .torchZip)
    #expect(try FileFormat.detect(packed(["a.txt"], .tarGzip), path: "x") == .gzip)
    let tar = TarBlocks.entry("a.txt") + [UInt8](repeating: 0, count: 1024)
    #expect(FileFormat.detect(tar, path: "x") == .tar)
    let torch = ["sys_info", "pickle", "storages", "tensors"].flatMap { TarBlocks.entry($0, Array("x".utf8)) }
    #expect(FileFormat.detect(torch, path: "x") == .torchTar)
  }

  private func packed(_ names: [String], _ format: ArchiveFormat) throws -> [UInt8] {
    let folder = try TemporaryFolder()
    let path = "\(folder.path)/x"
    try ArchiveWriter.write(names.map { .init(path: $0, source: .bytes(Array("x".utf8))) }, format: format, to: path)
    return try LocalFiles.read(path)
  }

  @Test("a pickle says what it takes from Python, and is never carried out")
  func imports() throws {
    for version in UInt8(2)...5 {
      let bytes = Self.pickle(version, import: "posix", "system")
      #expect(bytes.withUnsafeBytes { PickleProgram($0)?.imports } == ["posix.system"])
    }
  }

  @Test(
    "texts that begin with the letters of a pickle are texts",
    arguments: [
      "copy\nof\nthis.", "I1\n.", "N.", "(a)\n.", "cats\nand\ndogs", "]\n", "Very good\n.", "Short text.", "c\nb\n.",
    ]
  )
  func notPickles(text: String) {
    #expect(FileFormat.detect(Array(text.utf8), path: "notes.txt") == .text)
  }

  @Test("what a name promises and the content does not keep is a mismatch")
  func mismatches() {
    let elf = [0x7F] + Array("ELF".utf8) + [2, 1, 1, 0]
    let pickle = Self.pickle(2, import: "os", "system")
    let cases: [(String, [UInt8], Bool)] = [
      ("model.safetensors", pickle, true), ("weights.bin", elf, true), ("notes.txt", elf, true),
      ("model.safetensors", [], true), ("model.safetensors", [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], true),
      ("config.json", Array("<!DOCTYPE html>".utf8), true), ("notes.txt", pickle, true), ("LICENSE", elf, true),
      ("x.png", [0xFF, 0xD8, 0xFF, 0xE0], true), ("A/Model.SafeTensors", pickle, true),
      ("anything", Array("version https://git-lfs.github.com/spec/v1\n".utf8), true),
      ("model.safetensors", Self.safetensors("{\"a\":1}"), false), ("pytorch_model.bin", pickle, false),
      ("anything", elf, false), ("__init__.py", [], false), ("run.py", Array("#!/usr/bin/env python3\n".utf8), false),
      ("vocab.txt", [0x1C, 0x0A, 0x07, 0x0A], false), ("a.md", Array("<html>".utf8), false),
      ("config.json", Array("{\"a\": 1}".utf8), false), (".env", Array("A=1".utf8), false),
    ]
    for (name, bytes, isMismatch) in cases {
      #expect(NamedFormat.isMismatch(name, FileFormat.detect(bytes, path: name)) == isMismatch, "\(name)")
    }
  }

  @Test("only what a static model needs may ship")
  func allowList() {
    for format in FileFormat.allCases where format.risk != .harmless { #expect(!ShippedFormat.isAllowed("x", format)) }
    for format in [FileFormat.safetensors, .json, .text, .png, .jpeg, .svg] {
      #expect(ShippedFormat.isAllowed("x", format))
    }
    #expect(ShippedFormat.isAllowed("examples/run.py", .script))
    #expect(ShippedFormat.refusal("run.sh", .script) == "it is a program")
    #expect(ShippedFormat.refusal("model.gguf", .gguf) == "a static embedding model needs no file of this format")
  }

  @Test("every format has a name and a reason")
  func texts() {
    for format in FileFormat.allCases {
      #expect(!format.name.isEmpty && format.why.hasSuffix("."))
    }
  }

  @Test("broken and cut off files of every format are judged without harm")
  func hostile() {
    var generator = SeededGenerator(seed: 3)
    let zip = Array("PK\u{5}\u{6}".utf8) + [UInt8](repeating: 0xFF, count: 18)
    for bytes in Self.samples.map(\.bytes) + [zip, TarBlocks.entry("a"), Array("PK\u{3}\u{4}".utf8)] {
      for end in 0...min(bytes.count, 80) { _ = FileFormat.detect(Array(bytes[..<end]), path: "x.pkl") }
      for _ in 0..<100 { _ = FileFormat.detect(generator.mutated(bytes), path: "x.pkl") }
    }
    for version in UInt8(2)...5 {
      let huge: [UInt8] = [0x80, version, 0x8D, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F]
      #expect(FileFormat.detect(huge, path: "x") == .pickle || FileFormat.detect(huge, path: "x") == .binary)
    }
  }
}

/// Tar archives by hand.
enum TarBlocks {
  static func entry(_ name: String, _ content: [UInt8] = []) -> [UInt8] {
    var block = [UInt8](repeating: 0, count: 512)
    func put(_ text: String, at start: Int) {
      for (offset, byte) in text.utf8.enumerated() { block[start + offset] = byte }
    }
    func octal(_ number: Int, _ width: Int) -> String {
      let digits = String(number, radix: 8)
      return String(repeating: "0", count: width - digits.count) + digits
    }
    put(name, at: 0)
    put("0000644", at: 100)
    put(octal(content.count, 11), at: 124)
    put("00000000000", at: 136)
    put("0", at: 156)
    put("ustar\u{0}00", at: 257)
    put("        ", at: 148)
    put(octal(block.reduce(0) { $0 + Int($1) }, 6) + "\u{0} ", at: 148)
    return block + content + [UInt8](repeating: 0, count: (512 - content.count % 512) % 512)
  }
}
