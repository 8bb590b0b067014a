import CLIPTestSupport
import Testing

@testable import CLIPNumerics

@Suite("Attention")
struct AttentionTests {
    /// (batch, tokens, width, heads)
    static let shapes = [(1, 1, 8, 1), (2, 7, 24, 3), (1, 50, 128, 2), (3, 77, 64, 1), (1, 130, 208, 2)]

    @Test("equals the definition, masked or not", arguments: availableSets)
    func definition(set: InstructionSet) {
        let compute = Compute(threads: 2, instructionSet: set)
        var random = SeededGenerator(seed: 11)
        for (batch, tokens, width, heads) in Self.shapes {
            let input = AttentionInput(batch, tokens, width, &random)
            for isCausal in [false, true] {
                let arena = Arena()
                let result = compute.attention(
                    queries: input.queries(arena), keysAndValues: input.keysAndValues(arena), heads: heads,
                    mask: isCausal ? .causal(.apart(batch, tokens)) : .none, on: arena)
                let expected = (0..<batch).flatMap { sequence in
                    Reference.attention(
                        q: input.q(sequence), k: input.k(sequence), v: input.v(sequence), width: width,
                        heads: heads,
                        visible: (0..<tokens).map { isCausal ? $0 + 1 : tokens })
                }
                #expect(
                    largestDifference(result.floats, expected) < 1e-5,
                    "\(set) [\(batch), \(tokens), \(width)]")
            }
        }
    }

    @Test(
        "sequences that share their beginnings have the bits that each has alone", arguments: availableSets,
        [Element.f32, .bf16])
    func paths(set: InstructionSet, element: Element) {
        let compute = Compute(threads: 2, instructionSet: set)
        var random = SeededGenerator(seed: 14)
        for (width, heads) in [(64, 1), (60, 3), (160, 2)] {
            var paths = CausalPaths()
            // (rows of the sequence before, rows of its own)
            for (shared, own) in [
                (0, 9), (4, 30), (34, 1), (17, 60), (77, 0), (1, 2), (0, 1), (1, 16), (17, 0),
            ] {
                paths.append(sharing: shared, adding: own)
            }
            #expect(paths.rowCount == 119 && paths.count == 9)
            #expect(
                paths[0] == [0, 1, 2, 3, 4, 5, 6, 7, 8] && Array(paths[1].prefix(6)) == [0, 1, 2, 3, 9, 10])
            #expect(paths.ends == [8, 38, 39, 99, 99, 101, 102, 118, 118])
            let input = AttentionInput(1, paths.rowCount, width, &random)
            let arena = Arena()
            func asked(_ values: Tensor) -> Tensor { compute.converted(values, to: element, on: arena) }
            func row(_ x: Tensor, _ rows: some Collection<Int>) -> Tensor {
                compute.gather(
                    x, rows: rows, as: Shape(batch: 1, tokens: rows.count, channels: x.shape.channels),
                    on: arena)
            }
            let (q, kv) = (asked(input.queries(arena)), asked(input.keysAndValues(arena)))
            let together = compute.attention(
                queries: q, keysAndValues: kv, heads: heads, mask: .causal(paths), on: arena)
            let ends = compute.attention(
                queries: row(q, paths.ends.map { Int($0) }), keysAndValues: kv, heads: heads,
                mask: .causal(paths.askedByEnds), on: arena)
            #expect(ends.floats == row(together, paths.ends.map { Int($0) }).floats, "\(set) \(width)")
            for sequence in 0..<paths.count {
                let rows = paths[sequence].map { Int($0) }
                let alone = compute.attention(
                    queries: row(q, rows), keysAndValues: row(kv, rows), heads: heads,
                    mask: .causal(.apart(1, rows.count)), on: arena)
                #expect(alone.floats == row(together, rows).floats, "\(set) \(width) \(sequence)")
            }
        }
    }

    @Test("what stands behind the mask changes no bit", arguments: availableSets)
    func padding(set: InstructionSet) {
        let compute = Compute(threads: 1, instructionSet: set)
        var random = SeededGenerator(seed: 13)
        let long = AttentionInput(1, 40, 48, &random)
        let arena = Arena()
        let whole = compute.attention(
            queries: long.queries(arena), keysAndValues: long.keysAndValues(arena), heads: 3,
            mask: .causal(.apart(1, 40)), on: arena)
        for tokens in [1, 5, 16, 17, 39] {
            let short = compute.attention(
                queries: long.queries(arena, tokens), keysAndValues: long.keysAndValues(arena, tokens),
                heads: 3,
                mask: .causal(.apart(1, tokens)), on: arena)
            #expect(short.floats == Array(whole.floats[0..<tokens * 48]), "\(tokens) tokens")
        }
    }

    @Test("large scores do not overflow", arguments: availableSets)
    func overflow(set: InstructionSet) {
        let compute = Compute(threads: 1, instructionSet: set)
        let arena = Arena()
        let q = Tensor(Shape(batch: 1, tokens: 3, channels: 4), on: arena) { $0.update(repeating: 1000) }
        let kv = Tensor(Shape(batch: 1, tokens: 3, channels: 8), on: arena) { $0.update(repeating: 1000) }
        let result = compute.attention(queries: q, keysAndValues: kv, heads: 1, mask: .none, on: arena).floats
        #expect(result.allSatisfy { abs($0 - 1000) < 0.001 })
    }
}

extension CausalPaths {
    /// Sequences of one length that share nothing.
    static func apart(_ count: Int, _ tokens: Int) -> CausalPaths {
        var paths = CausalPaths()
        for _ in 0..<count { paths.append(sharing: 0, adding: tokens) }
        return paths
    }
}

private struct AttentionInput {
    let batch: Int, tokens: Int, width: Int
    let queryValues: [Float], pairs: [Float]

    init(_ batch: Int, _ tokens: Int, _ width: Int, _ random: inout SeededGenerator) {
        (self.batch, self.tokens, self.width) = (batch, tokens, width)
        queryValues = random.floats(batch * tokens * width, in: -2...2)
        pairs = random.floats(batch * tokens * 2 * width, in: -2...2)
    }

    func queries(_ arena: Arena, _ count: Int? = nil) -> Tensor {
        make(queryValues, width, count ?? tokens, arena)
    }
    func keysAndValues(_ arena: Arena, _ count: Int? = nil) -> Tensor {
        make(pairs, 2 * width, count ?? tokens, arena)
    }
    private func make(_ values: [Float], _ columns: Int, _ count: Int, _ arena: Arena) -> Tensor {
        Tensor(Shape(batch: batch, tokens: count, channels: columns), on: arena) { target in
            for index in target.indices { target[index] = values[index] }
        }
    }

    func q(_ sequence: Int) -> [Float] {
        Array(queryValues[sequence * tokens * width..<(sequence + 1) * tokens * width])
    }
    func k(_ sequence: Int) -> [Float] { half(sequence, 0) }
    func v(_ sequence: Int) -> [Float] { half(sequence, width) }
    private func half(_ sequence: Int, _ start: Int) -> [Float] {
        (0..<tokens).flatMap { token in
            let row = (sequence * tokens + token) * 2 * width + start
            return pairs[row..<row + width]
        }
    }
}
