extension WeightError {
    /// The longest list of names in a message; the error's own lists are always whole.
    static let longestList = 20

    /// The report of a model and files that do not fit each other.
    static func mismatch(
        files: [String], missing: [String], misshapen: [Misfit], surplus: [(name: String, shape: [Int])]
    ) -> WeightError {
        var lines = ["\(files.joined(separator: ", ")): the weights do not fit the model's configuration"]
        lines += list("missing", missing)
        lines += list(
            "misshapen",
            misshapen.map { misfit in
                let shapes = "\(misfit.name): expected \(misfit.expected), found \(misfit.found)"
                return misfit.reason.map { "\(misfit.name): \($0)" } ?? shapes
            })
        lines += list("not known to the model", surplus.map { "\($0.name) \($0.shape)" })
        lines.append("Check that configuration and weights belong to the same model.")
        return WeightError(
            .mismatched, lines.joined(separator: "\n"), missing: missing, surplus: surplus.map(\.name),
            misshapen: misshapen)
    }

    private static func list(_ title: String, _ names: [String]) -> [String] {
        guard !names.isEmpty else { return [] }
        var lines = ["  \(title) (\(names.count)):"]
        lines += names.prefix(longestList).map { "    \($0)" }
        if names.count > longestList { lines.append("    and \(names.count - longestList) more") }
        return lines
    }
}
