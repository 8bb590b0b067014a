import ArgumentParser

/// How results are written.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
    /// Aligned columns for people.
    case table
    /// One object.
    case json
    /// A header object, then one object per line.
    case jsonl
    /// Comma-separated values with a header line.
    case csv
}

/// How findings that are no list are written.
enum ReportFormat: String, ExpressibleByArgument, CaseIterable {
    /// For people.
    case table
    /// One object.
    case json
}
