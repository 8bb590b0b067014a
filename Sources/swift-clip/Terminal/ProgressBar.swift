import CLIP
import Synchronization

/// How far a run is: a bar with rate and time left on standard error, on a terminal only.
final class ProgressBar {
    private let console: Console
    private let measure: Measure
    private let total = Total()
    private let start = ContinuousClock.now
    private var done = 0
    private var skipped = 0
    private var drawn: ContinuousClock.Instant?

    /// What is counted.
    enum Measure {
        /// Things of this name, "picture" for example.
        case things(String)
        /// Bytes of a download.
        case bytes

        /// "40 of 100 pictures", "12.3 MB of 605.2 MB".
        func amount(_ reached: Int, of total: Int?) -> String {
            switch self {
            case .things(let noun):
                let whole = total.map { " of \(DisplayNumber.grouped($0))" } ?? ""
                return "\(DisplayNumber.grouped(reached))\(whole) \(noun)s"
            case .bytes:
                return DisplayNumber.bytes(reached) + (total.map { " of \(DisplayNumber.bytes($0))" } ?? "")
            }
        }

        func rate(_ perSecond: Double) -> String {
            switch self {
            case .things: DisplayNumber.fixed(Float(perSecond), decimals: perSecond < 10 ? 1 : 0) + "/s"
            case .bytes: DisplayNumber.bytes(Int(max(0, min(perSecond, 1e15)))) + "/s"
            }
        }
    }

    /// The number of inputs, counted while the work goes on.
    private final class Total: Sendable {
        private let count = Atomic<Int>(-1)
        var value: Int? {
            get {
                let value = count.load(ordering: .relaxed)
                return value < 0 ? nil : value
            }
            set { count.store(newValue ?? -1, ordering: .relaxed) }
        }
    }

    /// A bar that counts `noun`s, "picture" for example.
    init(_ console: Console, noun: String) {
        self.console = console
        measure = .things(noun)
    }

    /// A bar of a download.
    init(bytesOn console: Console) {
        self.console = console
        measure = .bytes
    }

    /// Says how many inputs there are.
    func expect(_ count: Int) {
        total.value = count
    }

    /// Counts the listing beside the work, so that the time left is known without waiting for it.
    func expectPictures(in paths: [RawPath]) {
        guard console.showsProgress else { return }
        Task.detached(priority: .background) { [total] in
            total.value = PictureListing(paths).reduce(0) { count, _ in count + 1 }
        }
    }

    /// Counts inputs that were done in an earlier run: they say nothing about the rate.
    func skip(_ count: Int) {
        skipped += count
    }

    /// Counts inputs that are done and redraws at most ten times a second.
    func advance(by count: Int) {
        done += count
        guard console.showsProgress else { return }
        let now = ContinuousClock.now
        if let drawn, now - drawn < .milliseconds(100) { return }
        drawn = now
        console.showBar(line(after: Self.seconds(now - start)))
    }

    /// Takes the bar away.
    func finish() {
        console.hideBar()
    }

    private static func seconds(_ duration: Duration) -> Double {
        Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
    }

    private func line(after seconds: Double) -> String {
        Self.line(
            done: done, skipped: skipped, total: total.value, seconds: seconds, measure: measure,
            columns: console.columns ?? 80)
    }

    /// The bar's text, within `columns`.
    static func line(
        done: Int, skipped: Int, total: Int?, seconds: Double, measure: Measure, columns: Int
    ) -> String {
        let reached = done + skipped
        let rate = seconds > 0 ? Double(done) / seconds : 0
        var text = "\(measure.amount(reached, of: total)), \(measure.rate(rate))"
        guard let total, total > 0 else { return clipped(text, columns) }
        if rate > 0 {
            text += ", \(DisplayNumber.duration(Double(max(total - reached, 0)) / rate)) left"
        }
        let width = min(30, columns - 2 - DisplayText.width(text))
        guard width >= 8 else { return clipped(text, columns) }
        let eighths = min(max(reached * width * 8 / total, 0), width * 8)
        let partial = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8]
        let full = String(repeating: "█", count: eighths / 8) + partial
        let rest = String(repeating: "░", count: width - DisplayText.width(full))
        return "\(full)\(rest) \(text)"
    }

    private static func clipped(_ text: String, _ columns: Int) -> String {
        String(text.prefix(max(columns - 1, 0)))
    }
}
