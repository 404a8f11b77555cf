// swift-tools-version: 6.2
import Foundation
import PackageDescription

let strict: [SwiftSetting] = [.treatAllWarnings(as: .error), .swiftLanguageMode(.v6)]

let package = Package(
  name: "xp",
  platforms: [.macOS(.v14)],
  products: [
    .executable(name: "xp", targets: ["xp"]),
    .library(name: "Provenance", targets: ["Provenance"]),
    .library(name: "Checklist", targets: ["Checklist"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    .systemLibrary(
      name: "CCrypto", path: "Sources/Provenance/C/CCrypto", pkgConfig: "libcrypto",
      providers: [.apt(["libssl-dev"]), .brew(["openssl@3"])]),
    .systemLibrary(name: "CSystem", path: "Sources/Provenance/C/CSystem"),
    .systemLibrary(name: "CLedger", path: "Sources/Provenance/C/CLedger"),
    .target(
      name: "Provenance",
      dependencies: [
        "CCrypto", "CLedger", "CSystem", "Yams", .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "GRDBSQLite", package: "GRDB.swift"),
      ],
      exclude: ["C"], swiftSettings: strict),
    .target(name: "Checklist", dependencies: ["Provenance"], swiftSettings: strict),
    .executableTarget(
      name: "xp",
      dependencies: [
        "Checklist", "Provenance",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),
    .target(name: "TestSupport", dependencies: ["Provenance"], path: "Tests/Support", swiftSettings: strict),
    .target(name: "FuzzedReaders", dependencies: ["Provenance"], path: "Tests/Fuzz/Readers", swiftSettings: strict),
    .testTarget(
      name: "ProvenanceTests", dependencies: ["FuzzedReaders", "Provenance", "TestSupport"], exclude: ["Fixtures"],
      swiftSettings: strict),
    .testTarget(name: "ChecklistTests", dependencies: ["Checklist", "TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "xpTests", dependencies: ["xp", "TestSupport"],
      exclude: ["Golden", "Transcripts"], swiftSettings: strict),
  ]
)

// The fuzzer brings its own `main`, and its readers are built to tell it which ways they take: only `make fuzz` builds it.
if ProcessInfo.processInfo.environment["XP_FUZZ"] != nil {
  for target in package.targets where ["Provenance", "FuzzedReaders"].contains(target.name) {
    target.swiftSettings = strict + [.unsafeFlags(["-sanitize=fuzzer"])]
  }
  package.targets.append(
    .executableTarget(
      name: "fuzz", dependencies: ["FuzzedReaders"], path: "Tests/Fuzz/Driver",
      swiftSettings: strict + [.unsafeFlags(["-parse-as-library"])],
      linkerSettings: [.unsafeFlags(["-sanitize=fuzzer", "-use-ld=lld"])]))
}
