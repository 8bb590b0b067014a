internal import CCLIPKernels

/// Sequences of tokens of which each sees those before it, all in one matrix `[1, N, D]` without padding.
///
/// A sequence is a path: a number of rows that it shares with the sequence before, in whose beginning the two are alike,
/// then rows of its own. What stands in the shared rows is thus computed once. Rows are numbered in the order in which
/// they are added.
public struct CausalPaths: Sendable {
    private(set) var paths: [cclip_path] = []
    /// The rows that each path consists of, one path behind the other.
    private(set) var rows: [Int32] = []
    /// Tokens of the longest path.
    private(set) var longest = 0
    /// Rows that ask.
    private(set) var queries = 0
    /// Rows that are seen, N.
    public private(set) var rowCount = 0

    /// No sequences.
    public init() {}

    /// How many sequences there are.
    public var count: Int { paths.count }

    /// Adds a sequence.
    /// - Parameters:
    ///   - shared: how many rows of the sequence added last it begins with.
    ///   - own: how many rows follow that are new.
    public mutating func append(sharing shared: Int, adding own: Int) {
        let last = paths.isEmpty ? 0..<0 : range(of: paths.count - 1)
        precondition(shared <= last.count && shared + own > 0, "\(shared) of \(last.count) rows and \(own)")
        paths.append(cclip_path(query: rowCount, queries: own, place: shared, path: rows.count))
        for place in last.prefix(shared) { rows.append(rows[place]) }
        for row in rowCount..<rowCount + own { rows.append(Int32(row)) }
        rowCount += own
        queries = rowCount
        longest = max(longest, shared + own)
    }

    /// The rows of one sequence, from its first token to its last.
    public subscript(sequence: Int) -> ArraySlice<Int32> {
        rows[range(of: sequence)]
    }

    private func range(of sequence: Int) -> Range<Int> {
        let path = paths[sequence]
        return path.path..<path.path + path.place + path.queries
    }

    /// The row of each sequence's last token.
    public var ends: [Int32] {
        paths.indices.map { rows[range(of: $0).upperBound - 1] }
    }

    /// The same rows, where each sequence's last token alone asks: row `i` of the queries is that of sequence `i`.
    public var askedByEnds: CausalPaths {
        var result = self
        result.queries = paths.count
        for index in paths.indices {
            let path = paths[index]
            result.paths[index] = cclip_path(
                query: index, queries: 1, place: path.place + path.queries - 1, path: path.path)
        }
        return result
    }
}
