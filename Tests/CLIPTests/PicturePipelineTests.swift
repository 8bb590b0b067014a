import CLIPImages
import CLIPNumerics
import CLIPTestSupport
import Synchronization
import Testing

@testable import CLIP

@Suite("From files to vectors", .timeLimit(.minutes(5)))
struct PicturePipelineTests {
    private static func model(threads: Int) async throws -> CLIPModel {
        try await CLIPModel.load(
            Golden.folder + "/networks/vit-quickgelu", compute: Compute(threads: threads))
    }

    private static func photo(_ index: Int) throws -> RGBImage {
        let (width, height) = (20 + index % 13, 18 + index % 7)
        return try RGBImage(
            width: width, height: height,
            pixels: (0..<width * height * 3).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ index &* 17) })
    }

    /// Every eighth input is none.
    private static func fails(_ index: Int) -> Bool { index % 8 == 5 }

    private static func stream(
        _ model: CLIPModel, _ count: Int, making output: PictureOutput = .embedding(normalised: true),
        batchSize: Int = .max, read: @escaping @Sendable (Int) -> Void = { _ in }
    ) throws -> PictureStream<IndexingIterator<Range<Int>>, Int> {
        let (photos, preprocessing) = (try (0..<count).map(photo), model.preprocessing)
        return model.stream((0..<count).makeIterator(), making: output, batchSize: batchSize) { index in
            read(index)
            return (index, fails(index) ? nil : preprocessing.crop(photos[index]))
        }
    }

    @Test("the same bits in the same order as by encode, any batch size and threads", arguments: 1...4)
    func bits(threads: Int) async throws {
        let model = try await Self.model(threads: threads)
        for (count, batchSize) in [(0, 6), (1, 6), (3, 1), (7, 32), (50, 5), (133, 32), (133, 1)] {
            let sound = (0..<count).filter { !Self.fails($0) }
            let expected = try await model.encode(images: sound.map(Self.photo), normalised: false)
            let stream = try Self.stream(
                model, count, making: .embedding(normalised: false), batchSize: batchSize)
            var (outcomes, values): ([Int], [Float]) = ([], [])
            while let next = try await stream.next() {
                #expect(next.rows.rows == next.outcomes.count { !Self.fails($0) })
                outcomes += next.outcomes
                values += next.rows.values
            }
            #expect(outcomes == Array(0..<count))
            #expect(values == expected.values, "\(count) by \(batchSize)")
        }
    }

    @Test("hidden states, too")
    func hidden() async throws {
        let model = try await Self.model(threads: 3)
        let layer = try #require(model.configuration.vision?.hidden(1))
        let stream = try Self.stream(model, 40, making: .hidden(layer))
        var values: [Float] = []
        while let next = try await stream.next() { values += next.rows.values }
        let sound = (0..<40).filter { !Self.fails($0) }
        #expect(values == (try await model.encode(images: sound.map(Self.photo), hidden: 1).values))
    }

    @Test("who takes nothing more stops the reading")
    func backPressure() async throws {
        let model = try await Self.model(threads: 2)
        let read = Atomic(0)
        let stream = try Self.stream(model, 3000, batchSize: 4) { _ in read.add(1, ordering: .relaxed) }
        let first = try #require(try await stream.next())
        let window = PictureQueue<Int, Int>(threads: 2, batchSize: 4).window
        // All that may be read has been when the threads have left: they take work that is handed in later.
        await model.compute.perform {}
        try await Task.sleep(for: .milliseconds(200))
        #expect(read.load(ordering: .relaxed) <= first.outcomes.count + window)
        let taken = read.load(ordering: .relaxed)
        try await Task.sleep(for: .milliseconds(200))
        #expect(read.load(ordering: .relaxed) == taken)
        await stream.close()
    }

    @Test("others use the model meanwhile, in the loop's body and beside it")
    func others() async throws {
        let model = try await Self.model(threads: 2)
        let expected = try await model.encode(texts: ["a cat"])
        try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<3 {
                group.addTask {
                    let stream = try Self.stream(model, 200)
                    var count = 0
                    while let next = try await stream.next() {
                        count += next.outcomes.count
                        let texts = try await model.encode(texts: ["a cat"])
                        #expect(texts == expected)
                    }
                    return count
                }
            }
            for try await count in group { #expect(count == 200) }
        }
    }

    @Test("a cancelled run hands over what was finished, in order, and then ends")
    func cancellation() async throws {
        let model = try await Self.model(threads: 2)
        let run = Task {
            let stream = try Self.stream(model, 5000)
            var outcomes: [Int] = []
            do {
                while let next = try await stream.next() {
                    outcomes += next.outcomes
                    if outcomes.count > 30 { withUnsafeCurrentTask { $0?.cancel() } }
                }
            } catch is CancellationError { return (outcomes, true) }
            return (outcomes, false)
        }
        let (outcomes, wasCancelled) = try await run.value
        #expect(wasCancelled)
        #expect(outcomes == Array(0..<outcomes.count) && (31..<5000).contains(outcomes.count))
        // The threads are free.
        #expect(try await model.encode(texts: ["a cat"]).rows == 1)
    }

    @Test("a stream that is dropped begins nothing more")
    func dropped() async throws {
        let model = try await Self.model(threads: 2)
        let read = Atomic(0)
        do {
            let stream = try Self.stream(model, 5000) { _ in read.add(1, ordering: .relaxed) }
            _ = try await stream.next()
        }
        _ = try await model.encode(texts: ["a cat"])
        let count = read.load(ordering: .relaxed)
        _ = try await model.encode(texts: ["a cat"])
        #expect(read.load(ordering: .relaxed) == count && count < 5000)
    }

    @Test("files: vectors and failures as they come")
    func files() async throws {
        let model = try await Self.model(threads: 2)
        let photos = ["cat.jpg", "hat.jpg", "missing.jpg", "coffee.png", "labels.txt", "dress.jpg"].map {
            Repository.root + "/Examples/photos/" + $0
        }
        var found: [EncodedFiles.Element] = []
        for try await file in model.encode(files: photos) { found.append(file) }
        #expect(found.map(\.path) == photos)
        for file in found {
            guard let image = try? RGBImage(path: file.path) else {
                #expect(throws: ImageError.self) { try file.embedding.get() }
                continue
            }
            let expected = try await model.encode(images: [image])
            #expect(try file.embedding.get() == expected.values)
        }
        #expect(found.count { (try? $0.embedding.get()) == nil } == 2)
    }
}
