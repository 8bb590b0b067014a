/// How far two inputs of one size are apart, and where most.
public struct InputDifference: Sendable {
    /// The largest distance of two values.
    public let maximum: Float
    /// The mean distance.
    public let mean: Float
    /// Values that differ at all.
    public let count: Int
    /// Red 0, green 1, blue 2.
    public let channel: Int
    /// From the top, 0 first.
    public let row: Int
    /// From the left, 0 first.
    public let column: Int
    /// Our value there.
    public let ours: Float
    /// The other tool's value there.
    public let theirs: Float

    /// - Parameters: `[H, W, 3]`, as many values.
    init(ours: [Float], theirs: [Float], width: Int) {
        var worst = 0
        var largest: Float = 0
        var sum = 0.0
        var count = 0
        for index in ours.indices where ours[index] != theirs[index] {
            count += 1
            let distance = abs(ours[index] - theirs[index])
            sum += Double(distance)
            // What is not a number is farther than any.
            if distance > largest || distance.isNaN && !largest.isNaN { (worst, largest) = (index, distance) }
        }
        maximum = largest
        mean = Float(sum / Double(ours.count))
        self.count = count
        channel = worst % 3
        row = worst / 3 / width
        column = worst / 3 % width
        self.ours = ours[worst]
        self.theirs = theirs[worst]
    }
}
