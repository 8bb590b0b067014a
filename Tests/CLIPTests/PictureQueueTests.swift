import CLIPImages
import CLIPTestSupport
import Testing

@testable import CLIP

@Suite("What threads take from a queue of pictures")
struct PictureQueueTests {
    typealias Queue = PictureQueue<Int, Int>
    private let image: RGBImage

    init() throws { image = try RGBImage(width: 1, height: 1, pixels: [0, 0, 0]) }

    /// Threads that take jobs and finish them in any order, as a generator decides.
    private struct Simulation {
        var queue: Queue
        var random: SeededGenerator
        let image: RGBImage
        let threads: Int
        /// Inputs that are no pictures.
        let fails: (Int) -> Bool
        var jobs: [Queue.Job] = []
        var delivered: [Int] = []
        var values: [Float] = []
        var batches: [Int] = []
        var shared: [Int] = []
        var mostHeld = 0
        var added = 0

        /// Adds, takes, finishes and delivers until all of `count` inputs are delivered.
        mutating func run(_ count: Int) {
            queue.canEncode = true
            while !queue.isFinished {
                while queue.hasRoom, random.next(upperBound: UInt(3)) > 0 {
                    if added < count {
                        queue.add(added)
                        added += 1
                    } else {
                        queue.complete()
                    }
                }
                mostHeld = max(mostHeld, added - delivered.count)
                threadsWork()
                let (outcomes, rows) = queue.results()
                delivered += outcomes
                values += rows
            }
        }

        /// All threads, from the first job to the last one's leaving.
        private mutating func threadsWork() {
            queue.gather()
            var here = threads
            while here > 0 || !jobs.isEmpty {
                if here > jobs.count, random.next(upperBound: UInt(2)) == 0 || jobs.isEmpty {
                    if let job = queue.take() { jobs.append(job) } else { here -= 1 }
                } else if !jobs.isEmpty {
                    finish(jobs.remove(at: Int(random.next(upperBound: UInt(jobs.count)))))
                }
            }
            while let crops = queue.takeShared() {
                shared.append(crops.count)
                queue.finish(encoding: crops, crops.map { Float($0.place) })
            }
        }

        private mutating func finish(_ job: Queue.Job) {
            switch job {
            case .read(let place, let input, _):
                queue.finish(reading: place, input, fails(input) ? nil : image)
            case .encode(let crops):
                batches.append(crops.count)
                queue.finish(encoding: crops, crops.map { Float($0.place) })
            }
        }
    }

    private func simulate(
        _ count: Int, threads: Int, batchSize: Int, seed: UInt64,
        fails: @escaping (Int) -> Bool = { _ in false }
    ) -> Simulation {
        var simulation = Simulation(
            queue: Queue(threads: threads, batchSize: batchSize), random: SeededGenerator(seed: seed),
            image: image, threads: threads, fails: fails)
        simulation.run(count)
        return simulation
    }

    @Test("every input once and in order, whoever is faster", arguments: [1, 2, 3, 8], [1, 2, 6, 32])
    func order(threads: Int, batchSize: Int) {
        for count in [0, 1, 2, 5, 7, 13, 40, 300] {
            for seed in UInt64(0)..<6 {
                let run = simulate(count, threads: threads, batchSize: batchSize, seed: seed) {
                    $0 % 7 == 3 || seed == 5
                }
                #expect(run.delivered == Array(0..<count))
                #expect(run.values == run.delivered.filter { $0 % 7 != 3 && seed != 5 }.map(Float.init))
                #expect((run.batches + run.shared).allSatisfy { (1...batchSize).contains($0) })
                #expect(run.mostHeld <= run.queue.window)
            }
        }
    }

    @Test("few pictures go through the network on all threads, many on each by itself")
    func fewAndMany() {
        for count in 1...5 {
            var queue = Queue(threads: 2, batchSize: 6)
            for input in 0..<count { queue.add(input) }
            queue.complete()
            queue.canEncode = true
            for _ in 0..<count {
                guard case .read(let place, let input, _) = queue.take() else { continue }
                queue.finish(reading: place, input, image)
            }
            #expect(queue.take() == nil && queue.hasWork)
            #expect(queue.takeShared()?.count == count)
        }
        #expect(simulate(100, threads: 2, batchSize: 6, seed: 1).shared.isEmpty)
    }

    @Test("half a batch that is all there is needs no weights that are kept", arguments: [1, 2])
    func single(threads: Int) {
        for count in 1...6 {
            var queue = Queue(threads: threads, batchSize: 6)
            for input in 0..<count { queue.add(input) }
            queue.complete()
            while let job = queue.take() {
                #expect(!queue.isSingle)
                guard case .read(let place, let input, _) = job else { continue }
                queue.finish(reading: place, input, image)
            }
            #expect(queue.needsNetwork && queue.isSingle == (count <= 3), "\(count)")
            queue.canEncode = true
            #expect(!queue.isSingle)
        }
    }

    @Test("the last crops come in ever smaller batches, so that no thread works on while others wait")
    func ending() {
        for (count, sizes) in [
            (8, [4, 2, 1, 1]), (13, [6, 4, 2, 1]), (24, [6, 6, 6, 3, 2, 1]), (6, [3, 2, 1]),
        ] {
            var queue = Queue(threads: 2, batchSize: 6)
            for input in 0..<count { queue.add(input) }
            queue.complete()
            queue.canEncode = true
            var batches: [Int] = []
            while let job = queue.take() {
                switch job {
                case .read(let place, let input, _): queue.finish(reading: place, input, image)
                case .encode(let crops):
                    batches.append(crops.count)
                    queue.finish(encoding: crops, crops.map { _ in 0 })
                }
            }
            #expect(batches.sorted(by: >) == sizes, "\(count)")
        }
    }

    @Test("who does not take results stops the reading; nothing is begun once it is closed")
    func bounds() {
        var queue = Queue(threads: 2, batchSize: 6)
        var input = 0
        while queue.hasRoom {
            queue.add(input)
            input += 1
        }
        #expect(input == queue.window)
        queue.canEncode = true
        while let job = queue.take() {
            switch job {
            case .read(let place, let input, _): queue.finish(reading: place, input, image)
            case .encode(let crops): queue.finish(encoding: crops, crops.map { _ in 0 })
            }
        }
        #expect(!queue.hasRoom && !queue.hasWork)
        #expect(queue.results().outcomes.count == queue.window)
        #expect(queue.hasRoom)

        queue.add(input)
        queue.add(input + 1)
        queue.gather()
        guard case .read(let place, let begun, _) = queue.take() else {
            Issue.record("an input is there")
            return
        }
        queue.close()
        #expect(queue.take() == nil && !queue.hasRoom && !queue.hasWork)
        queue.finish(reading: place, begun, nil)
        #expect(queue.results().outcomes == [begun])
    }

    @Test("a thread that left has the others leave when there is work again")
    func gathering() {
        var queue = Queue(threads: 2, batchSize: 6)
        queue.canEncode = true
        queue.add(0)
        guard case .read(let place, let input, _) = queue.take() else {
            Issue.record("an input is there")
            return
        }
        #expect(queue.take() == nil)
        queue.finish(reading: place, input, nil)
        queue.add(1)
        #expect(queue.take() == nil && queue.hasWork)
        queue.gather()
        #expect(queue.take() != nil)
    }
}
