extension Corruption {
    /// The seed of one picture's random numbers: it depends on the picture, not on when or where it is corrupted.
    /// - Parameters:
    ///   - picture: what identifies the picture, such as the SHA-256 of its file: equal pictures get equal noise.
    ///   - severity: each severity has noise of its own.
    ///   - seed: the whole run's seed.
    public func seed(of picture: some Sequence<UInt8>, at severity: Severity, seed: UInt64) -> UInt32 {
        // FNV-1a over everything, then SplitMix64's finaliser, because FNV mixes its last bytes little.
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        func take(_ byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        withUnsafeBytes(of: seed.littleEndian) { $0.forEach(take) }
        rawValue.utf8.forEach(take)
        take(UInt8(severity.level))
        picture.forEach(take)
        hash = (hash ^ (hash >> 30)) &* 0xBF58_476D_1CE4_E5B9
        hash = (hash ^ (hash >> 27)) &* 0x94D0_49BB_1331_11EB
        return UInt32(truncatingIfNeeded: (hash ^ (hash >> 31)) >> 16)
    }
}
