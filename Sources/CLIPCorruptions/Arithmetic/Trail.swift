#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// What a moving camera adds up: shifted copies with falling weights along a straight line.
struct Trail {
    private struct Step {
        let across: Int
        let down: Int
        let weight: Double
    }

    private let steps: [Step]

    /// - Parameters:
    ///   - radius: the line has 2 · radius + 1 steps.
    ///   - deviation: of the normal curve whose half gives the weights, in pixels.
    ///   - angle: of the line, in degrees.
    init(radius: Int, deviation: Double, angle: Double) {
        let count = 2 * radius + 1
        let curve = (0..<count).map {
            exp(-Double($0 * $0) / (2 * (deviation * deviation))) / ((2 * Double.pi).squareRoot() * deviation)
        }
        let sum = curve.eightfoldSum
        let radians = angle * (Double.pi / 180)
        let end = (x: Double(count) * cos(radians), y: Double(count) * sin(radians))
        let length = hypot(end.y, end.x)
        steps = (0..<count).map { index in
            func shift(_ side: Double) -> Int {
                -Int(((Double(index) * side) / length - 0.5).rounded(.up))
            }
            return Step(across: shift(end.x), down: shift(end.y), weight: curve[index] / sum)
        }
    }

    /// Adds the copies up; beyond its border the picture's outermost pixels go on. The line ends where a copy would lie
    /// wholly outside the picture.
    func blurring(_ samples: Samples<Double>) -> Samples<Double> {
        let (width, height, channels) = (samples.width, samples.height, samples.channels)
        let steps = steps.prefix { abs($0.down) < height && abs($0.across) < width }
        let row = samples.row
        return Samples(width: width, height: height, channels: channels) { result in
            result.initialize(repeating: 0)
            samples.values.withUnsafeBufferPointer { values in
                for y in 0..<height {
                    let target = result.baseAddress! + y * row
                    for step in steps {
                        let source = values.baseAddress! + Border.nearest.index(y - step.down, height) * row
                        Self.add(source, step, width, channels, to: target)
                    }
                }
            }
        }
    }

    /// Adds one row, shifted.
    private static func add(
        _ source: UnsafePointer<Double>, _ step: Step, _ width: Int, _ channels: Int,
        to target: UnsafeMutablePointer<Double>
    ) {
        let weight = step.weight
        let shift = step.across * channels
        let first = max(shift, 0)
        let end = width * channels + min(shift, 0)
        for x in stride(from: 0, to: first, by: channels) {
            for channel in 0..<channels { target[x + channel] += weight * source[channel] }
        }
        let moved = source - shift
        for x in first..<end { target[x] += weight * moved[x] }
        let last = (width - 1) * channels
        for x in stride(from: end, to: width * channels, by: channels) {
            for channel in 0..<channels { target[x + channel] += weight * source[last + channel] }
        }
    }
}
