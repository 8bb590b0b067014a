internal import CLIPImages

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// A disk with soft edges, as weights `[side, side]`.
///
/// It is symmetric both ways, and most of it is flat. So each of its rows is a few boxes one upon the other, and a box is
/// the difference of two prefix sums, which are whole numbers and therefore exact.
struct DiskKernel {
    /// So many values to each side get a weight more.
    private struct Box {
        let radius: Int
        let weight: Double
    }

    /// How far the kernel reaches to each side.
    let reach: Int
    /// The boxes of the rows at the distances 0 … reach from the middle.
    private let rows: [[Box]]

    /// - Parameters:
    ///   - radius: of the disk, in pixels.
    ///   - deviation: of the normal curve that softens its edge, in pixels; it is cut behind one pixel, behind two for
    ///     disks of more than 8.
    init(radius: Int, deviation: Double) {
        let reach = max(radius, 8)
        let side = 2 * reach + 1
        var disk = (0..<side * side).map { index -> Float in
            let (y, x) = (index / side - reach, index % side - reach)
            return x * x + y * y <= radius * radius ? 1 : 0
        }
        let area = disk.reduce(0, +)
        for index in disk.indices { disk[index] /= area }
        disk = Self.softened(disk, side, Self.curve(radius > 8 ? 2 : 1, deviation))
        self.reach = reach
        rows = (0...reach).map { distance in
            let weights = disk[(reach + distance) * side + reach..<(reach + distance + 1) * side]
            return Self.boxes(weights.map(Double.init))
        }
    }

    /// Weights at the distances 0 … `radius`.
    private static func curve(_ radius: Int, _ deviation: Double) -> [Float] {
        let curve = (0...radius).map { exp(-Double($0 * $0) / (2 * deviation * deviation)) }
        let sum = curve.dropFirst().reduce(0, +) * 2 + curve[0]
        return curve.map { Float($0 / sum) }
    }

    /// Blurs rows, then columns, mirrored at the border: a disk that touches it keeps its weight.
    private static func softened(_ disk: [Float], _ side: Int, _ curve: [Float]) -> [Float] {
        func pass(_ disk: [Float], _ place: (Int, Int) -> Int) -> [Float] {
            var result = disk
            for line in 0..<side {
                for at in 0..<side {
                    var sum = disk[place(line, at)] * curve[0]
                    for distance in 1..<curve.count {
                        let before = disk[place(line, Border.mirrored.index(at - distance, side))]
                        let behind = disk[place(line, Border.mirrored.index(at + distance, side))]
                        sum += (before + behind) * curve[distance]
                    }
                    result[place(line, at)] = sum
                }
            }
            return result
        }
        return pass(pass(disk) { $0 * side + $1 }) { $1 * side + $0 }
    }

    /// Boxes that add up to the weights at the distances 0 … reach.
    private static func boxes(_ weights: [Double]) -> [Box] {
        weights.indices.compactMap { distance in
            let difference = weights[distance] - (distance + 1 < weights.count ? weights[distance + 1] : 0)
            return difference == 0 ? nil : Box(radius: distance, weight: difference)
        }
    }

    /// Spreads a picture's pixels over the disk; beyond the border the picture is mirrored.
    func blurring(_ image: RGBImage) -> RGBImage {
        let (width, height) = (image.width, image.height)
        let row = width * 3
        let sums = PrefixSums(image, reach: reach)
        return image.replacingPixels { _, blurred in
            withUnsafeTemporaryAllocation(of: Int32.self, capacity: sums.row) { pair in
                withUnsafeTemporaryAllocation(of: Double.self, capacity: row) { total in
                    for y in 0..<height {
                        for x in 0..<row { total[x] = 0 }
                        for (distance, boxes) in rows.enumerated() where !boxes.isEmpty {
                            sums.add(
                                y - distance, distance == 0 ? nil : y + distance, into: pair.baseAddress!)
                            for box in boxes {
                                let start = pair.baseAddress! + (reach - box.radius) * 3
                                let end = pair.baseAddress! + (reach + box.radius + 1) * 3
                                for x in 0..<row { total[x] += box.weight * Double(end[x] &- start[x]) }
                            }
                        }
                        for x in 0..<row { blurred[y * row + x] = Levels.sample(total[x] / 255) }
                    }
                }
            }
        }
    }
}

/// Prefix sums of a picture's rows, each extended at both ends by mirroring.
private struct PrefixSums {
    let height: Int
    /// Sums per row: one more pixel than the extended row has.
    let row: Int
    private let values: [Int32]

    init(_ image: RGBImage, reach: Int) {
        let width = image.width
        let row = (width + 2 * reach + 1) * 3
        height = image.height
        self.row = row
        let count = row * image.height
        values = [Int32](unsafeUninitializedCapacity: count) { sums, initialised in
            image.pixels.withUnsafeBufferPointer { samples in
                for y in 0..<image.height {
                    let line = sums.baseAddress! + y * row
                    for channel in 0..<3 { line[channel] = 0 }
                    for place in 0..<width + 2 * reach {
                        let x = Border.mirrored.index(place - reach, width)
                        for channel in 0..<3 {
                            line[(place + 1) * 3 + channel] =
                                line[place * 3 + channel] + Int32(samples[(y * width + x) * 3 + channel])
                        }
                    }
                }
            }
            initialised = count
        }
    }

    /// The sum of two rows' sums, mirrored at the border; of one where there is no second.
    func add(_ first: Int, _ second: Int?, into sum: UnsafeMutablePointer<Int32>) {
        values.withUnsafeBufferPointer { values in
            let upper = values.baseAddress! + Border.mirrored.index(first, height) * row
            guard let second else {
                sum.initialize(from: upper, count: row)
                return
            }
            let lower = values.baseAddress! + Border.mirrored.index(second, height) * row
            for x in 0..<row { sum[x] = upper[x] &+ lower[x] }
        }
    }
}
