internal import CCLIPKernels

/// A product's right factor in panels, run by run of the inner dimension: `[run][panel][length][panel width]`.
struct Panels {
    /// The inner dimension is summed in runs of this length, and the runs' sums are added: no run's sums rest in the
    /// result, and a long sum errs less than with one accumulator.
    static let longestRun = 768

    /// How many panels there are, of `width` columns each.
    let count: Int
    let width: Int
    private let start: UnsafePointer<Float>

    /// Lays `b` out, on all threads.
    init(_ b: MatrixView, in memory: GrowingMemory, _ compute: Compute) {
        let width = compute.kernels.pointee.panel_width
        let count = (b.columns + width - 1) / width
        let runs = (b.rows + Self.longestRun - 1) / Self.longestRun
        let floats = count * width * b.rows
        nonisolated(unsafe) let room = memory.room(for: floats * 4)
            .bindMemory(to: Float.self, capacity: floats)
        (self.count, self.width, start) = (count, width, UnsafePointer(room))
        nonisolated(unsafe) let b = b
        compute.parallel(runs * count) { chunk, _ in
            let first = chunk / count * Self.longestRun
            let length = min(Self.longestRun, b.rows - first)
            let column = chunk % count * width
            let columns = min(width, b.columns - column)
            let place = room + first * count * width + column * length
            if b.isTransposed {
                compute.kernels.pointee.pack(b.at(first, column), b.stride, columns, length, place)
                return
            }
            for row in 0..<length {
                (place + row * width).update(from: b.at(first + row, column), count: columns)
                (place + row * width + columns).update(repeating: 0, count: width - columns)
            }
        }
    }

    /// Where the first panel of the run is that begins at this place of the inner dimension.
    func run(from place: Int) -> UnsafePointer<Float> { start + place * count * width }
}
