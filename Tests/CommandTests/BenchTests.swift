import CLIPTestSupport
import Foundation
import Testing

@testable import swift_clip

@Suite("bench")
struct BenchTests {
    private static let short = ["--rounds", "2", "--seconds", "0", "--quiet"]

    @Test("every batch size in every precision, with what was counted", arguments: ["image", "text"])
    func document(tower: String) throws {
        let result = try Command().run(
            ["bench", "--tower", tower, "--batch", "1,3", "--precision", "f32,bf16", "--format", "json"]
                + Self.short)
        #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
        let document = try result.json()
        #expect(document["schema"] as? Int == 1 && document["model"] as? String == "pocket")
        #expect(document["tower"] as? String == tower)
        #expect((document["tokens"] as? Int != nil) == (tower == "text"))
        let nominal = try #require(document["nominal_flops"] as? Int)
        let performed = try #require(document["performed_flops"] as? Int)
        #expect(performed > 0 && performed <= nominal)
        let results = try #require(document["results"] as? [[String: Any]])
        #expect(results.map { $0["precision"] as? String } == ["f32", "f32", "bf16", "bf16"])
        #expect(results.map { $0["batch"] as? Int } == [1, 3, 1, 3])
        for result in results {
            for name in [
                "per_second", "flops_per_second", "ceiling_flops_per_second", "share_of_ceiling", "cores",
            ] {
                #expect(try #require(result[name] as? Double) > 0, "\(name)")
            }
            #expect(try #require(result["page_faults_per_batch"] as? Double) >= 0)
            #expect((result["rounds_per_second"] as? [Double])?.count == 2)
            #expect(result["stages"] == nil)
            #if os(Linux)
                #expect(try #require(result["peak_memory_bytes"] as? Int) > 1 << 20)
            #endif
        }
    }

    @Test("stages from the file to the vector, and the words inside the tower")
    func stages() throws {
        let result = try Command().run(
            [
                "bench", Command.photo("cat.jpg"), Command.photo("hat.jpg"), "--batch", "2", "--stages",
                "--format", "json",
            ] + Self.short)
        let results = try #require(try result.json()["results"] as? [[String: Any]])
        let stages = try #require(results.first?["stages"] as? [[String: Any]])
        #expect(
            stages.map { $0["name"] as? String } == ["decode", "crop", "normalise", "tower", "unit length"])
        #expect(stages.allSatisfy { $0["times"] as? Int == 1 })
        let tower = try #require(stages[3]["milliseconds"] as? Double)
        let words = try #require(stages[3]["words"] as? [[String: Any]])
        #expect(words.contains { $0["name"] as? String == "linear" && $0["times"] as? Int ?? 0 > 1 })
        #expect(words.compactMap { $0["milliseconds"] as? Double }.reduce(0, +) <= tower)
    }

    @Test("the trace is JSON whose events, thread by thread, lie inside one another or apart")
    func trace() throws {
        let command = Command()
        let result = try command.run(
            ["bench", "--batch", "1,2", "--precision", "f32", "--trace", "trace.json"] + Self.short)
        #expect(result.status == 0 && result.output.contains("attention"))
        let document = try #require(
            try JSONSerialization.jsonObject(with: command.file("trace.json")) as? [String: Any])
        let all = try #require(document["traceEvents"] as? [[String: Any]])
        let events = all.filter { $0["ph"] as? String == "X" }
        #expect(Set(events.compactMap { $0["cat"] as? String }) == ["stage", "word", "loop"])
        #expect(events.contains { $0["name"] as? String == "pocket, f32, batch 2" })
        let threads = Dictionary(grouping: events) { $0["tid"] as? Int ?? -1 }
        #expect(threads[-1] == nil)
        let named = all.filter { $0["name"] as? String == "thread_name" }.compactMap { $0["tid"] as? Int }
        #expect(Set(named) == Set(threads.keys))
        for own in threads.values {
            let spans = try own.map { event in
                (start: try #require(event["ts"] as? Double), length: try #require(event["dur"] as? Double))
            }
            var open: [Double] = []  // ends of what has begun
            for span in spans.sorted(by: { ($0.start, -$0.length) < ($1.start, -$1.length) }) {
                // Microseconds with three decimals: sums may be off by the last bits.
                while let end = open.last, end <= span.start + 1e-4 { open.removeLast() }
                #expect(open.last.map { span.start + span.length <= $0 + 1e-4 } ?? true)
                open.append(span.start + span.length)
            }
        }
        let files = try FileManager.default.contentsOfDirectory(atPath: command.folder.path)
        #expect(files.filter { $0.hasPrefix("trace") } == ["trace.json"])
    }

    @Test("a picture that is none is refused by name")
    func noPicture() throws {
        let command = Command()
        try command.add("words.jpg", "no picture")
        let result = try command.run(["bench", "words.jpg", "--stages"] + Self.short)
        #expect(result.status == 1 && result.output.isEmpty && result.errors.contains("words.jpg: "))
    }

    @Test("more tokens than the model takes are wrong usage")
    func tokens() throws {
        let result = try Command().run(["bench", "--tower", "text", "--tokens", "99999"] + Self.short)
        #expect(result.status == 64 && result.errors.contains("takes at most"))
    }

    @Test("the peak is read from the system's own words")
    func peak() {
        #expect(ProcessUsage.peakMemory(inStatus: "Name:\tx\nVmPeak:\t 9 kB\nVmHWM:\t   12 kB\n") == 12 << 10)
        #expect(ProcessUsage.peakMemory(inStatus: "Name:\tx\n") == nil)
    }
}
