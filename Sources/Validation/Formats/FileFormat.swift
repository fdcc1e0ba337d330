/// What a file is by its content.
public enum FileFormat: String, Sendable, Hashable, CaseIterable {
  /// No byte at all.
  case empty
  /// Tensors behind a JSON header.
  case safetensors
  /// A JSON text, also one value a line.
  case json
  /// Any other text: Markdown, YAML, Python.
  case text
  /// An HTML page.
  case html
  /// A pointer of git's large file storage that stands where the file should be.
  case lfsPointer = "LFS pointer"
  /// One NumPy array.
  case numpy
  /// One NumPy array of Python objects, which is a pickle behind a header.
  case numpyObjects = "NumPy array of objects"
  /// A zip of NumPy arrays.
  case numpyZip = "NumPy zip"
  /// A Python pickle.
  case pickle
  /// A pickle of joblib.
  case joblib
  /// A pickle that is compressed as a whole.
  case compressedPickle = "compressed pickle"
  /// A zip with a pickle in it, as PyTorch writes.
  case torchZip = "PyTorch zip"
  /// Pickles one behind the other, as PyTorch wrote before 1.6.
  case torchLegacy = "old PyTorch file"
  /// A tar with a pickle in it, as the first PyTorch wrote.
  case torchTar = "PyTorch tar"
  /// An HDF5 file.
  case hdf5 = "HDF5"
  /// A Keras model in HDF5.
  case kerasHDF5 = "Keras HDF5"
  /// A Keras model in HDF5 with a Lambda layer.
  case kerasLambda = "Keras HDF5 with a Lambda layer"
  /// A Keras model in a zip.
  case kerasZip = "Keras zip"
  /// A TensorFlow graph.
  case savedModel = "TensorFlow SavedModel"
  /// An ONNX graph.
  case onnx = "ONNX"
  /// An ONNX graph whose weights are in other files.
  case onnxExternal = "ONNX with external data"
  /// A GGUF model.
  case gguf = "GGUF"
  /// Compiled Python.
  case pythonBytecode = "Python bytecode"
  /// A Linux program or library.
  case elf = "ELF program"
  /// A Windows program or library.
  case portableExecutable = "Windows program"
  /// A macOS program or library.
  case machO = "macOS program"
  /// WebAssembly.
  case webAssembly = "WebAssembly"
  /// A text that names its interpreter in its first line.
  case script
  /// A zip archive.
  case zip
  /// A tar archive.
  case tar
  /// A gzip file.
  case gzip
  /// A bzip2 file.
  case bzip2
  /// An xz file.
  case xz
  /// A Zstandard file.
  case zstandard = "Zstandard"
  /// A 7-Zip archive.
  case sevenZip = "7-Zip"
  /// A RAR archive.
  case rar
  /// A PNG image.
  case png
  /// A JPEG image.
  case jpeg
  /// A GIF image.
  case gif
  /// A WebP image.
  case webp
  /// An SVG image.
  case svg
  /// An SVG image with a script.
  case svgScript = "SVG with a script"
  /// A PDF document.
  case pdf
  /// Bytes of no format that is known here.
  case binary

  /// What opening or loading a file of a format can do.
  public enum Risk: String, Sendable, Hashable {
    /// Loading it can run what its author wrote.
    case runsCode = "runs code when loaded"
    /// It is a program.
    case program
    /// It may name files outside itself that are opened with it.
    case refersOutside = "may refer outside"
    /// It holds other files, which are not seen until it is unpacked.
    case archive
    /// Nothing beyond being read.
    case harmless
  }

  /// The format in words, with an article.
  public var name: String {
    switch self {
    case .empty: "an empty file"
    case .json: "JSON"
    case .text: "text"
    case .safetensors: "a safetensors file"
    case .html: "an HTML page"
    case .lfsPointer: "a pointer of git's large file storage"
    case .numpy: "a NumPy array"
    case .numpyZip: "a zip of NumPy arrays"
    case .png, .gif, .jpeg, .webp, .pdf: "a \(rawValue.uppercased()) file"
    case .onnx, .onnxExternal, .hdf5, .svg, .svgScript: "an \(rawValue) file"
    case .gguf: "a GGUF file"
    case .elf: "an ELF program"
    case .savedModel: "a TensorFlow SavedModel"
    case .pythonBytecode, .webAssembly: rawValue
    case .torchLegacy: "an old PyTorch file"
    case .kerasHDF5, .kerasLambda: "a Keras model in HDF5"
    case .kerasZip: "a Keras model"
    case .zip, .tar, .rar, .sevenZip: "a \(rawValue) archive"
    case .gzip, .bzip2, .xz, .zstandard: "a file packed with \(rawValue)"
    case .binary: "bytes of no format that hfpub knows"
    case .numpyObjects: "a NumPy array of Python objects"
    default: "a \(rawValue)"
    }
  }

  /// What loading it can do.
  public var risk: Risk {
    switch self {
    case .pickle, .joblib, .compressedPickle, .torchZip, .torchLegacy, .torchTar, .numpyObjects, .kerasHDF5,
      .kerasLambda, .kerasZip, .savedModel, .pythonBytecode, .svgScript:
      .runsCode
    case .elf, .portableExecutable, .machO, .webAssembly, .script: .program
    case .onnxExternal: .refersOutside
    case .zip, .tar, .gzip, .bzip2, .xz, .zstandard, .sevenZip, .rar, .numpyZip: .archive
    default: .harmless
    }
  }

  /// Why it has this risk, as a sentence.
  public var why: String {
    switch self {
    case .pickle, .joblib, .compressedPickle, .torchLegacy:
      "A pickle is a program for Python: loading it can call any function."
    case .torchZip, .torchTar: "It holds a pickle, a program for Python: loading it can call any function."
    case .numpyObjects: "An array of objects is stored as a pickle: loading it can call any function."
    case .kerasHDF5, .kerasZip: "A Keras model can hold Lambda layers, which are Python bytecode that loading runs."
    case .kerasLambda: "It names a Lambda layer, which is Python bytecode that loading runs."
    case .savedModel: "A TensorFlow graph is a program: its operations can read and write files."
    case .pythonBytecode: "Importing it runs it, and nobody can read what it does."
    case .svgScript: "A browser that opens the image runs its script."
    case .elf, .portableExecutable, .machO, .webAssembly: "It is a program that nobody can read."
    case .script: "It is a program that runs when somebody starts it."
    case .onnxExternal: "Its weights are in other files, whose paths stand in it and may lead anywhere."
    case .lfsPointer: "The file itself is missing: it was never fetched from large file storage."
    default:
      switch risk {
      case .archive: "What an archive holds is not seen until somebody unpacks it."
      default: "Reading it does nothing else."
      }
    }
  }

  /// Whether its entries are searched one by one.
  ///
  /// PyTorch does not compress its archives: searching them as they lie is enough.
  var isOpenedForSecrets: Bool {
    [.zip, .tar, .gzip, .bzip2, .xz, .zstandard, .sevenZip, .kerasZip].contains(self)
  }
}
