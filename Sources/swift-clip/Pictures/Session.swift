import CLIP

import CLIPImages

/// A loaded model with what the options say about it.
struct Session {
    let clip: CLIPModel
    let console: Console
    private let options: ModelOptions

    /// Loads the model that the options name, and says which it is when it is the bundled one.
    init(_ options: ModelOptions, _ console: Console) async throws {
        self.options = options
        self.console = console
        if options.model == BundledName.pocket {
            console.note("model pocket, the small bundled one; --model FOLDER takes another")
            clip = try await CLIPModel.bundled()
        } else {
            clip = try await CLIPModel.load(options.model)
        }
    }

    /// What turns files into this model's inputs; says how EXIF is treated.
    func reader(_ pictures: PictureOptions) -> PictureReader {
        var decoding = DecodingOptions()
        decoding.maximumPixels = Int(pictures.maxMegapixels * 1e6)
        return PictureReader(preprocessing: pictures.adjusting(clip.preprocessing), decoding: decoding)
    }

    /// Vectors of labels, remembered in the cache unless the options say not to.
    var textVectors: TextVectors {
        guard !options.noCache, let folder = CacheFolder.standard() else { return TextVectors(clip) }
        return TextVectors(clip, cache: VectorCache(folder, identity: "\(space) \(Recipe(clip).json.text)"))
    }

    /// The digest of the model's space.
    var space: String { clip.space.digest }

    /// What a classifier's file says about where its vectors come from.
    var classifierOrigin: VectorOrigin {
        VectorOrigin(model: clip.name, space: space, parts: spaceParts, recipe: Recipe(clip).json.text)
    }

    private var spaceParts: [String: String] { [:] }

    /// What every document says about where its numbers come from.
    func origin(_ pictures: PictureOptions? = nil) -> [(name: String, value: JSONText)] {
        [
            (name: "model", value: .string(clip.name)),
            (name: "space", value: .string(space)),
            (name: "recipe", value: Recipe(clip, pictures).json),
        ]
    }
}

/// How numbers were computed, apart from the model: recorded, because it changes the last bits.
struct Recipe {
    /// The document's member.
    let json: JSONText

    /// - Parameter pictures: nil for texts, which no picture setting touches.
    init(_ clip: CLIPModel, _ pictures: PictureOptions? = nil) {
        var members: [(name: String, value: JSONText)] = [
            (name: "precision", value: .string("f32")), (name: "engine", value: .string(SwiftCLIP.version)),
            (name: "instructions", value: .string(clip.instructionSet)),
        ]
        if let pictures {
            members.append((name: "compat", value: .string(pictures.compat.rawValue)))
            members.append((name: "exif", value: .bool(pictures.appliesOrientation)))
        }
        json = .object(members)
    }
}
