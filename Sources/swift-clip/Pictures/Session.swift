import CLIP
import CLIPImages
import CLIPNumerics

/// A loaded model with what the options say about it.
struct Session {
    let clip: CLIPModel
    let console: Console
    /// Whether another recipe than this run's is refused.
    let isStrict: Bool
    let cache: DiskCache
    private let remembered: RememberedTexts?

    /// Loads the model that the options name, and says which it is when it is the bundled one, and what no file
    /// said of it.
    ///
    /// - Parameters:
    ///   - needs: the towers that the command computes with.
    ///   - imageSize: another size of pictures than the model's own.
    ///   - precision: where the options ask for none: f32 where people compare numbers.
    init(
        _ options: ModelOptions, _ console: Console, needs: Towers, imageSize: Int? = nil,
        precision: PrecisionName = .auto
    ) async throws {
        self.console = console
        isStrict = options.strict
        cache = options.noCache ? .disabled : .standard()
        clip = try await Self.load(
            options.model, options: options.loading(needs, imageSize: imageSize, usual: precision),
            threads: options.threads,
            isOffline: options.hub.offline,
            cache: cache, console)
        remembered = clip.rememberedTexts(on: cache)
        if options.model == BundledName.pocket {
            console.note("model pocket, the small bundled one; --model takes another, ViT-B/32 for example")
        }
        for assumption in clip.assumptions { console.note(assumption) }
    }

    /// The model that a name means, downloaded if it is a repository's that the cache does not have.
    static func load(
        _ name: String, options: LoadingOptions = LoadingOptions(), threads: Int?, isOffline: Bool = false,
        cache: DiskCache = .standard(), _ console: Console
    ) async throws -> CLIPModel {
        let compute = compute(threads, console)
        let found = try await ModelSeeker(isOffline: isOffline, console).find(name)
        // Large weights on a cold disk take a while.
        if console.showsProgress, name != BundledName.pocket {
            console.showBar("loading \(DisplayText.safe(name))")
        }
        defer { console.hideBar() }
        return try await CLIPModel.load(
            found.source, options: found.completing(options), compute: compute, cache: cache)
    }

    /// As many threads as asked for, but no more than the process may keep busy: they would only take turns.
    private static func compute(_ threads: Int?, _ console: Console) -> Compute {
        guard let threads else { return .shared }
        guard threads > 1, threads >= Compute.shared.threads else { return Compute(threads: threads) }
        if threads > Compute.shared.threads {
            console.note(
                "--threads \(threads): this process may keep \(DisplayNumber.count(Compute.shared.threads, "core")) "
                    + "busy, which is what it takes")
        }
        return .shared
    }

    /// What turns files into this model's inputs.
    func reader(_ pictures: PictureOptions) -> PictureReader {
        let preprocessing = pictures.adjusting(clip.preprocessing)
        var decoding = preprocessing.decodingOptions
        decoding.maximumMegapixels = pictures.maxMegapixels
        if pictures.decode == .fast { decoding.reducedFor = preprocessing }
        return PictureReader(preprocessing: preprocessing, decoding: decoding)
    }

    /// Vectors of texts, remembered in the cache unless the options say not to.
    var textVectors: TextVectors { TextVectors(clip, remembered) }

    /// Does a command's work, then keeps for the next run what this one had no time for: nobody who reads the answer
    /// waits for it. Also where some inputs failed.
    func whole(_ work: () async throws -> Void) async throws {
        do { try await work() } catch let failure as CommandFailure where failure.status == 3 {
            await finish()
            throw failure
        }
        await finish()
    }

    private func finish() async {
        guard let remembered, remembered.isWaiting, Interruption.signalNumber == nil else { return }
        console.closeResults()
        await remembered.settle()
    }

    /// Where vectors of texts come from.
    var textOrigin: VectorOrigin {
        VectorOrigin(clip, remembering: cache)
    }

    /// Says what two runs must have in common for their numbers to agree.
    func noteRecipe(_ pictures: PictureOptions) {
        let recipe = clip.recipe(exif: pictures.appliesOrientation)
        let decoding = pictures.decode == .exact ? "" : ", JPEGs decoded \(pictures.decode.rawValue)"
        console.note("precision \(recipe.precision), EXIF orientation \(recipe.exif ?? "off")\(decoding)")
    }

    /// What every document says about where its numbers come from.
    ///
    /// - Parameter pictures: nil for texts, which no picture setting touches.
    func origin(_ pictures: PictureOptions? = nil) -> [(name: String, value: JSONText)] {
        [
            (name: "model", value: .string(clip.name)), (name: "space", value: .string(space.hex)),
            (name: "recipe", value: recipe(pictures).json),
        ]
    }

    /// How numbers are computed.
    ///
    /// - Parameter pictures: nil for texts, which no picture setting touches.
    func recipe(_ pictures: PictureOptions?) -> Recipe {
        var recipe = clip.recipe(exif: pictures?.appliesOrientation)
        recipe.decode = pictures?.decodeMode
        return recipe
    }

    /// The space, whose digests are remembered: reading a large model's weights takes seconds.
    var space: SpaceIdentity { clip.space(remembering: cache) }
}
