/// A way in which pictures go bad: the fifteen common corruptions of Hendrycks & Dietterich (ICLR 2019), with the
/// strengths and formulas of the package `imagecorruptions` 1.1.2, and three of our own.
public enum Corruption: String, CaseIterable, Sendable, Hashable {
    /// Normal noise of each sample.
    case gaussianNoise = "gaussian_noise"
    /// Poisson noise of each sample: the grain of few photons.
    case shotNoise = "shot_noise"
    /// Samples become black or white.
    case impulseNoise = "impulse_noise"
    /// A disk: out of focus.
    case defocusBlur = "defocus_blur"
    /// Pixels taken from beside, between two Gaussian blurs.
    case glassBlur = "glass_blur"
    /// A trail in a random direction.
    case motionBlur = "motion_blur"
    /// The mean over several magnifications.
    case zoomBlur = "zoom_blur"
    /// Falling flakes over a whitened picture.
    case snow
    /// Ice on the lens; see `FrostTexture` for how it differs from the published one.
    case frost
    /// A plasma fractal of light.
    case fog
    /// More of HSV's value.
    case brightness
    /// Less distance to each channel's mean.
    case contrast
    /// Smooth random displacement.
    case elasticTransform = "elastic_transform"
    /// Larger pixels.
    case pixelate
    /// JPEG files of low quality.
    case jpegCompression = "jpeg_compression"
    /// Our own: the magnitude of Sobel's gradient alone. It has one strength.
    case edges
    /// Our own: luma alone (ITU-R BT.601, as Pillow's mode L). It has one strength.
    case greyscale
    /// Our own: turned anticlockwise by 15, 30, 45, 90 or 180 degrees, with black corners.
    case rotation
}

extension Corruption {
    /// What goes bad.
    public enum Group: String, CaseIterable, Sendable {
        case noise, blur, weather, digital
        /// Colour, texture or position taken away: ours.
        case shape
    }

    /// The group to which it belongs.
    public var group: Group {
        switch self {
        case .gaussianNoise, .shotNoise, .impulseNoise: .noise
        case .defocusBlur, .glassBlur, .motionBlur, .zoomBlur: .blur
        case .snow, .frost, .fog, .brightness: .weather
        case .contrast, .elasticTransform, .pixelate, .jpegCompression: .digital
        case .edges, .greyscale, .rotation: .shape
        }
    }

    /// The published fifteen, in their usual order.
    public static let common = allCases.filter { $0.group != .shape }

    /// Whether severities differ. Edges and greyscale are the same at each.
    public var isGraded: Bool { self != .edges && self != .greyscale }

    /// Whether it draws random numbers. The others are the same for every seed.
    public var isRandom: Bool {
        switch self {
        case .gaussianNoise, .shotNoise, .impulseNoise, .glassBlur, .motionBlur, .snow, .frost, .fog,
            .elasticTransform:
            true
        case .defocusBlur, .zoomBlur, .brightness, .contrast, .pixelate, .jpegCompression, .edges,
            .greyscale, .rotation:
            false
        }
    }

    /// Those of `severities` at which it is different: all, or the first where it has one strength.
    public func distinct(_ severities: [Severity]) -> [Severity] {
        isGraded ? severities : Array(severities.prefix(1))
    }
}
