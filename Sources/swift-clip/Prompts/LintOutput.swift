import CLIP
import CLIPEvaluation

/// What `prompts lint` found, for people or as JSON.
struct LintOutput {
    let console: Console
    let findings: [LabelFinding]
    /// Labels that were looked through.
    let labels: Int
    let templates: [String]
    /// Findings of one rule that are shown one by one.
    private static let mostShown = 5

    func write(_ format: ReportFormat, model: String) throws(CommandFailure) {
        switch format {
        case .table: try writeList()
        case .json: try console.result(json(model).text + "\n")
        }
        try console.flush()
    }

    /// Findings of the warning kind or worse.
    var grave: Int { findings.count { $0.severity >= .warning } }

    // MARK: For people

    private func writeList() throws(CommandFailure) {
        var groups: [(severity: LabelFinding.Severity, rule: LabelFinding.Rule, findings: [LabelFinding])] =
            []
        for finding in findings {
            let place = groups.firstIndex { $0.severity == finding.severity && $0.rule == finding.rule }
            if let place {
                groups[place].findings.append(finding)
            } else {
                groups.append((finding.severity, finding.rule, [finding]))
            }
        }
        for group in groups {
            try console.result("\(heading(group.severity)) \(group.rule.rawValue)\n")
            let sharesRemedy = Set(group.findings.map(\.remedy)).count == 1
            for finding in group.findings.prefix(Self.mostShown) {
                let names = Self.names(finding.labels)
                try console.result(
                    "  \(names.isEmpty ? "" : "\(names): ")\(DisplayText.safe(finding.message))\n")
                if !sharesRemedy { try console.result("    → \(DisplayText.safe(finding.remedy))\n") }
            }
            let rest = group.findings.count - Self.mostShown
            if rest > 0 {
                try console.result("  … and \(DisplayNumber.grouped(rest)) more (--format json lists all)\n")
            }
            if sharesRemedy, let first = group.findings.first {
                try console.result("  → \(DisplayText.safe(first.remedy))\n")
            }
        }
        let counts = LabelFinding.Severity.allCases.reversed().map { severity in
            DisplayNumber.count(findings.count { $0.severity == severity }, severity.rawValue)
        }
        try console.result(
            "\(counts.joined(separator: ", ")) in \(DisplayNumber.count(labels, "label"))\n")
    }

    private func heading(_ severity: LabelFinding.Severity) -> String {
        console.stylesResults ? "\u{1B}[1m\(severity.rawValue)\u{1B}[0m" : severity.rawValue
    }

    private static func names(_ labels: [String]) -> String {
        let shown = labels.prefix(mostShown).map {
            "\"\(DisplayText.clipped(DisplayText.cell($0), to: 40))\""
        }
        let rest = labels.count - shown.count
        return shown.joined(separator: ", ") + (rest > 0 ? " and \(DisplayNumber.grouped(rest)) more" : "")
    }

    // MARK: JSON

    private func json(_ model: String) -> JSONText {
        let counts = LabelFinding.Severity.allCases.map { severity in
            (
                name: severity.rawValue,
                value: JSONText.integer(findings.count { $0.severity == severity })
            )
        }
        return .object([
            (name: "schema", value: .integer(1)), (name: "model", value: .string(model)),
            (name: "labels", value: .integer(labels)), (name: "templates", value: .strings(templates)),
            (name: "counts", value: .object(counts)),
            (
                name: "findings",
                value: .array(
                    findings.map { finding in
                        .object([
                            (name: "rule", value: .string(finding.rule.rawValue)),
                            (name: "severity", value: .string(finding.severity.rawValue)),
                            (name: "labels", value: .strings(finding.labels)),
                            (name: "message", value: .string(finding.message)),
                            (name: "remedy", value: .string(finding.remedy)),
                        ])
                    })
            ),
        ])
    }
}
