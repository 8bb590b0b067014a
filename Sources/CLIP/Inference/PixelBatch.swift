internal import CLIPImages
internal import CLIPNumerics

extension InferenceOps {
    /// A batch of normalised pictures, made on all threads.
    /// - Parameters:
    ///   - range: the pictures.
    ///   - preprocessing: the model's.
    ///   - crop: gives one, `size` pixels a side.
    /// - Returns: `[range.count, size, size, 3]`
    func pixels(_ range: Range<Int>, of preprocessing: Preprocessing, crop: (Int) -> RGBImage) -> Tensor {
        let side = preprocessing.size
        let size = side * side * 3
        let shape = Shape(batch: range.count, height: side, width: side, channels: 3)
        return Tensor(shape, on: arena) { target in
            nonisolated(unsafe) let target = target
            compute.parallel(range.count) { index, _ in
                preprocessing.normalise(
                    crop(range.lowerBound + index),
                    into: UnsafeMutableBufferPointer(rebasing: target[index * size..<(index + 1) * size]))
            }
        }
    }
}
