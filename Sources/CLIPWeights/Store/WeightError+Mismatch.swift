extension WeightError {
    /// The longest list of names in a message; the error's own lists are always whole.
    static let longestList = 20

    /// The element types of weights, for messages.
    static let readTypes = "weights are read as F32, F16 and BF16, and as F64, which is rounded"

    /// The report of weights in element types that are not read.
    ///
    /// - Parameter odd: the tensors by the files' own naming; at least one.
    static func wrongTypes(
        _ odd: [(file: String, name: String, type: ElementType)], _ remarks: [String]
    ) -> WeightError {
        let shown = odd.prefix(3).map { "'\($0.name)' as \($0.type.rawValue)" }.joined(separator: ", ")
        let more = odd.count > 3 ? " and \(odd.count - 3) more" : ""
        let files = Set(odd.map(\.file)).sorted().joined(separator: ", ")
        let message =
            "\(files): stored in a type that is not read: \(shown)\(more); \(readTypes). "
            + (odd.contains { $0.type.size == 1 }
                ? "Quantised numbers mean little without the factors that stand elsewhere: take the model as it was before, "
                : "Take the model as it was published, ")
            + "or widen it with what made it, in Python by tensor.to(torch.float16), and save it"
        return WeightError(.unsupported, ([message] + remarks).joined(separator: "\n"))
    }

    /// The report of a model and files that do not fit each other.
    ///
    /// - Parameter remarks: what else may be the reason, a line each.
    static func mismatch(
        files: [String], missing: [String], misshapen: [Misfit], surplus: [(name: String, shape: [Int])],
        remarks: [String] = []
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
        lines += remarks
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
