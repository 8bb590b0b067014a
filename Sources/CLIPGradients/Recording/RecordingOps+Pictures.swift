internal import CLIP
package import CLIPNumerics

extension RecordingOps {
    package func convolution(
        _ x: Recorded, _ weights: RecordedConvolution, activation: Activation, residual: Recorded?
    ) -> Recorded {
        linear(unfolded(x, weights), weights.map, activation: activation, residual: residual)
    }

    /// The pixels under each place of a filter, side by side: `[B, H′, W′, kernel · kernel · C]`.
    private func unfolded(_ x: Recorded, _ filter: RecordedConvolution) -> Recorded {
        let (shape, source) = (x.tensor.shape, x.slot)
        precondition(
            shape.channels == filter.channels, "convolution: \(shape) into \(filter.channels) channels")
        func size(_ length: Int) -> Int { (length + 2 * filter.padding - filter.kernel) / filter.stride + 1 }
        let (height, width) = (size(shape.height), size(shape.width))
        var rows: [Int32] = []
        rows.reserveCapacity(shape.batch * height * width * filter.kernel * filter.kernel)
        for picture in 0..<shape.batch {
            for place in 0..<height * width {
                for tap in 0..<filter.kernel * filter.kernel {
                    let y = place / width * filter.stride + tap / filter.kernel - filter.padding
                    let x = place % width * filter.stride + tap % filter.kernel - filter.padding
                    let isInside = (0..<shape.height).contains(y) && (0..<shape.width).contains(x)
                    rows.append(isInside ? Int32((picture * shape.height + y) * shape.width + x) : -1)
                }
            }
        }
        let taps = Shape(batch: 1, tokens: rows.count, channels: filter.channels)
        let result = compute.gathered(x.tensor, rows: rows, as: taps, on: arena).reshaped(
            Shape(batch: shape.batch, height: height, width: width, channels: filter.map.inputs))
        return record(result, if: source != nil) { [compute, arena] gradient in
            source?.add {
                compute.scatteredSum(gradient.reshaped(taps), to: rows, of: shape, also: $0, on: arena)
            }
        }
    }

    package func averagePool(_ x: Recorded, window: Int) -> Recorded {
        let (shape, source) = (x.tensor.shape, x.slot)
        let result = compute.averagePool(x.tensor, window: window, on: arena)
        let pooled = result.shape
        return record(result, if: source != nil) { [compute, arena] gradient in
            // What is left over at the edges got into no window.
            let rows = (0..<shape.rows).map { row in
                let (y, x) = (row / shape.width % shape.height / window, row % shape.width / window)
                guard y < pooled.height, x < pooled.width else { return Int32(-1) }
                return Int32((row / shape.tokens * pooled.height + y) * pooled.width + x)
            }
            let flow = compute.gathered(
                gradient, rows: rows, as: shape, times: 1 / Float(window * window), on: arena)
            source?.add { also in also.map { compute.sum(flow, $0, on: arena) } ?? flow }
        }
    }

    package func patchMean(_ x: Recorded) -> Recorded {
        let (shape, source) = (x.tensor.shape, x.slot)
        return record(compute.meanRow(x.tensor, skipping: 1, on: arena), if: source != nil) {
            [compute, arena] gradient in
            let rows = (0..<shape.rows).map { $0 % shape.tokens == 0 ? -1 : Int32($0 / shape.tokens) }
            let flow = compute.gathered(
                gradient, rows: rows, as: shape, times: 1 / Float(shape.tokens - 1), on: arena)
            source?.add { also in also.map { compute.sum(flow, $0, on: arena) } ?? flow }
        }
    }
}
