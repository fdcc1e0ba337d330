import Files

/// Where test data is.
public enum Fixture {
  /// The repository's root, found from this file.
  public static let root: String = {
    let parts = #filePath.split(separator: "/").dropLast(3)
    return "/" + parts.joined(separator: "/")
  }()

  /// The folder with the models and golden files that only the builders and CI have; nil elsewhere.
  public static let sharedModels: String? = {
    let path = "\(root)/../shared/models"
    return LocalFiles.isFolder(path) ? path : nil
  }()
}
