/// A model's input as another tool made it, for one picture.
public struct ForeignInput: Sendable {
    /// How the numbers were stored, as far as it limits what can be told of them.
    public enum Storage: Sendable, Hashable {
        /// Samples 0…255.
        case bytes
        /// Numbers with 11 bits.
        case halves
        /// Numbers with 24 bits or more.
        case singles
    }

    /// Pixels per row.
    public let width: Int
    /// Rows.
    public let height: Int
    /// How the numbers were stored.
    public let storage: Storage
    /// `[H, W, 3]`
    let values: [Float]

    /// - Parameters:
    ///   - shape: `[3, H, W]` or `[H, W, 3]`, or either with a 1 in front.
    ///   - values: the elements in C order, as many as `shape` says.
    ///   - storage: how the file holds them.
    /// - Throws: `ImageError.Code.badLayout` for another shape, with those that are taken.
    public init(shape: [Int], values: [Float], storage: Storage) throws(ImageError) {
        var sizes = shape
        if sizes.count == 4 {
            guard sizes[0] == 1 else {
                throw ImageError(
                    .badLayout, "an array of \(shape) is a batch of \(sizes[0]); save one of them: array[0]")
            }
            sizes.removeFirst()
        }
        // No side is longer than there are values, so that their product is a number.
        guard sizes.count == 3, sizes[0] == 3 || sizes[2] == 3,
            sizes.allSatisfy({ (1...max(1, min(values.count, 1 << 20))).contains($0) }),
            values.count == sizes.reduce(1, *)
        else {
            throw ImageError(
                .badLayout,
                "an array of \(shape) is not one picture; give [3, H, W], [1, 3, H, W] or [H, W, 3]")
        }
        self.storage = storage
        if sizes[0] == 3 {
            (height, width) = (sizes[1], sizes[2])
            let count = sizes[1] * sizes[2]
            self.values = (0..<count * 3).map { values[$0 % 3 * count + $0 / 3] }
        } else {
            (height, width) = (sizes[0], sizes[1])
            self.values = values
        }
    }
}
