import CLIP
import CLIPNumerics

/// A timeline in the trace event format of Chrome, which Perfetto opens: complete events ("X") with microseconds and
/// a thread each.
struct ChromeTrace {
    let timeline: Timeline

    init(_ timeline: Timeline) { self.timeline = timeline }

    /// The file.
    var bytes: [UInt8] {
        let spans = timeline.spans.sorted { ($0.start, -$0.duration) < ($1.start, -$1.duration) }
        let threads = Set(spans.map(\.thread)).sorted()
        let names = threads.map { thread in
            Self.metadata("thread_name", thread == 0 ? "caller" : "worker \(thread)", thread)
        }
        let events = [Self.metadata("process_name", "swift-clip", 0)] + names + spans.map(Self.event)
        let document = JSONText.object([
            (name: "displayTimeUnit", value: .string("ms")), (name: "traceEvents", value: .array(events)),
        ])
        return Array((document.text + "\n").utf8)
    }

    private static func event(_ span: Timeline.Span) -> JSONText {
        .object([
            (name: "name", value: .string(span.name)), (name: "cat", value: .string(span.kind.rawValue)),
            (name: "ph", value: .string("X")), (name: "ts", value: .double(Double(span.start) / 1000)),
            (name: "dur", value: .double(Double(span.duration) / 1000)), (name: "pid", value: .integer(1)),
            (name: "tid", value: .integer(span.thread)),
        ])
    }

    private static func metadata(_ name: String, _ value: String, _ thread: Int) -> JSONText {
        .object([
            (name: "name", value: .string(name)), (name: "ph", value: .string("M")),
            (name: "pid", value: .integer(1)), (name: "tid", value: .integer(thread)),
            (name: "args", value: .object([(name: "name", value: .string(value))])),
        ])
    }
}
