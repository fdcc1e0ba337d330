import SafeTensors

extension ModelFacts {
  /// The file that holds the tensors; its length is 0 only if it vanished while the model was opened.
  public var weightsFile: ModelFile {
    files.first { $0.path == layout.tensorsPath } ?? ModelFile(path: layout.tensorsPath, size: 0)
  }

  /// The path of the configuration, as an editor would open it.
  public var configurationFile: String { "\(folder)/\(layout.configurationPath)" }

  /// The table's number format by the name that `config.json` and NumPy use, such as `int8`.
  public var tableTypeName: String {
    switch tableDType {
    case .f64: "float64"
    case .f32: "float32"
    case .f16: "float16"
    case .bf16: "bfloat16"
    case .i8: "int8"
    default: tableDType.rawValue
    }
  }
}
