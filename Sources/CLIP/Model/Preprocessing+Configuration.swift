package import CLIPImages

extension Preprocessing {
    /// What a model's files say, in the terms of the picture library.
    package init(_ configuration: PreprocessingConfiguration) {
        self.init(
            size: configuration.imageSize,
            mean: SIMD3(configuration.mean[0], configuration.mean[1], configuration.mean[2]),
            standardDeviation: SIMD3(
                configuration.standardDeviation[0], configuration.standardDeviation[1],
                configuration.standardDeviation[2]),
            interpolation: configuration.interpolation == .bicubic ? .bicubic : .bilinear,
            resizeMode: ResizeMode(configuration.resizeMode),
            cropRounding: configuration.cropRounding == .floor ? .floor : .halfEven,
            colourOrder: configuration.colourOrder == .convertFirst ? .convertFirst : .resizeFirst)
    }
}

extension Preprocessing.ResizeMode {
    fileprivate init(_ mode: PreprocessingConfiguration.ResizeMode) {
        switch mode {
        case .shortest: self = .shortest
        case .squash: self = .squash
        case .longest: self = .longest
        }
    }
}
