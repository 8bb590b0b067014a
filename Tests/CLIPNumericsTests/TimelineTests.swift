import Testing

@testable import CLIPNumerics

@Suite("Timelines")
struct TimelineTests {
    @Test("loops are named after the work around them, and nothing is kept that nobody asked for")
    func names() {
        let timeline = Timeline()
        let compute = Compute(threads: 2, timeline: timeline)
        compute.parallel(3) { _, _ in }
        #expect(timeline.measure("before", .stage) { 1 } == 1)
        #expect(timeline.spans.isEmpty)

        timeline.isRecording = true
        compute.parallel(3) { _, _ in }
        timeline.measure("outer", .stage) {
            timeline.measure("inner", .word) { compute.parallel(3) { _, _ in } }
            compute.parallel(1) { _, _ in }
        }
        timeline.isRecording = false
        compute.parallel(3) { _, _ in }

        let spans = timeline.spans
        #expect(Set(spans.filter { $0.kind == .loop }.map(\.name)) == ["loop", "inner", "outer"])
        #expect(spans.filter { $0.kind != .loop }.map(\.name) == ["inner", "outer"])
        #expect(spans.allSatisfy { $0.start >= 0 && $0.duration >= 0 })
    }

    @Test("every chunk is done once while it is looked at", arguments: [1, 2, 4])
    func chunks(threads: Int) {
        let timeline = Timeline()
        timeline.isRecording = true
        let compute = Compute(threads: threads, timeline: timeline)
        for count in [0, 1, 2, 17, 1000] {
            let done = compute.map(Array(0..<count)) { $0 }
            #expect(done == Array(0..<count))
        }
        #expect(Set(timeline.spans.map(\.thread)).count <= threads)
    }

    @Test("spans of one thread lie inside one another or apart")
    func nesting() {
        let timeline = Timeline()
        timeline.isRecording = true
        let compute = Compute(threads: 3, timeline: timeline)
        for _ in 0..<50 {
            timeline.measure("stage", .stage) {
                for _ in 0..<3 { timeline.measure("word", .word) { compute.parallel(9) { _, _ in } } }
            }
        }
        let spans = timeline.spans
        #expect(spans.count { $0.kind == .word } == 150)
        for (thread, own) in Dictionary(grouping: spans, by: \.thread) {
            var open: [Int64] = []  // ends of what has begun
            for span in own.sorted(by: { ($0.start, -$0.duration) < ($1.start, -$1.duration) }) {
                while let end = open.last, end <= span.start { open.removeLast() }
                #expect(open.last.map { span.start + span.duration <= $0 } ?? true, "thread \(thread)")
                open.append(span.start + span.duration)
            }
        }
    }
}
