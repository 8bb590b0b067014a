internal import CLIPData

/// A height map of random hills at every scale: the diamond-square algorithm on a torus.
struct PlasmaFractal {
    /// A power of two.
    let side: Int
    /// Heights `[side, side]` from 0 to 1.
    private(set) var heights: [Double]

    /// - Parameters:
    ///   - side: a power of two, at least 2.
    ///   - decay: how much smaller the hills of half the width are.
    init(side: Int, decay: Double, _ random: inout RandomState) {
        precondition(side >= 2 && side & (side - 1) == 0, "\(side) is no power of two")
        self.side = side
        heights = [Double](repeating: 0, count: side * side)
        var step = side
        var height = 100.0
        heights.withUnsafeMutableBufferPointer { heights in
            while step >= 2 {
                Self.fillSquares(heights, side, step, height, &random)
                Self.fillDiamonds(heights, side, step, height, &random)
                step /= 2
                height /= decay
            }
        }
        let lowest = heights.min() ?? 0
        let highest = (heights.max() ?? 0) - lowest
        for index in heights.indices { heights[index] = (heights[index] - lowest) / highest }
    }

    /// A place's height from the sum of its four neighbours.
    private static func wobbled(_ sum: Double, _ height: Double, _ random: inout RandomState) -> Double {
        sum / 4 + height * random.uniform(-height, height)
    }

    /// The middle of every square of corners.
    private static func fillSquares(
        _ heights: UnsafeMutableBufferPointer<Double>, _ side: Int, _ step: Int, _ height: Double,
        _ random: inout RandomState
    ) {
        for y in stride(from: 0, to: side, by: step) {
            let below = (y + step) % side
            for x in stride(from: 0, to: side, by: step) {
                let right = (x + step) % side
                let left = heights[y * side + x] + heights[below * side + x]
                let sum = left + (heights[y * side + right] + heights[below * side + right])
                heights[(y + step / 2) * side + x + step / 2] = wobbled(sum, height, &random)
            }
        }
    }

    /// The middle of every edge between corners: first those to the right of corners, then those below.
    private static func fillDiamonds(
        _ heights: UnsafeMutableBufferPointer<Double>, _ side: Int, _ step: Int, _ height: Double,
        _ random: inout RandomState
    ) {
        let half = step / 2
        for y in stride(from: 0, to: side, by: step) {
            let above = (y - half + side) % side
            for x in stride(from: 0, to: side, by: step) {
                let right = (x + step) % side
                let middles = heights[(y + half) * side + x + half] + heights[above * side + x + half]
                let sum = middles + (heights[y * side + x] + heights[y * side + right])
                heights[y * side + x + half] = wobbled(sum, height, &random)
            }
        }
        for y in stride(from: 0, to: side, by: step) {
            let below = (y + step) % side
            for x in stride(from: 0, to: side, by: step) {
                let left = (x - half + side) % side
                let middles = heights[(y + half) * side + x + half] + heights[(y + half) * side + left]
                let sum = middles + (heights[y * side + x] + heights[below * side + x])
                heights[(y + half) * side + x] = wobbled(sum, height, &random)
            }
        }
    }
}
