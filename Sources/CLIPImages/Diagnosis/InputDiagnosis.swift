/// Why another tool's model input differs from ours: what both tools may have done otherwise is tried out, one
/// way of cropping, one order of channels and one scale of values at a time, until their samples agree.
public struct InputDiagnosis: Sendable {
    /// How far the two are apart; nil where they have not the same size.
    public let difference: InputDifference?
    /// True where no value is farther than one of 256 levels from ours.
    public let isEqual: Bool
    /// What the other tool most likely did otherwise, none if nothing that was tried explains it.
    public let causes: [DifferenceCause]
    /// The finding in a sentence or two.
    public let verdict: String

    /// - Parameters:
    ///   - theirs: the other tool's input.
    ///   - stored: the picture as it lies in the file, not turned.
    ///   - own: how the model wants it.
    public init(of theirs: ForeignInput, for stored: DecodedImage, _ own: Preprocessing) {
        guard theirs.width == own.size, theirs.height == own.size else {
            let cause = DifferenceCause(
                "size",
                "its size is \(theirs.width) × \(theirs.height), the model's \(own.size) × \(own.size)",
                remedy: "take the size from the model's files there")
            self.init(nil, isEqual: false, [cause], Self.sentence([cause]))
            return
        }
        let isBytes = theirs.storage == .bytes
        let image = own.appliesOrientation ? stored.upright() : stored
        let crop = own.crop(image)
        var ours = [Float](repeating: 0, count: crop.pixels.count)
        if isBytes {
            ours = crop.pixels.map(Float.init)
        } else {
            ours.withUnsafeMutableBufferPointer { own.normalise(crop, into: $0) }
        }
        let difference = InputDifference(ours: ours, theirs: theirs.values, width: own.size)
        guard theirs.values.allSatisfy(\.isFinite) else {
            let count = theirs.values.count { !$0.isFinite }
            let cause = DifferenceCause("not_finite", "\(count) of the other's values are not finite numbers")
            self.init(difference, isEqual: false, [cause], Self.sentence([cause]))
            return
        }
        let scale = isBytes ? ValueScale.bytes : ValueScale(own)
        let levels = Agreement(scale.samples(of: theirs.values), crop.pixels, isReversed: false)
        // Half precision is off by up to a tenth of a level.
        let slack: Float = theirs.storage == .halves ? 0.1 : 0.01
        if levels.maximum <= 1 + slack {
            self.init(
                difference, isEqual: true, [], Self.agreement(levels, difference, slack, theirs.storage))
            return
        }
        let search = CauseSearch(
            theirs, PictureVariant.all(stored, own), { PictureVariant.combined(stored, own) }, own,
            slack: slack)
        let (causes, verdict) = search.finding()
        self.init(difference, isEqual: false, causes, verdict)
    }

    private init(
        _ difference: InputDifference?, isEqual: Bool, _ causes: [DifferenceCause], _ verdict: String
    ) {
        self.difference = difference
        self.isEqual = isEqual
        self.causes = causes
        self.verdict = verdict
    }

    private static func agreement(
        _ levels: Agreement, _ difference: InputDifference, _ slack: Float, _ storage: ForeignInput.Storage
    ) -> String {
        if difference.count == 0 { return "Equal in every value." }
        if levels.maximum <= slack {
            return "Equal, up to the rounding of \(storage == .halves ? "half" : "single") precision."
        }
        return
            "Equal within one level of 256, as where another implementation of the same resize rounds (Hugging "
            + "Face's default backend and torchvision on tensors), or where numbers have fewer digits."
    }

    static func sentence(_ causes: [DifferenceCause], hedge: String = "") -> String {
        let all = causes.map(\.words)
        let words =
            all.dropLast().joined(separator: ", ") + (all.count > 1 ? ", and " : "") + (all.last ?? "")
        let sentence =
            hedge + (hedge.isEmpty ? words.prefix(1).uppercased() + words.dropFirst() : words) + "."
        var remedies: [String] = []
        for remedy in causes.compactMap(\.remedy) where !remedies.contains(remedy) { remedies.append(remedy) }
        guard !remedies.isEmpty else { return sentence }
        return sentence + " To make both the same: " + remedies.joined(separator: "; ") + "."
    }
}
