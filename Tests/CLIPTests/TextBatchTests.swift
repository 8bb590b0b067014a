import CLIPNumerics
import CLIPTestSupport
import CLIPText
import Testing

@testable import CLIP

/// Texts as paths of rows: less is computed, and every embedding keeps its bits.
@Suite("Texts that begin alike share what they have in common")
struct TextBatchTests {
    static let causal = "vit-quickgelu"

    private func sizes(
        _ pooling: ModelConfiguration.TextPooling = .highestToken, isCausal: Bool = true
    ) -> ModelConfiguration.Text {
        .init(
            width: 8, layers: 1, heads: 1, contextLength: 8, vocabularySize: 100, mlpWidth: 8,
            activation: .gelu, pooling: pooling, isCausal: isCausal)
    }

    /// Texts of which many begin as others do, some are others cut off, and some come twice.
    private func family(_ count: Int, for sizes: ModelConfiguration.Text, seed: UInt64) -> [[Int32]] {
        var random = SeededGenerator(seed: seed)
        let end = Int32(sizes.vocabularySize - 1)
        var texts: [[Int32]] = []
        for _ in 0..<count {
            let parent = texts.randomElement(using: &random)?.dropLast() ?? [1]
            if Int.random(in: 0..<8, using: &random) == 0, let twin = texts.last {
                texts.append(twin)
                continue
            }
            var text = Array(parent.prefix(Int.random(in: 1...8, using: &random)))
            for _ in 0..<Int.random(in: 0...6, using: &random) where text.count < sizes.contextLength - 1 {
                text.append(Int32.random(in: 2..<end, using: &random))
            }
            texts.append(text + [end])
        }
        return texts
    }

    @Test(
        "any order, any split, any neighbours, twins: the same bits",
        arguments: InstructionSet.allCases.filter(\.isAvailable), Element.allCases)
    func bits(set: InstructionSet, element: Element) throws {
        let golden = try NetworkGolden(Self.causal)
        let sizes = golden.text
        let texts = family(60, for: sizes, seed: 60)
        var alone: [[Float]] = []
        var random = SeededGenerator(seed: 61)
        for threads in [1, 3] {
            let compute = Compute(threads: threads, instructionSet: set)
            let tower = golden.weights.text(sizes, InferencePreparation(compute: compute, element: element))
            let ops = InferenceOps(compute: compute, arena: Arena(), element: element)
            func rows(_ texts: ArraySlice<[Int32]>) -> [Float] {
                tower(TokenBatch(texts, for: sizes), in: ops).floats
            }
            if alone.isEmpty { alone = texts.map { rows([$0]) } }
            let orders =
                [
                    Array(texts.indices),
                    texts.indices.sorted { texts[$0].lexicographicallyPrecedes(texts[$1]) },
                ]
                + (0..<2).map { _ in texts.indices.shuffled(using: &random) }
            for order in orders {
                for size in [1, 2, 7, 60] {
                    for start in stride(from: 0, to: 60, by: size) {
                        let part = order[start..<min(start + size, 60)]
                        #expect(
                            rows(part.map { texts[$0] }[...]) == part.flatMap { alone[$0] },
                            "\(set) \(element), \(size) from \(start), \(threads) threads")
                    }
                }
            }
        }
    }

    @Test("a model gives each text its row, whatever else is asked for", arguments: Precision.allCases)
    func model(precision: Precision) async throws {
        for name in [Self.causal, "vit-patch-mean", "vit-first"] {
            let model = try await CLIPModel.load(
                Golden.folder + "/networks/" + name, options: LoadingOptions(precision: precision))
            let texts = family(70, for: model.text.sizes, seed: 62)
            var alone: [Float] = []
            for text in texts { alone += try await model.encode(tokens: [text]).values }
            #expect(try await model.encode(tokens: texts).values == alone, "\(name)")
            // What stands behind the end of a text is padding to a tower with a causal mask.
            guard name == Self.causal else { continue }
            let padded = texts.map { $0 + repeatElement(3, count: model.contextLength - $0.count) }
            #expect(try await model.encode(tokens: padded).values == alone)
        }
        let model = try await CLIPModel.load(Golden.folder + "/networks/" + Self.causal)
        #expect(try await model.encode(tokens: []).rows == 0)
    }

    @Test("every beginning is one row, counted on OpenAI's templates for ten labels")
    func rows() throws {
        var text = sizes(.first(49407))
        text.contextLength = 77
        let tokenizer = Tokenizer.openAI(.openCLIP)
        let labels = ["tench", "goldfish", "great white shark", "tiger shark", "hammerhead", "electric ray"]
        let prompts = labels.flatMap { label in TemplateSet.openai80.templates.map { $0.filled(with: label) }
        }
        let tokens = prompts.map { tokenizer.encode($0, contextLength: 77).ids }
        let sorted = SortedTexts(tokens + tokens, for: text)
        let batch = TokenBatch(sorted.texts[...], for: text)
        let beginnings = Set(tokens.flatMap { ids in ids.indices.map { Array(ids[...$0]) } })
        #expect(batch.ids.count == beginnings.count)
        #expect(batch.ids.count * 2 < tokens.reduce(0) { $0 + $1.count })
        #expect(sorted.texts.count == Set(tokens).count)
        #expect(sorted.places.map { sorted.texts[$0] } == tokens + tokens)
    }

    @Test("batches hold all texts in order, none above the limit, of about the same size")
    func batches() {
        let sizes = sizes()
        let sorted = SortedTexts(family(500, for: sizes, seed: 63), for: sizes)
        for (limit, threads) in [
            (1, 1), (8, 1), (20, 1), (100, 1), (1000, 1), (100_000, 1), (1000, 2), (1000, 5),
        ] {
            let batches = sorted.batches(rows: limit, threads: threads)
            #expect(batches.flatMap { Array($0) } == Array(sorted.texts.indices))
            let rows = batches.map { TokenBatch(sorted.texts[$0], for: sizes).ids.count }
            #expect(zip(rows, batches).allSatisfy { $0 <= limit || $1.count == 1 }, "\(limit): \(rows)")
            let fewest = (rows.reduce(0, +) + limit - 1) / limit
            #expect(limit < 100 || batches.count <= fewest + threads, "\(limit): \(rows)")
        }
        #expect(SortedTexts([], for: sizes).batches(rows: 10, threads: 2).isEmpty)
    }

    @Test("towers that see or read the padding get it")
    func padding() {
        let texts: [[Int32]] = [[1, 5, 99], [1, 5, 6, 99, 4]]
        func batch(_ sizes: ModelConfiguration.Text) -> TokenBatch { TokenBatch(texts[...], for: sizes) }
        #expect(batch(sizes()).ids == [1, 5, 99, 6, 99] && batch(sizes()).places == [0, 1, 2, 2, 3])
        #expect(batch(sizes(.start)).ids == [1])
        #expect(batch(sizes(.last)).ids == [1, 5, 99, 0, 0, 0, 0, 0, 6, 99, 4, 0, 0, 0])
        let both = batch(sizes(isCausal: false))
        #expect(both.ids == [1, 5, 99, 0, 0, 0, 0, 0, 1, 5, 6, 99, 4, 0, 0, 0] && both.batch == 2)
        guard case .at(let ends) = both.ends else { return #expect(Bool(false), "ends of \(both.ends)") }
        #expect(ends == [2, 3])
        let whole = TokenBatch(texts[...], for: sizes(), whole: true)
        #expect(whole.ids == both.ids && whole.places == both.places)
    }
}
