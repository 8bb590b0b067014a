internal import CLIPData

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// Heights of crystals on a pane, one per pixel.
struct FrostRelief {
    private let width: Int
    private let height: Int
    private(set) var values: [Double]

    init(width: Int, height: Int) {
        self.width = width
        self.height = height
        values = [Double](repeating: 0, count: width * height)
    }

    /// Grows a feather anywhere: a spine with branches at 60° on both sides that are shorter towards its tip.
    mutating func grow(_ random: inout RandomState) {
        let (x, y) = (random.uniform(-10, Double(width) + 10), random.uniform(-10, Double(height) + 10))
        let angle = random.uniform(0, 2 * .pi)
        let length = random.uniform(10, 55)
        // Feathers that catch the light and feathers that do not.
        let brightness = random.uniform(-0.7, 1)
        let spacing = random.uniform(2, 4)
        needle(x, y, angle: angle, length: length, brightness: 0.4 * brightness)
        var place = spacing
        while place < length {
            let branch = (length - place) * random.uniform(0.2, 0.6)
            for side in [-1.0, 1] {
                needle(
                    x + place * cos(angle), y + place * sin(angle), angle: angle + side * .pi / 3,
                    length: branch, brightness: brightness)
            }
            place += spacing
        }
    }

    /// Draws a line that fades towards its tip, light on one side and dark on the other, as if lit from above.
    private mutating func needle(
        _ x: Double, _ y: Double, angle: Double, length: Double, brightness: Double
    ) {
        let (across, down) = (cos(angle), sin(angle))
        var place = 0.0
        while place < length {
            let light = brightness * (1 - 0.6 * place / length)
            let (column, row) = (x + place * across, y + place * down)
            drop(light, column, row)
            drop(-0.45 * light, column + 1.3, row + 1.3)
            place += 1
        }
    }

    /// Spreads a height over the four pixels around a place.
    private mutating func drop(_ height: Double, _ x: Double, _ y: Double) {
        let (left, above) = (x.rounded(.down), y.rounded(.down))
        let (column, row) = (Int(left), Int(above))
        guard column >= 0, column + 1 < width, row >= 0, row + 1 < self.height else { return }
        let (right, below) = (x - left, y - above)
        let start = row * width + column
        values[start] += height * (1 - right) * (1 - below)
        values[start + 1] += height * right * (1 - below)
        values[start + width] += height * (1 - right) * below
        values[start + width + 1] += height * right * below
    }
}
