internal import CLIPImages

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

extension RGBImage {
    /// Turns the picture anticlockwise about its middle; what comes from outside is black.
    func rotation(_ severity: Severity) -> RGBImage {
        let degrees: Double = severity([15, 30, 45, 90, 180])
        let (cosine, sine) = (Self.exact(cos(degrees * .pi / 180)), Self.exact(sin(degrees * .pi / 180)))
        let middle = (x: Double(width) / 2, y: Double(height) / 2)
        return replacingPixels { samples, turned in
            for y in 0..<height {
                for x in 0..<width {
                    let (right, below) = (Double(x) + 0.5 - middle.x, Double(y) + 0.5 - middle.y)
                    let source = (
                        x: middle.x + cosine * right - sine * below,
                        y: middle.y + sine * right + cosine * below
                    )
                    let pixel = (y * width + x) * 3
                    for channel in 0..<3 {
                        turned[pixel + channel] = bilinear(samples, source.x, source.y, channel)
                    }
                }
            }
        }
    }

    /// Sines of whole quarters are whole.
    private static func exact(_ value: Double) -> Double {
        (value * 1e15).rounded() / 1e15
    }

    /// A sample between pixels, whose centres lie at halves; 0 outside the picture.
    private func bilinear(
        _ samples: UnsafeBufferPointer<UInt8>, _ x: Double, _ y: Double, _ channel: Int
    ) -> UInt8 {
        guard x >= 0, x < Double(width), y >= 0, y < Double(height) else { return 0 }
        let (left, above) = ((x - 0.5).rounded(.down), (y - 0.5).rounded(.down))
        let (across, down) = (x - 0.5 - left, y - 0.5 - above)
        let (column, row) = (Int(left), Int(above))
        func mixed(_ row: Int) -> Double {
            let line = Border.nearest.index(row, height) * width
            let before = Double(samples[(line + Border.nearest.index(column, width)) * 3 + channel])
            let behind = Double(samples[(line + Border.nearest.index(column + 1, width)) * 3 + channel])
            return before + (behind - before) * across
        }
        let upper = mixed(row)
        let lower = mixed(row + 1)
        return Levels.whole(upper + (lower - upper) * down)
    }
}
