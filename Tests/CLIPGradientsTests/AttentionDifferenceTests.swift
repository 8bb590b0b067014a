import CLIPTestSupport
import Testing

@testable import CLIP
@testable import CLIPGradients
@testable import CLIPNumerics

@Suite("Gradients of attention equal finite differences")
struct AttentionDifferenceTests {
    static let sets = InstructionSet.allCases.filter(\.isAvailable)

    /// Heads that no vector divides, more keys than a panel has, and queries that no tile divides.
    @Test(
        "sequences whose tokens see all others", arguments: sets,
        [(2, 5, 12, 3), (1, 19, 10, 1), (1, 7, 40, 2)])
    func unmasked(set: InstructionSet, sizes: (batch: Int, tokens: Int, width: Int, heads: Int)) {
        let (batch, tokens, width, heads) = sizes
        let sequences = (0..<batch * tokens).map { row in
            (query: row, keys: Array(row / tokens * tokens..<(row / tokens + 1) * tokens))
        }
        check(
            set, queries: Shape(batch: batch, tokens: tokens, channels: width),
            keys: Shape(batch: batch, tokens: tokens, channels: 2 * width), heads, .none, nil, sequences)
    }

    @Test("causal paths that share their beginnings", arguments: sets)
    func paths(set: InstructionSet) {
        let paths = Self.paths
        check(
            set, queries: Shape(batch: 1, tokens: paths.rowCount, channels: 12),
            keys: Shape(batch: 1, tokens: paths.rowCount, channels: 24), 3, .causal(paths), nil,
            Self.sequences(of: paths))
    }

    @Test("paths whose ends alone ask, one of them twice", arguments: sets)
    func ends(set: InstructionSet) {
        let paths = Self.paths
        let sequences = paths.ends.indices.map { (query: $0, keys: paths[$0].map { Int($0) }) }
        check(
            set, queries: Shape(batch: 1, tokens: paths.count, channels: 12),
            keys: Shape(batch: 1, tokens: paths.rowCount, channels: 24), 3, .causal(paths), .ends(paths),
            sequences)
    }

    static var paths: CausalPaths {
        var paths = CausalPaths()
        for (shared, own) in [(0, 4), (3, 2), (5, 0), (2, 7), (1, 1)] {
            paths.append(sharing: shared, adding: own)
        }
        return paths
    }

    /// Each row asks once, wherever it is shared.
    static func sequences(of paths: CausalPaths) -> [(query: Int, keys: [Int])] {
        var sequences: [(query: Int, keys: [Int])] = []
        for path in 0..<paths.count {
            let rows = paths[path].map { Int($0) }
            for (place, row) in rows.enumerated() where row == sequences.count {
                sequences.append((row, Array(rows[...place])))
            }
        }
        return sequences
    }

    private func check(
        _ set: InstructionSet, queries: Shape, keys: Shape, _ heads: Int, _ mask: AttentionMask,
        _ selection: RowSelection?, _ sequences: [(query: Int, keys: [Int])]
    ) {
        let recorder = Recorder(set: set)
        var random = SeededGenerator(seed: 74)
        let (q, kv) = (random.floats(queries.count, in: -2...2), random.floats(keys.count, in: -2...2))
        let flow = random.floats(queries.count)
        let (asking, seen) = (recorder.parameter("q", q), recorder.parameter("kv", kv))
        let result = recorder.ops.attention(
            queries: recorder.value(asking, queries), keysAndValues: recorder.value(seen, keys), heads: heads,
            mask: mask, selection: selection)
        recorder.backward(result, flow)
        func loss(_ q: [Double], _ kv: [Double]) -> Double {
            weighted(
                PlainWords.attention(q, kv, width: queries.channels, heads: heads, sequences: sequences), flow
            )
        }
        #expect(relativeError(asking.found, finiteDifferences(at: q.doubles) { loss($0, kv.doubles) }) < 1e-5)
        #expect(relativeError(seen.found, finiteDifferences(at: kv.doubles) { loss(q.doubles, $0) }) < 1e-5)
    }
}
