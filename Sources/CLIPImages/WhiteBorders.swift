extension DecodedImage {
    private static let shrunkenSide = 256

    /// Whether a file has the size that img2dataset shrinks to.
    static func isShrunkenSize(_ width: Int, _ height: Int, _ eighths: Int) -> Bool {
        width == shrunkenSide && height == shrunkenSide && eighths == 8
    }

    /// Whether this is a picture that img2dataset shrank to 256 × 256 with white borders, as it does when it is
    /// not told otherwise: its embedding is one of the borders, too.
    ///
    /// True only where it is sure: both borders run along the whole side, are equally thick (to a pixel) and
    /// white, and most of the content beside them is not.
    public var hasShrinkingBorders: Bool {
        let side = Self.shrunkenSide
        guard Self.isShrunkenSize(width, height, eighths), mode == .rgb || mode == .grey || mode == .rgba
        else { return false }
        let bytes = Int(mode.bytesPerPixel)
        let bands = min(bytes, 3)
        /// White samples on a line, of 256; lossy compression leaves them a few levels off.
        func white(_ line: Int, _ step: Int, _ along: Int) -> Int {
            (0..<side).count { place in
                let first = (line * step + place * along) * bytes
                return (0..<bands).allSatisfy { pixels[first + $0] >= 250 }
            }
        }
        for (step, along) in [(side, 1), (1, side)] {
            let front = (0..<side).prefix { white($0, step, along) == side }.count
            // A block of JPEG: what is thinner may be part of the picture.
            guard front >= 8, front < side / 2 else { continue }
            let back = (0..<side).reversed().prefix { white($0, step, along) == side }.count
            // Lossy compression may take a line or two of the border beside the content.
            guard abs(front - back) <= 2 else { return false }
            let beside = [front + 2, side - 1 - back - 2]
            return beside.allSatisfy { white($0, step, along) < side / 4 }
        }
        return false
    }
}
