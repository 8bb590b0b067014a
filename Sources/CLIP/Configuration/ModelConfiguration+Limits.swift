extension ModelConfiguration {
    /// Refuses sizes beyond any CLIP there is, before anything is multiplied or reserved by them.
    /// - Parameter file: the model's name, for the message.
    func checkLimits(_ file: String) throws(ConfigurationError) {
        let limits: [(name: String, size: Int, largest: Int)] =
            [
                ("embedding dimension", embedDimension, 65_536),
                ("text width", text.width, 65_536), ("text MLP width", text.mlpWidth, 1 << 20),
                ("text layers", text.layers, 1024), ("context length", text.contextLength, 65_536),
                ("vocabulary", text.vocabularySize, 1 << 20), ("image size", vision.imageSize, 16_384),
            ] + vision.limits
        for limit in limits where limit.size > limit.largest {
            throw ConfigurationError(
                .unsupported,
                "\(file): \(limit.name) \(limit.size) is more than \(limit.largest), the most there may be")
        }
    }
}

extension ModelConfiguration.Vision {
    fileprivate var limits: [(name: String, size: Int, largest: Int)] {
        switch self {
        case .vit(let tower):
            [
                ("image width", tower.width, 65_536), ("image MLP width", tower.mlpWidth, 1 << 20),
                ("image layers", tower.layers, 1024),
            ]
        case .resnet(let tower):
            [("image width", tower.width, 8192), ("image layers", tower.layers.max() ?? 0, 1024)]
        }
    }
}
