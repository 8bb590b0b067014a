public import CLIPImages
internal import CLIPData

extension RGBImage {
    /// The picture, corrupted; it keeps its size.
    ///
    /// Random numbers are NumPy's: where the reference draws from `numpy.random`, the result after
    /// `numpy.random.seed(seed)` is the reference's within one level (``Corruption/frost`` apart). Strengths are meant
    /// for pictures of 224 × 224 pixels, what a model sees; on larger pictures blurs do less.
    /// - Parameters:
    ///   - corruption: what happens to it.
    ///   - severity: how much.
    ///   - seed: of the random numbers; see ``Corruption/seed(of:at:seed:)``.
    /// - Throws: `ImageError.Code.tooLarge` where JPEG cannot express the size, or memory is short.
    public func corrupted(
        by corruption: Corruption, at severity: Severity, seed: UInt32
    ) throws(ImageError) -> RGBImage {
        switch corruption {
        case .gaussianNoise: withRandom(seed) { gaussianNoise(severity, &$0) }
        case .shotNoise: withRandom(seed) { shotNoise(severity, &$0) }
        case .impulseNoise: withRandom(seed) { impulseNoise(severity, &$0) }
        case .defocusBlur: defocusBlur(severity)
        case .glassBlur: withRandom(seed) { glassBlur(severity, &$0) }
        case .motionBlur: withRandom(seed) { motionBlur(severity, &$0) }
        case .zoomBlur: zoomBlur(severity)
        case .snow: withRandom(seed) { snow(severity, &$0) }
        case .frost: withRandom(seed) { frost(severity, &$0) }
        case .fog: withRandom(seed) { fog(severity, &$0) }
        case .brightness: brightness(severity)
        case .contrast: contrast(severity)
        case .elasticTransform: withRandom(seed) { elasticTransform(severity, &$0) }
        case .pixelate: pixelate(severity)
        case .jpegCompression: try jpegCompression(severity)
        case .edges: edges()
        case .greyscale: greyscale()
        case .rotation: rotation(severity)
        }
    }

    private func withRandom(_ seed: UInt32, _ body: (inout RandomState) -> RGBImage) -> RGBImage {
        var random = RandomState(seed: seed)
        return body(&random)
    }

    /// A picture of the same size whose samples `fill` writes, all of them.
    func replacingPixels(
        _ fill: (UnsafeBufferPointer<UInt8>, UnsafeMutableBufferPointer<UInt8>) -> Void
    ) -> RGBImage {
        let count = pixels.count
        let samples = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialised in
            pixels.withUnsafeBufferPointer {
                fill($0, UnsafeMutableBufferPointer(rebasing: buffer[..<count]))
            }
            initialised = count
        }
        return RGBImage(width: width, height: height, tightPixels: samples)
    }
}
