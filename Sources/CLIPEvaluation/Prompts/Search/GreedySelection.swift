internal import CLIPNumerics

/// Forward selection: the template that raises the score most is added, until none does.
struct GreedySelection: Sendable {
    /// The templates in the order in which they were added, by their places.
    let chosen: [Int]
    /// The score after each.
    let scores: [EnsembleScore]
    /// The score after each on pictures that were held out.
    let heldOut: [EnsembleScore]

    /// Less of a change of the mean log-likelihood is none.
    private static let leastGain = 1e-6

    /// - Parameters:
    ///   - pictures: those that decide.
    ///   - others: those held out, scored along the way.
    ///   - most: templates at most.
    init(
        _ start: GrowingEnsemble, templates: Int, pictures: [Int], others: [Int] = [], most: Int,
        _ compute: Compute
    ) {
        var ensemble = start
        var best: EnsembleScore?
        var (scores, heldOut): ([EnsembleScore], [EnsembleScore]) = ([], [])
        while ensemble.chosen.count < most {
            let candidates = (0..<templates).filter { !ensemble.chosen.contains($0) }
            let state = ensemble
            let tried = compute.map(candidates) { state.score(adding: $0, on: pictures) }
            // Of equal ones the first.
            guard var place = tried.indices.first else { break }
            for other in tried.indices where tried[other] > tried[place] { place = other }
            if let best {
                let gain = tried[place].logLikelihood - best.logLikelihood
                let isBetter =
                    tried[place].right > best.right
                    || tried[place].right == best.right && gain > Self.leastGain * Double(pictures.count)
                guard isBetter else { break }
            }
            best = tried[place]
            ensemble.add(candidates[place])
            scores.append(tried[place])
            heldOut.append(ensemble.score(adding: nil, on: others))
        }
        chosen = ensemble.chosen
        self.scores = scores
        self.heldOut = heldOut
    }
}
