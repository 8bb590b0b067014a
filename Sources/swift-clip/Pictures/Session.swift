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

    /// What turns files into this model's inputs.
    func reader(_ pictures: PictureOptions) -> PictureReader {
        let preprocessing = pictures.adjusting(clip.preprocessing)
        var decoding = preprocessing.decodingOptions
        decoding.maximumMegapixels = pictures.maxMegapixels
        return PictureReader(preprocessing: preprocessing, decoding: decoding)
    }

    /// Vectors of texts, remembered in the cache unless the options say not to.
    var textVectors: TextVectors {
        let space = clip.space
        guard !options.noCache, let textTower = space.textTower, let tokenizer = space.tokenizer else {
            return TextVectors(clip)
        }
        let cache = TextEmbeddingCache(
            cache: .standard(), textTower: textTower, architecture: space.architecture, tokenizer: tokenizer,
            recipe: clip.recipe, dimension: clip.configuration.embedDimension)
        return TextVectors(clip, cache: cache)
    }

    /// Where vectors of texts come from.
    var textOrigin: VectorOrigin {
        VectorOrigin(model: clip.name, space: clip.space, recipe: clip.recipe)
    }

    /// What every document says about where its numbers come from.
    func origin(_ pictures: PictureOptions? = nil) -> [(name: String, value: JSONText)] {
        var recipe = clip.recipe
        if let pictures {
            recipe.exif = pictures.appliesOrientation ? "on" : "off"
            recipe.decode = pictures.compat == .auto ? nil : pictures.compat.rawValue
        }
        return [
            (name: "model", value: .string(clip.name)), (name: "space", value: .string(clip.space.hex)),
            (name: "recipe", value: recipe.json),
        ]
    }
}
