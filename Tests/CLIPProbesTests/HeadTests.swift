import CLIP
import CLIPNumerics
import CLIPTestSupport
import Testing

@testable import CLIPProbes

@Suite("Heads")
struct HeadTests {
    @Test("learn, and have the same bits on any number of threads", arguments: MadeUp.methods.indices)
    func learning(index: Int) throws {
        let method = MadeUp.methods[index]
        let data = try MadeUp()
        let heads = try [1, 2, 4].map { try method.fit(data.task(threads: $0)).head }
        let logits = heads.map { $0.logits(of: data.test.features, compute: Compute(threads: 2)) }
        #expect(logits.allSatisfy { $0 == logits[0] }, "\(method.name)")
        #expect(logits[0].count == data.test.count * 5 && logits[0].allSatisfy(\.isFinite))
        #expect(data.accuracy(heads[0]) > 0.7, "\(method.name)")
        let other = try method.fit(data.task(seed: 9, threads: 1)).head
        let others = other.logits(of: data.test.features, compute: Compute(threads: 2))
        #expect((others != logits[0]) == method.isSeeded, "\(method.name)")
    }

    @Test("of several layers learn from many examples")
    func perceptrons() throws {
        let data = try MadeUp(perClass: 200)
        for onLogits in [false, true] {
            let fitted = try PerceptronMethod(onLogits: onLogits).fit(data.task())
            #expect(data.accuracy(fitted.head) > 0.7, "on logits: \(onLogits)")
        }
    }

    @Test("of several layers see few examples as often as makes the write-ups' steps")
    func perceptronSteps() throws {
        let data = try MadeUp(perClass: 12)
        var six = PerceptronMethod(onLogits: true)
        six.epochs = 6
        let short = try data.accuracy(six.fit(data.task()).head)
        #expect(try data.accuracy(PerceptronMethod(onLogits: true).fit(data.task()).head) > short + 0.2)
    }

    @Test("a class to choose by that none was learned of does not decide λ")
    func unlearned() throws {
        let data = try MadeUp()
        func task(extra: Int) throws -> ProbeTask {
            let validation = data.validation.features
            let rows = validation.rows + extra
            return ProbeTask(
                training: try LabelledFeatures(
                    data.training.features, labels: data.training.labels, classes: 6),
                validation: try LabelledFeatures(
                    extra == 0 ? validation : validation.appending(data.test.features.prefix(extra)),
                    labels: data.validation.labels + [Int](repeating: 5, count: rows - validation.rows),
                    classes: 6))
        }
        let expected = try LogisticMethod().fit(task(extra: 0)).settings
        #expect(try LogisticMethod().fit(task(extra: 1)).settings == expected)
        #expect(expected[0].value < 1e4)
    }

    @Test("Tip-Adapter comes to the same bits, however many rows are looked at together")
    func blocks() throws {
        let data = try MadeUp()
        let whole = try TipAdapterMethod(trained: false).fit(data.task())
        var method = TipAdapterMethod(trained: false)
        method.mostProducts = 7 * data.training.count
        let fitted = try method.fit(data.task())
        #expect(fitted.settings == whole.settings)
        let logits = whole.head.logits(of: data.test.features, compute: .shared)
        let rows = data.test.features.blocks(forProductsWith: 1, atMost: 3).map(\.rows)
        #expect(rows.map(\.rows) == [Int](repeating: 3, count: 66) + [2])
        #expect(rows.flatMap { whole.head.logits(of: $0, compute: .shared) } == logits)
        let head = try #require(whole.head as? CacheHead)
        #expect(
            CacheAffinities(head, data.test.features, .shared)
                .logits(alpha: head.alpha, beta: head.beta, .shared) == logits)
    }

    @Test("of several layers are refused where they would not fit into memory")
    func tooWide() throws {
        for (method, dimension) in [
            (PerceptronMethod(onLogits: true), 8), (PerceptronMethod(onLogits: false), 512),
        ] {
            try method.check(classes: 1000, dimension: dimension)
            let error = #expect(throws: ProbeError.self) {
                try method.check(classes: 10_000, dimension: dimension)
            }
            #expect(error?.message.contains("for 10000 classes") == true)
        }
        let wide = try LabelledFeatures(
            EmbeddingMatrix(rows: 2, dimension: 2, values: [1, 0, 0, 1]), labels: [0, 1], classes: 10_000)
        let plan = ProbePlan(
            methods: [NearestMeanMethod(), PerceptronMethod(onLogits: false)], shots: [nil], seeds: [0])
        var fitted = 0
        #expect(throws: ProbeError.self) {
            try plan.run(
                on: .init(training: wide, validation: wide, test: wide, classes: (0..<10_000).map { "\($0)" })
            ) { _, _, _, _ in fitted += 1 }
        }
        #expect(fitted == 0)
    }

    @Test("refuse one class, nothing, and words that are not there", arguments: MadeUp.methods.indices)
    func refusals(index: Int) throws {
        let method = MadeUp.methods[index]
        let data = try MadeUp()
        var task = data.task()
        task.training = data.training.selecting(
            data.training.labels.indices.filter { data.training.labels[$0] == 3 })
        #expect(throws: ProbeError.self) { try method.fit(task) }
        task.training = data.training.selecting([])
        #expect(throws: ProbeError.self) { try method.fit(task) }
        task = data.task()
        task.text = nil
        if method.needsText {
            #expect(throws: ProbeError.self) { try method.fit(task) }
        } else {
            _ = try method.fit(task)
        }
    }

    @Test("never answer with a class that they saw nothing of")
    func absentClass() throws {
        let data = try MadeUp()
        var task = data.task()
        task.training = data.training.selecting(
            data.training.labels.indices.filter { data.training.labels[$0] != 2 })
        for method in [LogisticMethod(), NeighbourMethod(), NearestMeanMethod()] as [any HeadMethod] {
            let logits = try method.fit(task).head.logits(of: data.test.features, compute: .shared)
            for row in 0..<data.test.count {
                let own = logits[row * 5..<(row + 1) * 5]
                #expect(own.max() != own[row * 5 + 2], "\(method.name)")
            }
        }
    }

    @Test("anchored to good words are not worse than these with one example of each class")
    func anchored() throws {
        var (worse, logisticIsWorse) = (0, 0)
        for seed in 1...10 as ClosedRange<UInt64> {
            let data = try MadeUp(perClass: 1, noise: 1.5, wordNoise: 0.6, seed: seed)
            let zeroShot = data.accuracy(data.text.head)
            let fitted = try TextAnchoredMethod().fit(data.task())
            if data.accuracy(fitted.head) < zeroShot, fitted.note == nil { worse += 1 }
            if data.accuracy(try LogisticMethod().fit(data.task()).head) < zeroShot { logisticIsWorse += 1 }
        }
        #expect(logisticIsWorse >= 8, "the dip that the method is against")
        #expect(worse <= 1)
    }

    @Test("anchored to words of no use become regression")
    func uselessWords() throws {
        let data = try MadeUp(perClass: 20, wordNoise: 30)
        let fitted = try TextAnchoredMethod().fit(data.task())
        #expect(data.accuracy(fitted.head) > data.accuracy(data.text.head) + 0.3)
    }

    @Test("with anything to choose by lacking say so")
    func noValidation() throws {
        let data = try MadeUp()
        var task = data.task()
        task.validation = nil
        #expect(try TextAnchoredMethod().fit(task).note != nil)
        #expect(try LogisticMethod().fit(task).settings == [HeadSetting("lambda", 1 / 0.316)])
    }

    @Test("of neighbours: more neighbours than examples are refused, votes fade with distance")
    func neighbours() throws {
        let data = try MadeUp(perClass: 2)
        #expect(throws: ProbeError.self) { try NeighbourMethod(neighbours: 11).fit(data.task()) }
        let head = NeighbourHead(
            examples: EmbeddingMatrix(rows: 3, dimension: 2, values: [1, 0, 0, 1, 0, 1]), labels: [0, 1, 1],
            classes: 3, neighbours: 3)
        let logits = head.logits(
            of: EmbeddingMatrix(rows: 1, dimension: 2, values: [3, 0]), compute: Compute(threads: 1))
        #expect(abs(logits[0] - 1 / 0.07) < 1e-5)
        #expect(abs(logits[1] - 0.6931472) < 1e-4, "two votes of e^0")
        #expect(logits[2] == NeighbourHead.nobody)
    }
}
