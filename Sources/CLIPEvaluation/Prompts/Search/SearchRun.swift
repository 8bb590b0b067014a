internal import CLIPNumerics

/// A selection on all pictures, how long an ensemble cross-validation allows, and whether that is better than nothing.
struct SearchRun: Sendable {
    /// On all pictures.
    let whole: GreedySelection
    /// For each size of an ensemble: the score on pictures that had no part in its choice.
    let heldOut: [EnsembleScore]
    /// Parts of the cross-validation.
    let folds: Int
    /// Templates that are taken of the whole selection.
    let size: Int
    /// The score of each known set on all pictures: nothing was chosen, so nothing need be held out.
    let known: [EnsembleScore]
    /// The place of the known set that is kept, because what was found recognises no more pictures than it. To be surer of
    /// the same ones is no gain that a few pictures can show.
    let kept: Int?

    /// - Parameters:
    ///   - candidates: the first templates of the products, among which is searched.
    ///   - known: the templates of each known set, by their places.
    init(
        _ start: GrowingEnsemble, candidates: Int, known: [[Int]], _ pictures: Int, _ most: Int,
        _ compute: Compute
    ) {
        let folds = min(5, pictures)
        let all = Array(0..<pictures)
        // Pictures come class by class: taking turns gives each part its share of every class.
        let selections = (0..<folds).map { fold in
            GreedySelection(
                start, templates: candidates, pictures: all.filter { $0 % folds != fold },
                others: all.filter { $0 % folds == fold }, most: most, compute)
        }
        whole = GreedySelection(start, templates: candidates, pictures: all, most: most, compute)
        // A selection that ended early stays as it is.
        let heldOut = whole.chosen.indices.map { place in
            selections.reduce(into: EnsembleScore()) { sum, selection in
                sum += selection.heldOut[min(place, selection.heldOut.count - 1)]
            }
        }
        var best = 0
        for place in heldOut.indices where heldOut[place] > heldOut[best] { best = place }
        let scores = known.map { templates in
            var ensemble = start
            for template in templates { ensemble.add(template) }
            return ensemble.score(adding: nil, on: all)
        }
        var rival: Int?
        for place in scores.indices where rival.map({ scores[place] > scores[$0] }) ?? true { rival = place }
        self.heldOut = heldOut
        self.folds = folds
        size = best + 1
        self.known = scores
        kept = rival.flatMap { heldOut[best].right > scores[$0].right ? nil : $0 }
    }
}
