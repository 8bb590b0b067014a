internal import CLIPImages
internal import CLIPNumerics

extension InferenceOps {
    /// A batch of normalised pictures, made on all threads.
    /// - Returns: `[count, side, side, 3]`
    func pixels(
        _ count: Int, side: Int, crop: (Int) -> RGBImage,
        normalising: (RGBImage, UnsafeMutableBufferPointer<Float>) -> Void
    ) -> Tensor {
        let size = side * side * 3
        return Tensor(Shape(batch: count, height: side, width: side, channels: 3), on: arena) { target in
            nonisolated(unsafe) let target = target
            compute.parallel(count) { index, _ in
                normalising(
                    crop(index),
                    UnsafeMutableBufferPointer(rebasing: target[index * size..<(index + 1) * size]))
            }
        }
    }
}
