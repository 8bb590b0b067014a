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
            for mask in [AttentionMask.none, .causal] {
                let arena = Arena()
                let result = compute.attention(
                    queries: input.queries(arena), keysAndValues: input.keysAndValues(arena), heads: heads,
                    mask: mask,
                    on: arena)
                let expected = (0..<batch).flatMap { sequence in
                    Reference.attention(
                        q: input.q(sequence), k: input.k(sequence), v: input.v(sequence), width: width,
                        heads: heads,
                        visible: (0..<tokens).map { mask == .causal ? $0 + 1 : tokens })
                }
                #expect(
                    largestDifference(result.floats, expected) < 1e-5,
                    "\(set) [\(batch), \(tokens), \(width)]")
            }
        }
    }

    @Test("a selected query has the bits that it has among all", arguments: availableSets)
    func selection(set: InstructionSet) {
        let compute = Compute(threads: 2, instructionSet: set)
        var random = SeededGenerator(seed: 12)
        let input = AttentionInput(4, 21, 64, &random)
        let arena = Arena()
        let (q, kv) = (input.queries(arena), input.keysAndValues(arena))
        let rows: [Int32] = [0, 20, 7, 11]
        let selected = compute.attention(
            queries: compute.gather(q, rows: rows, on: arena), keysAndValues: kv, heads: 2, mask: .causal,
            positions: rows, on: arena)
        let all = compute.attention(queries: q, keysAndValues: kv, heads: 2, mask: .causal, on: arena)
        #expect(selected.floats == compute.gather(all, rows: rows, on: arena).floats)
    }

    @Test("what stands behind the mask changes no bit", arguments: availableSets)
    func padding(set: InstructionSet) {
        let compute = Compute(threads: 1, instructionSet: set)
        var random = SeededGenerator(seed: 13)
        let long = AttentionInput(1, 40, 48, &random)
        let arena = Arena()
        let whole = compute.attention(
            queries: long.queries(arena), keysAndValues: long.keysAndValues(arena), heads: 3, mask: .causal,
            on: arena)
        for tokens in [1, 5, 16, 17, 39] {
            let short = compute.attention(
                queries: long.queries(arena, tokens), keysAndValues: long.keysAndValues(arena, tokens),
                heads: 3,
                mask: .causal, on: arena)
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
