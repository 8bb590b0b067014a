// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "swift-clip",
    platforms: [.macOS(.v15)],
    products: [
        // With the modules whose types stand in its interface.
        .library(name: "CLIP", targets: ["CLIP", "CLIPImages", "CLIPNumerics", "CLIPText", "CLIPWeights"]),
        .library(name: "CLIPBundledModel", targets: ["CLIPBundledModel"]),
        .library(name: "CLIPHub", targets: ["CLIPHub"]),
        .library(name: "CLIPData", targets: ["CLIPData"]),
        .library(name: "CLIPCorruptions", targets: ["CLIPCorruptions"]),
        .library(name: "CLIPEvaluation", targets: ["CLIPEvaluation"]),
        .library(name: "CLIPProbes", targets: ["CLIPProbes"]),
        .library(name: "CLIPGradients", targets: ["CLIPGradients"]),
        .library(name: "CLIPReports", targets: ["CLIPReports"]),
        .executable(name: "swift-clip", targets: ["swift-clip"]),
    ],
    // The Makefile turns these on where the libraries are there; a client of the library does so itself.
    traits: [
        .trait(name: "HEIC", description: "Decode HEIC, with libheif"),
        .trait(name: "AVIF", description: "Decode AVIF, with libavif"),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", "4.5.2"..<"5.0.0"),
    ],
    targets: [
        // MARK: C, each imported by exactly one Swift target
        .target(name: "CCLIPKernels"),
        .target(
            name: "CCLIPImaging",
            linkerSettings: [
                .linkedLibrary("jpeg"), .linkedLibrary("png"), .linkedLibrary("z"),
                .linkedLibrary("webpdemux"), .linkedLibrary("webp"), .linkedLibrary("tiff"),
                .linkedLibrary("heif", .when(traits: ["HEIC"])),
                .linkedLibrary("avif", .when(traits: ["AVIF"])),
            ]),
        .target(
            name: "CCLIPVocabulary", exclude: ["Data"], linkerSettings: [.linkedLibrary("z")]),
        .target(name: "CCLIPInflate", linkerSettings: [.linkedLibrary("z")]),
        .target(name: "CCLIPBundledModel", exclude: ["Model"]),
        // libcurl's header alone: the library is loaded when something is downloaded for the first time.
        .target(name: "CCLIPTransfer", linkerSettings: [.linkedLibrary("dl", .when(platforms: [.linux]))]),

        // MARK: The walk: pixels and words, weights, networks, the command
        .target(name: "CLIPNumerics", dependencies: ["CCLIPKernels"]),
        .target(name: "CLIPImages", dependencies: ["CCLIPImaging"]),
        .target(name: "CLIPText", dependencies: ["CCLIPVocabulary"]),
        .target(
            name: "CLIPWeights",
            dependencies: [.product(name: "Crypto", package: "swift-crypto")]),
        .target(name: "CLIP", dependencies: ["CLIPNumerics", "CLIPImages", "CLIPText", "CLIPWeights"]),
        .target(name: "CLIPBundledModel", dependencies: ["CLIP", "CCLIPBundledModel"]),
        .target(
            name: "CLIPHub",
            dependencies: [
                "CLIP", "CLIPWeights", "CCLIPTransfer", .product(name: "Crypto", package: "swift-crypto"),
            ]),
        .target(name: "CLIPData", dependencies: ["CCLIPInflate", "CLIP", "CLIPImages", "CLIPWeights"]),
        .target(name: "CLIPCorruptions", dependencies: ["CLIPData", "CLIPImages"]),
        .target(
            name: "CLIPEvaluation",
            dependencies: [
                "CLIP", "CLIPCorruptions", "CLIPData", "CLIPImages", "CLIPNumerics", "CLIPText",
                "CLIPWeights",
            ]),
        .target(name: "CLIPReports", dependencies: ["CLIPImages"]),
        .target(name: "CLIPProbes", dependencies: ["CLIP", "CLIPData", "CLIPNumerics", "CLIPWeights"]),
        .target(
            name: "CLIPGradients",
            dependencies: ["CLIP", "CLIPData", "CLIPNumerics", "CLIPText", "CLIPWeights"]),
        .executableTarget(
            name: "swift-clip",
            dependencies: [
                "CLIP", "CLIPBundledModel", "CLIPCorruptions", "CLIPData", "CLIPEvaluation",
                "CLIPGradients", "CLIPHub", "CLIPImages", "CLIPNumerics", "CLIPProbes", "CLIPReports",
                "CLIPText", "CLIPWeights",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),

        // MARK: What Scripts/compare.py times
        .executableTarget(
            name: "encode-benchmark", dependencies: ["CLIP", "CLIPImages", "CLIPNumerics", "CLIPText"],
            path: "Benchmarks/EncodeBenchmark"),

        // MARK: What Scripts/compare_probe.py times
        .executableTarget(
            name: "probe-benchmark", dependencies: ["CLIP", "CLIPNumerics", "CLIPProbes"],
            path: "Benchmarks/ProbeBenchmark"),

        // MARK: What Scripts/compare_text.py asks and Scripts/compare_tokenizer_speed.py times
        .executableTarget(
            name: "tokenize-benchmark", dependencies: ["CLIPText"],
            path: "Benchmarks/TokenizeBenchmark"),
        // MARK: Readers of untrusted files, for `make fuzz` and for the tests that replay what it found
        .target(
            name: "CLIPFuzzTargets",
            dependencies: [
                "CLIP", "CLIPData", "CLIPEvaluation", "CLIPImages", "CLIPNumerics", "CLIPProbes", "CLIPText",
                "CLIPWeights",
            ],
            path: "Fuzzing/Targets"),
        .executableTarget(name: "fuzz", dependencies: ["CLIPFuzzTargets"], path: "Fuzzing/Driver"),

        // MARK: Tests
        .target(
            name: "CLIPTestSupport", dependencies: ["CLIPWeights"], path: "Tests/CLIPTestSupport"),
        .testTarget(name: "CLIPNumericsTests", dependencies: ["CLIPNumerics", "CLIPTestSupport"]),
        .testTarget(
            name: "CLIPImagesTests",
            dependencies: [
                "CLIPImages", "CLIPTestSupport", .product(name: "Crypto", package: "swift-crypto"),
            ]),
        .testTarget(name: "CLIPTextTests", dependencies: ["CLIPText", "CLIPTestSupport"]),
        .testTarget(name: "CLIPWeightsTests", dependencies: ["CLIPWeights", "CLIPTestSupport"]),
        .testTarget(
            name: "CLIPTests",
            dependencies: [
                "CLIP", "CLIPImages", "CLIPNumerics", "CLIPWeights", "CLIPBundledModel", "CLIPTestSupport",
            ]),
        .testTarget(
            name: "CLIPDataTests", dependencies: ["CLIPData", "CLIPImages", "CLIPTestSupport", "CLIPWeights"]),
        .testTarget(
            name: "CLIPCorruptionsTests",
            dependencies: ["CLIPCorruptions", "CLIPData", "CLIPImages", "CLIPTestSupport"]),
        .testTarget(
            name: "CLIPEvaluationTests",
            dependencies: [
                "CLIP", "CLIPBundledModel", "CLIPCorruptions", "CLIPData", "CLIPEvaluation", "CLIPImages",
                "CLIPNumerics", "CLIPTestSupport", "CLIPText", "CLIPWeights",
            ]),
        .testTarget(
            name: "CLIPProbesTests",
            dependencies: [
                "CLIP", "CLIPData", "CLIPNumerics", "CLIPProbes", "CLIPTestSupport", "CLIPWeights",
            ]),
        .testTarget(
            name: "CLIPReportsTests", dependencies: ["CLIPImages", "CLIPReports", "CLIPTestSupport"]),
        .testTarget(
            name: "CLIPGradientsTests",
            dependencies: [
                "CLIP", "CLIPBundledModel", "CLIPData", "CLIPGradients", "CLIPNumerics", "CLIPTestSupport",
                "CLIPWeights",
            ]),
        .testTarget(
            name: "CLIPHubTests", dependencies: ["CLIP", "CLIPHub", "CLIPTestSupport", "CLIPWeights"]),
        .testTarget(name: "HostileInputTests", dependencies: ["CLIPFuzzTargets", "CLIPTestSupport"]),
        .testTarget(name: "CommandTests", dependencies: ["swift-clip", "CLIPTestSupport"]),
    ],
    cLanguageStandard: .gnu17
)

// One set of strict settings for every target of ours.
for target in package.targets {
    let isSwift = !target.name.hasPrefix("CC")
    if isSwift {
        target.swiftSettings = [
            .enableUpcomingFeature("ExistentialAny"),
            .enableUpcomingFeature("MemberImportVisibility"),
            .enableUpcomingFeature("InternalImportsByDefault"),
            .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
            .treatAllWarnings(as: .error),
        ]
    } else {
        target.cSettings = [
            .enableWarning("all"), .treatAllWarnings(as: .error),
            .define("CCLIP_HEIC", .when(traits: ["HEIC"])), .define("CCLIP_AVIF", .when(traits: ["AVIF"])),
        ]
    }
}
