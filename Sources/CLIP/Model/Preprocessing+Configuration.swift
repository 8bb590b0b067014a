package import CLIPImages

extension Preprocessing {
    /// What a model's files say, in the terms of the picture library.
    package init(_ configuration: PreprocessingConfiguration) {
        self.init(
            size: configuration.imageSize,
            resizedSide: configuration.resizedSide,
            rescaleFactor: configuration.rescaleFactor,
            mean: SIMD3(configuration.mean[0], configuration.mean[1], configuration.mean[2]),
            standardDeviation: SIMD3(
                configuration.standardDeviation[0], configuration.standardDeviation[1],
                configuration.standardDeviation[2]),
            interpolation: Interpolation(configuration.interpolation),
            resizeMode: ResizeMode(configuration.resizeMode),
            cropRounding: configuration.cropRounding == .floor ? .floor : .halfEven,
            colourOrder: configuration.colourOrder == .convertFirst ? .convertFirst : .resizeFirst,
            fill: configuration.fill)
    }
}

extension Preprocessing.Interpolation {
    fileprivate init(_ interpolation: PreprocessingConfiguration.Interpolation) {
        switch interpolation {
        case .bicubic: self = .bicubic
        case .bilinear: self = .bilinear
        case .nearest: self = .nearest
        case .box: self = .box
        case .hamming: self = .hamming
        case .lanczos: self = .lanczos
        }
    }
}

extension Preprocessing.ResizeMode {
    fileprivate init(_ mode: PreprocessingConfiguration.ResizeMode) {
        switch mode {
        case .shortest: self = .shortest
        case .squash: self = .squash
        case .longest: self = .longest
        case .unchanged: self = .unchanged
        }
    }
}
