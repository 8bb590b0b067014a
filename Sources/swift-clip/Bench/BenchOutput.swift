import CLIP

/// Rates as a table for people, or all figures as JSON.
struct BenchOutput {
    private let format: ReportFormat
    private let console: Console

    init(_ format: ReportFormat, _ console: Console) {
        self.format = format
        self.console = console
    }

    func write(_ report: BenchReport) throws(CommandFailure) {
        switch format {
        case .table:
            try console.result(FieldList.summary(of: report, console).text + "\n")
            try rates(report)
            if report.results.contains(where: { !$0.stages.isEmpty }) {
                try console.result("\n")
                try stages(report)
            }
        case .json: try console.result(report.json.text + "\n")
        }
        try console.flush()
    }

    private func rates(_ report: BenchReport) throws(CommandFailure) {
        var table = Table(
            [
                .init(title: "precision"), .init(title: "batch", alignsRight: true),
                .init(title: "\(report.tower.rawValue)s/s", alignsRight: true),
                .init(title: "ms/batch", alignsRight: true), .init(title: "GFLOP/s", alignsRight: true),
                .init(title: "ceiling", alignsRight: true), .init(title: "share", alignsRight: true),
                .init(title: "cores", alignsRight: true), .init(title: "faults/batch", alignsRight: true),
                .init(title: "peak memory", alignsRight: true),
            ], styled: console.stylesResults)
        for result in report.results {
            let milliseconds = result.rate > 0 ? 1000 * Double(result.batch) / result.rate : 0
            let row = table.add([
                result.precision, "\(result.batch)", Self.fixed(result.rate, 1), Self.fixed(milliseconds, 2),
                Self.fixed(result.speed / 1e9, 1), Self.fixed(result.ceiling / 1e9, 1),
                DisplayNumber.percent(result.share.map { Float($0) }), Self.fixed(result.cores, 2),
                Self.fixed(result.faults, 1), result.peakMemory.map(DisplayNumber.bytes) ?? "–",
            ])
            try console.result(row)
        }
        try console.result(table.settle())
    }

    private func stages(_ report: BenchReport) throws(CommandFailure) {
        var table = Table(
            [
                .init(title: "precision"), .init(title: "batch", alignsRight: true), .init(title: "stage"),
                .init(title: "ms/batch", alignsRight: true), .init(title: "share", alignsRight: true),
                .init(title: "times", alignsRight: true),
            ], styled: console.stylesResults)
        for result in report.results {
            let total = result.stages.reduce(0) { $0 + $1.milliseconds }
            func add(_ stage: StageTime, _ indent: String) throws(CommandFailure) {
                let row = table.add([
                    result.precision, "\(result.batch)", indent + stage.name,
                    Self.fixed(stage.milliseconds, 3),
                    DisplayNumber.percent(total > 0 ? Float(stage.milliseconds / total) : nil),
                    "\(stage.count)",
                ])
                try console.result(row)
                for part in stage.parts { try add(part, indent + "  ") }
            }
            for stage in result.stages { try add(stage, "") }
        }
        try console.result(table.settle())
    }

    fileprivate static func fixed(_ value: Double, _ decimals: Int) -> String {
        DisplayNumber.fixed(Float(value), decimals: decimals)
    }
}

extension FieldList {
    fileprivate static func summary(of report: BenchReport, _ console: Console) -> FieldList {
        var list = FieldList(columns: console.resultColumns, styled: console.stylesResults)
        list.add("model", report.model)
        let threads = DisplayNumber.count(report.threads, "thread")
        list.add("engine", "\(Engine.version), \(report.instructionSet), \(threads)")
        let operations = report.operations
        let performed = BenchOutput.fixed(Double(operations.performed) / 1e9, 2)
        let done =
            operations.performed == operations.nominal
            ? "" : "; \(performed) are done, the rest is of rows that nobody reads"
        let length = report.tokens.map { " of \($0) tokens" } ?? ""
        list.add(
            "work",
            "\(BenchOutput.fixed(Double(operations.nominal) / 1e9, 2)) GFLOP for each \(report.tower.rawValue)"
                + length + done)
        return list
    }
}

extension BenchReport {
    /// All figures, each with its unit in its name.
    var json: JSONText {
        var members: [(name: String, value: JSONText)] = [
            (name: "schema", value: .integer(1)), (name: "model", value: .string(model)),
            (name: "tower", value: .string(tower.rawValue)), (name: "threads", value: .integer(threads)),
            (name: "engine_version", value: .string(Engine.version)),
            (name: "instruction_set", value: .string(instructionSet)),
            (name: "nominal_flops", value: .integer(operations.nominal)),
            (name: "performed_flops", value: .integer(operations.performed)),
        ]
        if let tokens { members.append((name: "tokens", value: .integer(tokens))) }
        members += [
            (name: "rounds", value: .integer(rounds)), (name: "seconds_per_round", value: .double(seconds)),
            (name: "results", value: .array(results.map(\.json))),
        ]
        return .object(members)
    }
}

extension BenchResult {
    fileprivate var json: JSONText {
        var members: [(name: String, value: JSONText)] = [
            (name: "precision", value: .string(precision)), (name: "batch", value: .integer(batch)),
            (name: "per_second", value: .double(rate)),
            (name: "rounds_per_second", value: .array(rounds.map { .double($0.rate) })),
            (name: "flops_per_second", value: .double(speed)),
            (name: "ceiling_flops_per_second", value: .double(ceiling)),
            (name: "share_of_ceiling", value: share.map(JSONText.double) ?? .null),
            (name: "cores", value: .double(cores)), (name: "page_faults_per_batch", value: .double(faults)),
            (name: "peak_memory_bytes", value: peakMemory.map(JSONText.integer) ?? .null),
        ]
        if !stages.isEmpty { members.append((name: "stages", value: .array(stages.map(\.json)))) }
        return .object(members)
    }
}

extension StageTime {
    fileprivate var json: JSONText {
        var members: [(name: String, value: JSONText)] = [
            (name: "name", value: .string(name)), (name: "milliseconds", value: .double(milliseconds)),
            (name: "times", value: .integer(count)),
        ]
        if !parts.isEmpty { members.append((name: "words", value: .array(parts.map(\.json)))) }
        return .object(members)
    }
}
