internal import CLIPImages
internal import CLIPNumerics

extension InferenceOps {
    /// A batch of pictures as a tower takes them, made on all threads.
    /// - Parameters:
    ///   - range: the pictures.
    ///   - tower: the one that they are for.
    ///   - preprocessing: how the model's pictures are normalised.
    ///   - crop: picture by number, of the model's size.
    /// - Returns: `[range.count, side, side, 3]`, normalised or, where the filter does that, samples less 128.
    func pixels<O: Ops>(
        _ range: Range<Int>, for tower: VisionTower<O>, _ preprocessing: Preprocessing,
        crop: (Int) -> RGBImage
    ) -> Tensor where O.Convolution == Weights<PackedConvolution> {
        let side = preprocessing.size
        let shape = Shape(batch: range.count, height: side, width: side, channels: 3)
        guard !tower.takesCentredSamples else {
            return compute.centred(shape, on: arena) { crop(range.lowerBound + $0).pixels }
        }
        let size = side * side * 3
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

extension VisionTower where O.Convolution == Weights<PackedConvolution> {
    /// Whether pictures come as samples less 128, which its filters normalise.
    var takesCentredSamples: Bool {
        guard case .transformer(let network) = self else { return false }
        return network.patches.element == .bf16
    }
}
