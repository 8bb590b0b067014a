public import CLIPCorruptions
internal import CLIPImages
internal import CLIPWeights

extension PictureAlteration {
    /// Corrupts each picture as the model would see it: after its resize and crop, so that a severity means the same
    /// for pictures of all sizes, as in the published sets.
    /// - Parameters:
    ///   - corruption: what is done to each picture.
    ///   - severity: how much of it.
    ///   - seed: of everything random; each picture draws by its content, so that neither order nor threads matter.
    public init(_ corruption: Corruption, at severity: Severity, seed: UInt64) {
        // What is cached under the old name must not be taken for what a changed corruption gives: then the number rises.
        var identity = "corruption 1 \(corruption.rawValue)"
        if corruption.isGraded { identity += " severity \(severity)" }
        if corruption.isRandom { identity += " seed \(seed)" }
        self.init(identity: identity) { crop, digest throws(ImageError) in
            try crop.corrupted(
                by: corruption, at: severity,
                seed: corruption.seed(of: digest.bytes, at: severity, seed: seed))
        }
    }
}
