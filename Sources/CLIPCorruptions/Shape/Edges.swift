internal import CLIPImages

extension RGBImage {
    /// Keeps outlines alone: a quarter of the magnitude of Sobel's gradient of the luma, at most 255. Beyond the border
    /// its outermost pixels go on.
    func edges() -> RGBImage {
        let luma = luma
        let magnitudes = [UInt8](unsafeUninitializedCapacity: luma.count) { buffer, initialised in
            luma.withUnsafeBufferPointer { luma in
                for y in 0..<height {
                    let rows = (-1...1).map { Border.nearest.index(y + $0, height) * width }
                    for x in 0..<width {
                        let left = max(x - 1, 0)
                        let right = min(x + 1, width - 1)
                        func value(_ row: Int, _ column: Int) -> Int { Int(luma[rows[row] + column]) }
                        let across =
                            value(0, right) - value(0, left) + 2 * (value(1, right) - value(1, left))
                            + value(2, right) - value(2, left)
                        let down =
                            value(2, left) - value(0, left) + 2 * (value(2, x) - value(0, x))
                            + value(2, right) - value(0, right)
                        let magnitude = Double(across * across + down * down).squareRoot() / 4
                        buffer[y * width + x] = Levels.whole(min(magnitude, 255))
                    }
                }
            }
            initialised = luma.count
        }
        return RGBImage(width: width, height: height, grey: magnitudes)
    }
}
