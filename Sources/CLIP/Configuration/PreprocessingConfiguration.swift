/// How a picture becomes a network's input, as a model's files say it.
public struct PreprocessingConfiguration: Sendable, Hashable {
    /// How pixels are weighed when a picture is resized; always with antialiasing, as Pillow does.
    public enum Interpolation: String, Sendable, Hashable, Codable {
        case bicubic, bilinear, nearest, box, hamming, lanczos
    }

    /// How a picture that is not square becomes square.
    public enum ResizeMode: String, Sendable, Hashable, Codable {
        /// The shorter side is resized, the longer one cropped.
        case shortest
        /// Both sides are resized; the aspect is lost.
        case squash
        /// The longer side is resized, the shorter one padded with ``PreprocessingConfiguration/fill``.
        case longest
        /// Nothing is resized: large pictures are cropped, small ones padded.
        case unchanged = "none"
    }

    /// Where the crop begins when the margin is odd.
    public enum CropRounding: String, Sendable, Hashable, Codable {
        /// To the nearest even number: torchvision, and so OpenCLIP.
        case halfEven
        /// Down: Hugging Face.
        case floor
    }

    /// Whether a picture that is not RGB is resized first or converted first.
    public enum ColourOrder: String, Sendable, Hashable, Codable {
        /// OpenAI and OpenCLIP.
        case resizeFirst
        /// Hugging Face.
        case convertFirst
    }

    /// Width and height of the result, in pixels.
    public var imageSize: Int
    /// What the resize brings a side to where that is not ``imageSize``: 256 before a crop of 224.
    public var resizedSide: Int?
    /// What a pixel's value 0…255 is multiplied by before mean and deviation: 1/255 nearly always.
    public var rescaleFactor: Double
    /// Subtracted from red, green and blue after they are scaled.
    public var mean: [Float]
    /// Divides red, green and blue after that; positive.
    public var standardDeviation: [Float]
    /// The resampling filter.
    public var interpolation: Interpolation
    /// The way to a square.
    public var resizeMode: ResizeMode
    /// The crop's rounding.
    public var cropRounding: CropRounding
    /// The order of resizing and conversion.
    public var colourOrder: ColourOrder
    /// The padding's value, 0…255.
    public var fill: UInt8

    /// Creates a configuration; nothing is checked.
    public init(
        imageSize: Int, resizedSide: Int? = nil, rescaleFactor: Double = 1 / 255, mean: [Float],
        standardDeviation: [Float], interpolation: Interpolation = .bicubic,
        resizeMode: ResizeMode = .shortest, cropRounding: CropRounding, colourOrder: ColourOrder,
        fill: UInt8 = 0
    ) {
        self.imageSize = imageSize
        self.resizedSide = resizedSide
        self.rescaleFactor = rescaleFactor
        self.mean = mean
        self.standardDeviation = standardDeviation
        self.interpolation = interpolation
        self.resizeMode = resizeMode
        self.cropRounding = cropRounding
        self.colourOrder = colourOrder
        self.fill = fill
    }

    /// What OpenCLIP and Hugging Face both take when a file says nothing: the mean of OpenAI's training
    /// pictures.
    static let documentedMean: [Float] = [0.48145466, 0.4578275, 0.40821073]
    /// The deviation to ``documentedMean``.
    static let documentedDeviation: [Float] = [0.26862954, 0.26130258, 0.27577711]
}
