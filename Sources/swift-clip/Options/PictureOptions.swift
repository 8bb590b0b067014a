import ArgumentParser
import CLIPImages

/// Whose treatment of pictures is followed where CLIP's implementations differ.
enum Compatibility: String, ExpressibleByArgument, CaseIterable {
    /// As the model's own files say; EXIF orientation is applied.
    case auto
    /// As OpenAI's and OpenCLIP's transform: resize, then convert to RGB; no EXIF.
    case openai
    /// As Hugging Face's pipeline: convert to RGB, then resize; EXIF is applied.
    case hf
}

/// A switch that is written out.
enum OnOff: String, ExpressibleByArgument, CaseIterable {
    case on
    case off
}

/// How much of a JPEG is decoded.
enum Decoding: String, ExpressibleByArgument, CaseIterable {
    /// Every pixel.
    case exact
    /// At least twice as many pixels a side as the model's resizing leaves.
    case fast
}

/// How files become model inputs.
struct PictureOptions: ParsableArguments {
    @Option(help: "Whose preprocessing is followed where implementations differ.")
    var compat = Compatibility.auto

    @Option(help: "Turn pictures as their EXIF orientation says (default: on, off with --compat openai).")
    var exif: OnOff?

    @Option(
        help:
            "How JPEGs are decoded: fast reads large ones at reduced scale, which changes vectors a little.")
    var decode = Decoding.exact

    @Option(
        parsing: .unconditional, help: "Refuse pictures with more megapixels before they are decoded.")
    var maxMegapixels = DecodingOptions().maximumMegapixels

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Let the network see pictures of this many pixels a side instead of its own, its positions interpolated; "
                + "vision transformers only, and at most 64 patches a side.", valueName: "pixels"))
    var imageSize: Int?

    func validate() throws {
        if let imageSize, !(1...16_384).contains(imageSize) {
            throw ValidationError("--image-size \(imageSize): give a number of pixels from 1 to 16384")
        }
        if !(1...100_000).contains(maxMegapixels) {
            throw ValidationError("--max-megapixels \(maxMegapixels): give a number from 1 to 100000")
        }
    }

    /// True when EXIF orientation is applied.
    var appliesOrientation: Bool {
        exif.map { $0 == .on } ?? (compat != .openai)
    }

    /// How pictures are decoded, for the recipe beside their vectors: another way of preprocessing than the model's
    /// own is part of how the numbers came about.
    var decodeMode: String {
        let ways = (compat == .auto ? [] : [compat.rawValue]) + (decode == .exact ? [] : [decode.rawValue])
        return ways.isEmpty ? Decoding.exact.rawValue : ways.joined(separator: " ")
    }

    /// The model's preprocessing with what the options change.
    func adjusting(_ own: Preprocessing) -> Preprocessing {
        var adjusted = own
        adjusted.appliesOrientation = appliesOrientation
        switch compat {
        case .auto: break
        case .openai:
            adjusted.cropRounding = .halfEven
            adjusted.colourOrder = .resizeFirst
        case .hf:
            adjusted.cropRounding = .floor
            adjusted.colourOrder = .convertFirst
        }
        return adjusted
    }
}

/// How many pictures go through the model together.
struct BatchOptions: ParsableArguments {
    @Option(parsing: .unconditional, help: "Pictures per batch; results do not depend on it.")
    var batchSize = 32

    func validate() throws {
        if !(1...4096).contains(batchSize) {
            throw ValidationError("--batch-size \(batchSize): give a number from 1 to 4096")
        }
    }
}
