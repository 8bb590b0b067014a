import CLIPProbes

extension ProbeStudy {
    /// The heads that are worse than words alone, one sentence each: a table's reader must not have to look for them.
    var shortfalls: [String] {
        curves.compactMap { curve in
            let worse = curve.points.filter { gain(of: $0.runs) ?? 0 < 0 }
            guard !worse.isEmpty else { return nil }
            let shots = worse.map { $0.shots.map { "\($0)" } ?? "all" }.joined(separator: ", ")
            return "\(curve.head) is worse than zero-shot with \(shots) examples of each class"
        }
    }
}
