import ArgumentParser

@main
struct SwiftCLIP: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "swift-clip",
        abstract: "Images and texts in one space: classify, compare and embed with CLIP.")
}
