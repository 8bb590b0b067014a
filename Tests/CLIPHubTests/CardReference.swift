import CLIPTestSupport
import CLIPWeights
import Testing

@testable import CLIP

/// What open_clip says of its checkpoints: Tests/Goldens/cards/open_clip.json, made by Scripts/cards.py.
struct CardReference {
    struct Entry: Hashable {
        let architecture: String
        let tag: String
        let hub: String
        let isQuick: Bool
    }

    /// All of open_clip's pretrained entries, in its order.
    let entries: [Entry]
    private let configurations: JSONValue
    private let parameters: JSONValue

    init() throws {
        let file = try FileBytes(path: "\(Golden.folder)/cards/open_clip.json")
        let document = try file.withBytes { (bytes) throws(JSONError) in try JSONValue(bytes) }
        configurations = try #require(document["configurations"])
        parameters = try #require(document["parameters"])
        guard case .array(let list) = document["pretrained"] else {
            entries = []
            return
        }
        entries = list.compactMap { entry in
            guard case .string(let architecture) = entry["architecture"],
                case .string(let tag) = entry["tag"],
                case .string(let hub) = entry["hub"], case .bool(let isQuick) = entry["quick_gelu"]
            else { return nil }
            return Entry(architecture: architecture, tag: tag, hub: hub, isQuick: isQuick)
        }
    }

    /// The sizes that our decoder reads in open_clip's configuration of an architecture.
    func configuration(of architecture: String) throws -> ModelConfiguration {
        let json = try #require(configurations[architecture])
        var bytes = Array(json.text.utf8)
        return try bytes.withUnsafeMutableBytes { buffer in
            let file = FileBytes(permanent: UnsafeRawBufferPointer(buffer), name: architecture)
            return try OpenCLIPConfiguration.decode(file, LoadingOptions()).0
        }
    }

    /// The parameters of the model that open_clip builds.
    func parameterCount(of architecture: String) throws -> Int {
        guard case .number(let text) = try #require(parameters[architecture]) else { return 0 }
        return try #require(Int(text))
    }
}
