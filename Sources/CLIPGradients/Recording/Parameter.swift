package import CLIPNumerics
internal import Synchronization

/// Numbers that learn, and the gradient that the last backward pass found for them.
///
/// For one training loop at a time: only that may change it.
package final class Parameter: Sendable {
    /// The checkpoint's name, and the part of its tensor where that is not all.
    package let name: String
    /// As a network sees it: a linear map is `[outputs, inputs]`, layer scale included, however its file lays it out.
    package let rows: Int, columns: Int
    /// `[rows, columns]`
    package nonisolated(unsafe) private(set) var values: [Float]
    /// `[1, rows, columns]`; nil if no pass went through it since it was last cleared.
    package nonisolated(unsafe) private(set) var gradient: Tensor?
    /// Counts the changes, so that what was made of the values is made again.
    nonisolated(unsafe) private(set) var version = 0

    /// - Parameters:
    ///   - name: for messages.
    ///   - rows: how many rows there are.
    ///   - columns: numbers in a row.
    ///   - values: `[rows, columns]`
    package init(_ name: String, rows: Int, columns: Int, _ values: [Float]) {
        precondition(values.count == rows * columns, "\(name): \(values.count) is not \(rows) × \(columns)")
        self.name = name
        self.rows = rows
        self.columns = columns
        self.values = values
    }

    /// Changes the values.
    package func update(_ body: (inout [Float]) -> Void) {
        body(&values)
        version += 1
    }

    /// Forgets the gradient.
    package func clearGradient() { gradient = nil }

    /// Adds what flows back from one use.
    /// - Parameter flow: gets what others brought before, if any, and returns the sum.
    func add(_ flow: (_ also: Tensor?) -> Tensor) { gradient = flow(gradient) }

    var shape: Shape { Shape(batch: 1, tokens: rows, channels: columns) }
}

/// The parameters of a network that learn, in the order in which it asked for them.
package final class ParameterList: Sendable {
    private let list = Mutex<[Parameter]>([])

    package init() {}

    /// All of them.
    package var all: [Parameter] { list.withLock { $0 } }

    func append(_ parameter: Parameter) { list.withLock { $0.append(parameter) } }
}
