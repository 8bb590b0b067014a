internal import CCLIPImaging

/// From a picture of any size to a model's input, as the model's own preprocessing configuration says.
///
/// The defaults are OpenAI's: short side to 224 by Pillow's antialiased bicubic, centre crop, then
/// `(value / 255 − mean) / deviation`. Results are Pillow's and torchvision's, bit for bit.
public struct Preprocessing: Sendable, Hashable {
    /// The filters of Pillow's `resize`.
    public enum Interpolation: String, Sendable, CaseIterable {
        /// One pixel is picked.
        case nearest
        /// The mean over the pixel's area.
        case box
        /// A triangle.
        case bilinear
        /// A raised cosine.
        case hamming
        /// Keys' cubic with a = −½.
        case bicubic
        /// A sinc windowed to three lobes.
        case lanczos
    }

    /// How the picture's shape is brought to the square.
    public enum ResizeMode: String, Sendable, CaseIterable {
        /// The short side gets the size, the long side is cropped.
        case shortest
        /// Both sides get the size; the shape is lost.
        case squash
        /// The long side gets the size, the rest is padded.
        case longest
        /// Nothing is resized: large pictures are cropped, small ones padded.
        case unchanged = "none"
    }

    /// Where an odd margin's pixel goes.
    public enum CropRounding: String, Sendable, CaseIterable {
        /// Half to even, as torchvision rounds.
        case halfEven
        /// Down, as Hugging Face's processors do.
        case floor
    }

    /// Whether modes other than RGB are resized as they are.
    public enum ColourOrder: String, Sendable, CaseIterable {
        /// Resized in the file's mode, then converted, as OpenAI's and OpenCLIP's transforms do.
        case resizeFirst
        /// Converted to RGB, then resized, as Hugging Face's processors do.
        case convertFirst
    }

    /// Side of the square model input, in pixels.
    public let size: Int
    /// What the resize brings a side to; nil means `size`. Some models resize to 256 and crop 224.
    public let resizedSide: Int?
    /// What a sample 0…255 is multiplied by, in double precision, before mean and deviation.
    public var rescaleFactor: Double
    /// Mean of each channel, for values that were multiplied.
    public var mean: SIMD3<Float>
    /// Standard deviation of each channel, for values that were multiplied.
    public var standardDeviation: SIMD3<Float>
    /// The filter; palette and bilevel pictures are always resized by `nearest`, as in Pillow.
    public var interpolation: Interpolation
    /// How the shape is treated.
    public var resizeMode: ResizeMode
    /// Where an odd margin's pixel goes.
    public var cropRounding: CropRounding
    /// Resize or convert first.
    public var colourOrder: ColourOrder
    /// Value of padding, 0…255, in every band of the mode that is padded (OpenCLIP's `fill_color`).
    public var fill: UInt8
    /// Whether EXIF orientation is applied while decoding.
    public var appliesOrientation: Bool

    /// OpenAI's preprocessing, in whole or in part replaced. `size` and `resizedSide` are at least 1 and at
    /// most 16,384.
    public init(
        size: Int = 224,
        resizedSide: Int? = nil,
        rescaleFactor: Double = 1 / 255,
        mean: SIMD3<Float> = [0.48145466, 0.4578275, 0.40821073],
        standardDeviation: SIMD3<Float> = [0.26862954, 0.26130258, 0.27577711],
        interpolation: Interpolation = .bicubic,
        resizeMode: ResizeMode = .shortest,
        cropRounding: CropRounding = .halfEven,
        colourOrder: ColourOrder = .resizeFirst,
        fill: UInt8 = 0,
        appliesOrientation: Bool = true
    ) {
        let sides = 1...16_384
        precondition(
            sides.contains(size) && sides.contains(resizedSide ?? size),
            "a model input of \(size) pixels, resized to \(resizedSide ?? size), is outside \(sides)")
        self.size = size
        self.resizedSide = resizedSide
        self.rescaleFactor = rescaleFactor
        self.mean = mean
        self.standardDeviation = standardDeviation
        self.interpolation = interpolation
        self.resizeMode = resizeMode
        self.cropRounding = cropRounding
        self.colourOrder = colourOrder
        self.fill = fill
        self.appliesOrientation = appliesOrientation
    }

    /// Options to decode with, so that orientation is treated as this preprocessing asks.
    public var decodingOptions: DecodingOptions { DecodingOptions(appliesOrientation: appliesOrientation) }

    /// The model's input in whole numbers: `[size, size, 3]`.
    ///
    /// Exactly the pixels of resizing the whole picture and cropping then, at the cost of the crop alone.
    public func crop(_ image: DecodedImage) -> RGBImage {
        crop(image, passes: .best)
    }

    /// The model's input in whole numbers: `[size, size, 3]`.
    public func crop(_ image: RGBImage) -> RGBImage { crop(DecodedImage(image)) }

    /// Writes the crop as the network takes it: `[H, W, 3]`, `(value · factor − mean) / deviation` in f32.
    ///
    /// Equal to torchvision's `ToTensor` and `Normalize` and to Hugging Face's `rescale` and `normalize`, bit
    /// for bit, but with channels last: 1/255 in double precision, rounded, is the quotient by 255 for every
    /// sample.
    /// - Parameters:
    ///   - crop: a picture of any size.
    ///   - values: room for `width × height × 3` values; more is left untouched, fewer is a mistake.
    public func normalise(_ crop: RGBImage, into values: UnsafeMutableBufferPointer<Float>) {
        precondition(
            values.count >= crop.pixels.count,
            "\(values.count) values do not hold \(crop.height) × \(crop.width) × 3")
        withUnsafeTemporaryAllocation(of: Float.self, capacity: 3 * 256) { table in
            for channel in 0..<3 {
                for value in 0..<256 {
                    table.initializeElement(
                        at: channel * 256 + value,
                        to: (Float(Double(value) * rescaleFactor) - mean[channel])
                            / standardDeviation[channel])
                }
            }
            cclip_map_channels(crop.pixels, crop.width * crop.height, table.baseAddress, values.baseAddress)
        }
    }
}
