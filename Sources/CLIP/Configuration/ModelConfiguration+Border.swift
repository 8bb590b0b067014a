extension ModelConfiguration {
    /// What is said of a picture's border that no patch covers: the reference leaves it out, too. Nothing where the
    /// patches fill the picture.
    var unseenBorder: [String] {
        guard case .vit(let tower) = vision, tower.imageSize % tower.patchSize != 0 else { return [] }
        let seen = tower.imageSize / tower.patchSize * tower.patchSize
        return [
            "image size \(tower.imageSize) is no multiple of the patches' \(tower.patchSize): what lies beyond "
                + "\(seen) × \(seen) pixels is not seen"
        ]
    }
}
