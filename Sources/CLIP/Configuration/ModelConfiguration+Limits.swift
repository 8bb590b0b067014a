extension ModelConfiguration {
    /// Refuses sizes beyond any CLIP there is, before anything is multiplied or reserved by them.
    /// - Parameter file: the model's name, for the message.
    func checkLimits(_ file: String) throws(ConfigurationError) {
        let limits: [(name: String, size: Int, largest: Int)] =
            [("embedding dimension", embedDimension, 65_536)] + (text?.limits ?? []) + (vision?.limits ?? [])
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
                ("image size", tower.imageSize, 16_384), ("image width", tower.width, 65_536),
                ("image MLP width", tower.mlpWidth, 1 << 20),
                ("image layers", tower.layers, 1024),
            ]
        case .resnet(let tower):
            [
                ("image size", tower.imageSize, 16_384), ("image width", tower.width, 8192),
                ("image layers", tower.layers.max() ?? 0, 1024),
            ]
        }
    }
}

extension ModelConfiguration.Text {
    fileprivate var limits: [(name: String, size: Int, largest: Int)] {
        [
            ("text width", width, 65_536), ("text MLP width", mlpWidth, 1 << 20),
            ("text layers", layers, 1024), ("context length", contextLength, 65_536),
            ("vocabulary", vocabularySize, 1 << 20),
        ]
    }
}
