/// A stretch of numbers that a PyTorch file names by a key, before it is looked for in the file.
struct TorchStorage {
    /// The name of its bytes in the file.
    let key: String
    /// How its elements are stored; bytes where the file does not say.
    let elementType: ElementType
    /// How many elements it has.
    let count: Int
    /// The elements of the storage `key` that it begins after; above 0 only in files before PyTorch 0.4.
    var offset = 0
    /// The elements of the storage `key`, of which this one may be a part.
    var wholeCount: Int
}

/// A view of a storage: what PyTorch writes for a tensor.
struct TorchTensor {
    /// Its numbers.
    let storage: TorchStorage
    /// How its elements are stored.
    let elementType: ElementType
    /// The first element's place in the storage.
    let offset: Int
    /// Sizes from the slowest axis to the fastest.
    let shape: [Int]
    /// Elements from one index to the next, for each axis.
    let strides: [Int]
    /// The product of the shape.
    let count: Int

    /// Why a tensor cannot be what the file says.
    struct Fault: Error {
        let reason: String
    }

    /// Checks that every element lies in the storage.
    ///
    /// - Parameter elementType: where a storage is of bytes, what they are.
    init(
        _ storage: TorchStorage, elementType: ElementType? = nil, offset: Int, shape: [Int], strides: [Int]
    ) throws(Fault) {
        // Eight axes are more than any weight has, and bound what a file can ask to be kept.
        guard shape.count == strides.count, shape.count <= 8 else {
            throw Fault(reason: "\(shape.count) sizes and \(strides.count) strides")
        }
        guard elementType == nil || storage.elementType.size == 1 else {
            throw Fault(reason: "elements of another type than their storage's")
        }
        guard offset >= 0, shape.allSatisfy({ $0 >= 0 }), strides.allSatisfy({ $0 >= 0 }) else {
            throw Fault(reason: "a negative size, stride or offset: \(shape), \(strides), \(offset)")
        }
        let type = elementType ?? storage.elementType
        let available = storage.count / (type.size / storage.elementType.size)
        guard let count = Self.product(shape), count <= available else {
            throw Fault(
                reason:
                    "a tensor of the shape \(shape) in a storage of \(available) elements; one that repeats "
                    + "elements must be saved .contiguous()")
        }
        guard count == 0 || Self.last(offset, shape, strides).map({ $0 < available }) == true else {
            throw Fault(
                reason:
                    "the shape \(shape) with the strides \(strides) from \(offset) on leaves a storage of "
                    + "\(available) elements")
        }
        self.storage = storage
        self.elementType = type
        (self.offset, self.shape, self.strides, self.count) = (count == 0 ? 0 : offset, shape, strides, count)
    }

    /// Whether the elements follow one another in row-major order.
    var isContiguous: Bool {
        var expected = 1
        for (size, stride) in zip(shape, strides).reversed() where size != 1 {
            guard stride == expected else { return count == 0 }
            expected *= size
        }
        return true
    }

    /// The product of sizes; nil where it or a few of them together could not be counted, also where a size of
    /// zero hides that.
    private static func product(_ shape: [Int]) -> Int? {
        var total = 1
        for size in shape {
            let (product, overflow) = total.multipliedReportingOverflow(by: max(size, 1))
            guard !overflow, product <= Int.max / 64 else { return nil }
            total = product
        }
        return shape.contains(0) ? 0 : total
    }

    /// The place of the last element; nil beyond all numbers.
    private static func last(_ offset: Int, _ shape: [Int], _ strides: [Int]) -> Int? {
        var place = offset
        for (size, stride) in zip(shape, strides) {
            let (reach, tooFar) = (size - 1).multipliedReportingOverflow(by: stride)
            let (next, overflow) = place.addingReportingOverflow(reach)
            guard !tooFar, !overflow else { return nil }
            place = next
        }
        return place
    }
}
