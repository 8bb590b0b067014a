public import CLIPImages

/// Pictures beside each other: what corruptions do, to look at.
public struct ContactSheet: Sendable {
    /// Pixels between pictures and around them.
    static let gap = 4

    private let rows: [[RGBImage]]

    /// One picture under corruptions: a row for each, in it the picture as it is and then every severity.
    /// - Throws: as `RGBImage.corrupted(by:at:seed:)`.
    public init(
        of picture: RGBImage, under corruptions: [Corruption], at severities: [Severity], seed: UInt64
    ) throws(ImageError) {
        var rows: [[RGBImage]] = []
        for corruption in corruptions {
            var row = [picture]
            for severity in corruption.distinct(severities) {
                row.append(
                    try picture.corrupted(
                        by: corruption, at: severity,
                        seed: corruption.seed(of: [], at: severity, seed: seed)))
            }
            rows.append(row)
        }
        self.rows = rows
    }

    /// The sheet as one picture, white where there is nothing.
    public func image() -> RGBImage {
        let across = rows.map(\.count).max() ?? 0
        let (cellWidth, cellHeight) = (rows.first?.first?.width ?? 1, rows.first?.first?.height ?? 1)
        let gap = Self.gap
        let width = across * (cellWidth + gap) + gap
        let height = rows.count * (cellHeight + gap) + gap
        var pixels = [UInt8](repeating: 255, count: width * height * 3)
        for (down, row) in rows.enumerated() {
            for (right, picture) in row.enumerated() {
                let (x, y) = (gap + right * (cellWidth + gap), gap + down * (cellHeight + gap))
                for line in 0..<cellHeight {
                    let start = ((y + line) * width + x) * 3
                    let source = line * cellWidth * 3
                    pixels.replaceSubrange(
                        start..<start + cellWidth * 3, with: picture.pixels[source..<source + cellWidth * 3])
                }
            }
        }
        return RGBImage(width: width, height: height, tightPixels: pixels)
    }
}
