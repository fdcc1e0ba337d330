// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "SemanticSearch",
  dependencies: [
    // In a package of your own: .package(url: "…", from: "0.1.0")
    .package(name: "hfpub", path: "../..")
  ],
  targets: [
    .executableTarget(
      name: "SemanticSearch",
      dependencies: [
        .product(name: "EmbeddingCore", package: "hfpub"), .product(name: "HubAPI", package: "hfpub"),
        .product(name: "HTTP", package: "hfpub"), .product(name: "Files", package: "hfpub"),
      ],
      swiftSettings: [.treatAllWarnings(as: .error)]
    )
  ]
)
