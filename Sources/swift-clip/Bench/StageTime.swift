import CLIPNumerics

/// How long a step or a word took, all its occurrences in one pass together.
struct StageTime: Equatable {
    let name: String
    /// For one batch.
    let milliseconds: Double
    /// How often it occurs in one batch.
    let count: Int
    /// What it is made of; empty where nothing inside was looked at.
    var parts: [StageTime] = []

    /// Adds up what lies directly inside the spans named `pass`, and the words inside that, in order of appearance.
    /// - Parameters:
    ///   - spans: of one timeline.
    ///   - pass: the name of the outermost spans; times are divided by their number.
    static func inside(_ pass: String, of spans: [Timeline.Span]) -> [StageTime] {
        let passes = spans.filter { $0.kind == .stage && $0.name == pass }
        let outer = passes.map(SpanRange.init)
        let stages = spans.filter { span in
            span.kind == .stage && span.name != pass && outer.contains { $0.has(span) }
        }
        return sums(stages, passes: passes.count).map { stage in
            let ranges = stages.filter { $0.name == stage.name }.map(SpanRange.init)
            let words = spans.filter { span in span.kind == .word && ranges.contains { $0.has(span) } }
            var stage = stage
            stage.parts = sums(words, passes: passes.count)
            return stage
        }
    }

    private static func sums(_ spans: [Timeline.Span], passes: Int) -> [StageTime] {
        var names: [String] = []
        var totals: [String: (time: Int64, count: Int)] = [:]
        for span in spans.sorted(by: { $0.start < $1.start }) {
            if totals[span.name] == nil { names.append(span.name) }
            let total = totals[span.name] ?? (0, 0)
            totals[span.name] = (total.time + span.duration, total.count + 1)
        }
        return names.map { name in
            let total = totals[name] ?? (0, 0)
            return StageTime(
                name: name, milliseconds: Double(total.time) / 1e6 / Double(max(passes, 1)),
                count: total.count / max(passes, 1))
        }
    }
}

/// The time that a span takes on its thread.
private struct SpanRange {
    let thread: Int
    let range: ClosedRange<Int64>

    init(_ span: Timeline.Span) {
        thread = span.thread
        range = span.start...span.start + span.duration
    }

    func has(_ span: Timeline.Span) -> Bool {
        span.thread == thread && range.contains(span.start) && range.contains(span.start + span.duration)
    }
}
