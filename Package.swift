// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// A room of the house (see Documentation/Architecture.md): a library that sees only what it lists.
func room(
  _ name: String,
  _ dependencies: [Target.Dependency] = [],
  path: String? = nil,
  resources: [Resource]? = nil
)
  -> Target
{
  .target(name: name, dependencies: dependencies, path: path, resources: resources, swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
  .testTarget(
    name: name,
    dependencies: dependencies + ["TestKit"],
    exclude: exclude,
    swiftSettings: settings
  )
}

let rooms = [
  "Findings", "Files", "SafeTensors", "Tokenizers", "HTTP", "Archive", "Documents", "EmbeddingCore", "HubAPI",
  "Evaluation", "LocalHub", "Publication", "Validation", "Publishing", "Reports",
]

let nio: [Target.Dependency] = [
  .product(name: "NIOCore", package: "swift-nio"),
  .product(name: "NIOPosix", package: "swift-nio"),
  .product(name: "NIOHTTP1", package: "swift-nio"),
]

let package = Package(
  name: "hfpub",
  products: rooms.map { .library(name: $0, targets: [$0]) } + [.executable(name: "hfpub", targets: ["hfpub"])],
  dependencies: [
    // Arguments, help and completions; the ecosystem's own parser, without full Foundation.
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    // The embedded hub's server: connections in hand, so that faults can be played later.
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
  ],
  targets: [
    // Floor 0: C.
    // Not linked: it is loaded at the first request, as it brings thirty libraries and doubles the time to start.
    .target(name: "CCurl"),
    .systemLibrary(name: "CArchive", pkgConfig: "libarchive", providers: [.apt(["libarchive-dev"])]),
    .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(name: "CMarkdown", pkgConfig: "libcmark-gfm", providers: [.apt(["libcmark-gfm-extensions-dev"])]),
    .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
    .systemLibrary(name: "CPCRE2", pkgConfig: "libpcre2-8", providers: [.apt(["libpcre2-dev"])]),
    .target(name: "CKernels"),
    .target(name: "CFaults"),
    .target(name: "CSample"),
    // Ground rooms that every other room may use.
    room("Findings"),
    room("Files", ["Findings", "CCrypto", "CFaults"]),
    // Floor 1.
    room("SafeTensors", ["Findings", "Files"]),
    room("Tokenizers", ["Findings", "Files", "CKernels", "CPCRE2"]),
    room("HTTP", ["Findings", "Files", "CCurl"]),
    room("Archive", ["Findings", "Files", "CArchive"]),
    room("Documents", ["Findings", "Files", "CYAML", "CMarkdown"]),
    // Floor 2.
    room("EmbeddingCore", ["Findings", "Files", "SafeTensors", "Tokenizers", "CKernels"]),
    room("HubAPI", ["Findings", "Files", "HTTP"]),
    room("Reports", ["Findings", "Files", "Documents"]),
    // Floor 3.
    room("Evaluation", ["Findings", "Files", "EmbeddingCore"]),
    room("LocalHub", ["Findings", "Files", "HubAPI", "Documents"] + nio),
    // Floor 4 and up.
    room(
      "Templates",
      [],
      path: "Templates",
      resources: [
        "README.md", "BENCHMARKS.md", "LIMITATIONS.md", "PUBLISHING.md", "CITATION.cff", "facts", "figure", "glance",
        "headline", "scores",
      ]
      .map { .embedInCode("\($0).mustache") }
    ),
    room("Publication", ["Findings", "Files", "Documents", "EmbeddingCore", "Evaluation", "HubAPI", "Templates"]),
    room(
      "Validation",
      ["Findings", "Files", "Archive", "Documents", "EmbeddingCore", "HubAPI", "Evaluation", "Publication"]
    ),
    room(
      "Publishing",
      [
        "Findings", "Files", "Archive", "HTTP", "HubAPI", "EmbeddingCore", "Evaluation", "Publication", "Validation",
      ]
    ),
    .executableTarget(
      name: "hfpub",
      dependencies: rooms.map { .init(stringLiteral: $0) } + [
        "CSample", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: settings
    ),
    // Tests.
    .target(name: "TestKit", dependencies: ["Files"], path: "Tests/TestKit", swiftSettings: settings),
    tests("FindingsTests", ["Findings"]),
    tests("FilesTests", ["Findings", "Files"]),
    tests("SafeTensorsTests", ["SafeTensors", "Files", "Findings"]),
    tests("TokenizersTests", ["Tokenizers", "Files", "Findings"], exclude: ["Goldens"]),
    tests("EmbeddingCoreTests", ["EmbeddingCore", "CKernels", "Files", "SafeTensors", "Tokenizers", "Findings"]),
    tests("HTTPTests", ["HTTP", "Files", "Findings"] + nio),
    tests("ArchiveTests", ["Archive", "Files", "Findings"]),
    tests("DocumentsTests", ["Documents", "Files", "Findings"]),
    tests("ReportsTests", ["Reports", "Documents", "Files", "Findings"]),
    tests("HubAPITests", ["HubAPI", "HTTP", "Files", "Findings"]),
    tests("LocalHubTests", ["LocalHub", "HubAPI", "Documents", "HTTP", "Files", "Findings"]),
    tests("EvaluationTests", ["Evaluation", "EmbeddingCore", "Files", "Findings"]),
    tests(
      "PublicationTests",
      ["Publication", "HubAPI", "Documents", "EmbeddingCore", "Evaluation", "Files", "Findings"]
    ),
    tests(
      "ValidationTests",
      ["Validation", "Archive", "Publication", "EmbeddingCore", "SafeTensors", "Files", "Findings"]
    ),
    tests(
      "PublishingTests",
      [
        "Publishing", "LocalHub", "HubAPI", "HTTP", "Publication", "Validation", "Evaluation", "EmbeddingCore", "Files",
        "Findings",
      ],
      exclude: ["Scenarios/Scripts"]
    ),
    tests(
      "hfpubTests",
      ["hfpub", "EmbeddingCore", "SafeTensors", "LocalHub", "HubAPI", "HTTP", "Reports", "Files", "Findings"]
    ),
    tests(
      "ComparisonTests",
      [
        "Archive", "EmbeddingCore", "SafeTensors", "Tokenizers", "LocalHub", "HubAPI", "Documents", "Files",
        "Evaluation", "Publication", "Reports", "Findings",
      ],
      exclude: [
        "requirements.txt", "RealModels/reference.py", "RealModels/real_models.py", "RealModels/requirements.txt",
        "Tokenizers/reference_ids.py", "Tokenizers/Fixtures",
      ]
    ),
  ]
)

// Fuzz targets have no main function of their own, so that they are built on request only:
// HFPUB_FUZZ=1 swift build -c release --sanitize=fuzzer --product SafeTensorsFuzz
if Context.environment["HFPUB_FUZZ"] == "1" {
  let fuzzed = [
    "SafeTensorsFuzz": "SafeTensors", "TokenizerFuzz": "Tokenizers", "EncodeFuzz": "Tokenizers",
    "YAMLFuzz": "Documents", "TemplateFuzz": "Documents", "MarkdownFuzz": "Validation",
    "ReportsFuzz": "Reports", "PathFuzz": "HubAPI",
  ]
  for (name, room) in fuzzed.sorted(by: { $0.key < $1.key }) {
    package.targets.append(
      .executableTarget(
        name: name,
        dependencies: [.init(stringLiteral: room), "Files", "Findings"],
        path: "Tests/Fuzz/\(name)",
        swiftSettings: settings
      )
    )
  }
}

// Measures encoding inside one process; built by Benchmarks/run only.
if Context.environment["HFPUB_BENCHMARK"] == "1" {
  package.targets += [
    .target(name: "CAllocations", path: "Benchmarks/CAllocations"),
    .executableTarget(
      name: "encode-benchmark",
      dependencies: ["CAllocations", "EmbeddingCore", "Files"],
      path: "Benchmarks/EncodeBenchmark",
      swiftSettings: settings
    ),
  ]
}
