import CLIP
import CLIPData

/// What `data inspect` found, for people.
struct InspectionOutput {
    let data: OpenedDataset
    let found: DatasetInspection
    let console: Console
    /// Duplicates that a table lists; JSON has them all.
    private static let mostDuplicates = 10

    init(_ data: OpenedDataset, _ found: DatasetInspection, _ console: Console) {
        self.data = data
        self.found = found
        self.console = console
    }

    private var isDivided: Bool { found.parts.contains { $0.name != nil } }

    func writeTable() throws(CommandFailure) {
        try writeFacts()
        try writeClasses()
        try writeExamples()
        try writeDuplicates()
    }

    private func writeFacts() throws(CommandFailure) {
        var list = FieldList(columns: console.resultColumns, styled: console.stylesResults)
        list.add("dataset", data.name)
        list.add("kind", data.kind.rawValue + (data.isMultiLabel ? ", several labels per picture" : ""))
        let samples = found.parts.reduce(0) { $0 + $1.samples }
        list.add("samples", DisplayNumber.grouped(samples))
        if isDivided {
            for part in found.parts { list.add("  \(part.name ?? "")", DisplayNumber.grouped(part.samples)) }
        }
        if !data.classes.isEmpty { list.add("classes", DisplayNumber.grouped(data.classes.count)) }
        let captions = found.parts.reduce(0) { $0 + $1.captions }
        if captions > 0 { list.add("captions", DisplayNumber.grouped(captions)) }
        let unlabelled = found.parts.reduce(0) { $0 + $1.unlabelled }
        if unlabelled > 0, !data.classes.isEmpty {
            list.add("without a label", DisplayNumber.grouped(unlabelled))
        }
        list.add("unreadable", DisplayNumber.grouped(found.unreadable.count))
        if found.hasReadPictures {
            let across = found.duplicates.count(where: \.isAcrossParts)
            let other = found.duplicates.count(where: \.hasOtherLabels)
            if isDivided { list.add("pictures in two parts", DisplayNumber.grouped(across)) }
            if !data.classes.isEmpty { list.add("pictures under two labels", DisplayNumber.grouped(other)) }
            list.add("pictures more than once", DisplayNumber.grouped(found.duplicates.count))
        }
        if !data.templates.isEmpty {
            list.add("templates beside the data", DisplayNumber.grouped(data.templates.count))
        }
        try console.result(list.text)
    }

    private func writeClasses() throws(CommandFailure) {
        guard !data.classes.isEmpty else { return }
        let hasNames = data.classes.contains { $0.names != [$0.name] }
        var columns: [Table.Column] = [.init(title: "class", shortens: true)]
        if hasNames { columns.append(.init(title: "in prompts", shortens: true)) }
        columns += found.parts.map { .init(title: $0.name ?? "samples", alignsRight: true) }
        var table = Table(columns, styled: console.stylesResults, limit: nil)
        try console.result("\n")
        for (index, known) in data.classes.enumerated() {
            let names = hasNames ? [known.names.joined(separator: ", ")] : []
            let counts = found.parts.map { DisplayNumber.grouped($0.perClass[index]) }
            try console.result(table.add([known.name] + names + counts))
        }
        try console.result(table.settle())
    }

    private func writeExamples() throws(CommandFailure) {
        guard !found.examples.isEmpty else { return }
        let hasCaptions = found.examples.contains { !$0.captions.isEmpty }
        var columns: [Table.Column] = []
        if isDivided { columns.append(.init(title: "part")) }
        columns.append(.init(title: "sample"))
        if !data.classes.isEmpty { columns.append(.init(title: "label", shortens: true)) }
        if found.hasReadPictures { columns.append(.init(title: "pixels")) }
        if hasCaptions { columns.append(.init(title: "captions")) }
        var table = Table(columns, styled: console.stylesResults, limit: console.resultColumns)
        try console.result("\n")
        for example in found.examples {
            var row = isDivided ? [example.part ?? ""] : []
            row.append(example.id)
            if !data.classes.isEmpty { row.append(labels(example.labels)) }
            if found.hasReadPictures {
                row.append(example.size.map { "\($0[0]) × \($0[1])" } ?? "–")
            }
            if hasCaptions { row.append(Self.captions(example.captions)) }
            try console.result(table.add(row))
        }
        try console.result(table.settle())
    }

    private static func captions(_ captions: [String]) -> String {
        guard let first = captions.first else { return "–" }
        return captions.count == 1 ? first : "\(captions.count): \(first)"
    }

    private func labels(_ labels: [Int]) -> String {
        labels.isEmpty ? "–" : labels.map { data.classes[$0].name }.joined(separator: ", ")
    }

    /// Duplicates, those first that spoil a result.
    private func writeDuplicates() throws(CommandFailure) {
        let order = found.duplicates.filter { $0.isAcrossParts || $0.hasOtherLabels }
        let listed = order + found.duplicates.filter { !$0.isAcrossParts && !$0.hasOtherLabels }
        guard !listed.isEmpty else { return }
        try console.result("\nthe same picture:\n")
        for duplicate in listed.prefix(Self.mostDuplicates) {
            let places = duplicate.places.prefix(4).map { DisplayText.cell($0.id) }.joined(separator: " = ")
            try console.result("  \(places)\(duplicate.places.count > 4 ? " = …" : "")\n")
        }
        if listed.count > Self.mostDuplicates {
            try console.result("  and \(listed.count - Self.mostDuplicates) more; --format json lists all\n")
        }
    }
}
