import CLIP
import CLIPProbes

/// What heads came to, for people.
struct ProbeOutput {
    let found: ProbeFindings
    let session: Session
    let command: ProbeCommand
    var study: ProbeStudy { found.study }
    private var console: Console { session.console }

    init(_ found: ProbeFindings, _ session: Session, _ command: ProbeCommand) {
        (self.found, self.session, self.command) = (found, session, command)
    }

    func writeTable() throws(CommandFailure) {
        try console.result(
            "\(DisplayText.cell(study.dataset)): \(study.classes.count) classes, \(study.features.rawValue) features of "
                + "\(DisplayText.cell(study.model))\n")
        try console.result(
            "\(DisplayNumber.grouped(study.trainingCount)) pictures to learn from, "
                + "\(DisplayNumber.grouped(study.validationCount)) to choose by, n = "
                + "\(DisplayNumber.grouped(study.testCount)) to judge by: \(study.division)\n\n")
        var table = Table(
            [
                .init(title: "head"), .init(title: "shots", alignsRight: true),
                .init(title: "seeds", alignsRight: true),
                .init(title: "top-1", alignsRight: true), .init(title: "± sd", alignsRight: true),
                .init(title: "95 % interval", alignsRight: true),
                .init(title: "vs zero-shot", alignsRight: true), .init(title: "top-5", alignsRight: true),
                .init(title: "mean recall", alignsRight: true), .init(title: "chosen"),
            ], styled: console.stylesResults, limit: console.resultColumns)
        if let zeroShot = study.zeroShot {
            try console.result(
                table.add([
                    "zero-shot", "0", "", percent(zeroShot.acc1), "", "", "", percent(zeroShot.acc5),
                    percent(zeroShot.meanPerClassRecall), "",
                ]))
        }
        for curve in study.curves {
            for point in curve.points { try console.result(table.add(row(curve.head, point))) }
        }
        try console.result(table.settle())
        // Not what evaluate's intervals are of, which stand under the same heading.
        if study.curves.flatMap(\.points).contains(where: { $0.acc1.interval != nil }) {
            try console.result(
                "\nintervals: of the mean over draws of examples (Student's t), judged by the same pictures each time\n"
            )
        }
    }

    private func row(_ head: String, _ point: ProbePoint) -> [String] {
        let spread = point.acc1
        let isSingle = point.runs.count == 1
        return [
            head, point.shots.map { "\($0)" } ?? "all", "\(point.runs.count)", percent(spread.mean),
            isSingle ? "" : DisplayNumber.fixed(Float(spread.deviation * 100), decimals: 1),
            spread.interval.map { interval in
                // Accuracies end at 0 and 1, which Student's t does not know.
                "\(percent(max(0, interval.lowerBound))) – \(percent(min(1, interval.upperBound)))"
            } ?? "",
            gain(point), percent(point.acc5.mean), percent(point.meanPerClassRecall.mean), Self.chosen(point),
        ]
    }

    // In points; a head that is worse than words alone is said to be.
    private func gain(_ point: ProbePoint) -> String {
        guard let gain = study.gain(of: point.runs) else { return "" }
        let points = DisplayNumber.fixed(Float(abs(gain) * 100), decimals: 1)
        return gain == 0 ? "equal" : gain > 0 ? "+\(points)" : "\(points) below"
    }

    /// What was chosen for a head, one value where all seeds agree.
    static func chosen(_ point: ProbePoint) -> String {
        let names = point.runs.flatMap(\.settings).reduce(into: [String]()) { names, setting in
            if !names.contains(setting.name) { names.append(setting.name) }
        }
        let parts = names.map { name in
            let values = point.runs.map { run in
                run.settings.first { $0.name == name }.map { ProbeOutput.number($0.value) } ?? "none"
            }
            let same = Set(values).count == 1
            return "\(name) \(same ? values[0] : values.joined(separator: ", "))"
        }
        let notes = Set(point.runs.compactMap(\.note)).sorted()
        return (parts + notes).joined(separator: "; ")
    }

    private func percent(_ value: Double) -> String { DisplayNumber.percent(Float(value)) }

    /// Three digits, and a power of ten where there are many zeros.
    static func number(_ value: Double) -> String {
        if value == value.rounded(), abs(value) < 1e5 { return "\(Int(value))" }
        var (mantissa, power) = (abs(value), 0)
        while mantissa >= 10 {
            mantissa /= 10
            power += 1
        }
        while mantissa < 1, mantissa > 0 {
            mantissa *= 10
            power -= 1
        }
        if (-2...4).contains(power) { return DisplayNumber.fixed(Float(value), decimals: max(0, 2 - power)) }
        return "\(DisplayNumber.fixed(Float(mantissa), decimals: 2))e\(power)"
    }
}
