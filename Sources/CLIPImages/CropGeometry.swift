/// Sizes and offsets of a resize with a centre crop, in the arithmetic of torchvision, OpenCLIP and
/// Hugging Face.
package struct CropGeometry: Equatable, Sendable {
    /// One direction: a side is resized, a part of it kept, and the rest of the square padded.
    package struct Axis: Equatable, Sendable {
        /// Length of the whole resized side.
        package var resized: Int
        /// First resized pixel kept.
        package var start: Int
        /// Pixels kept.
        package var count: Int
        /// Padding before them.
        package var padding: Int
    }

    package var x: Axis
    package var y: Axis

    package init(width: Int, height: Int, _ preprocessing: Preprocessing) {
        let resized = Self.resizedSize(width: width, height: height, preprocessing)
        x = Axis(resized.width, cropping: preprocessing.size, preprocessing.cropRounding)
        y = Axis(resized.height, cropping: preprocessing.size, preprocessing.cropRounding)
    }

    /// A resize of which everything is kept.
    init(width: Int, height: Int) {
        x = Axis(resized: width, start: 0, count: width, padding: 0)
        y = Axis(resized: height, start: 0, count: height, padding: 0)
    }

    static func resizedSize(
        width: Int, height: Int, _ preprocessing: Preprocessing
    ) -> (width: Int, height: Int) {
        let side = preprocessing.resizedSide ?? preprocessing.size
        switch preprocessing.resizeMode {
        case .squash:
            return (side, side)
        case .unchanged:
            return (width, height)
        case .shortest:
            // torchvision's `int(size * long / short)`: a quotient in double precision, cut.
            let long = Int(Double(side * max(width, height)) / Double(min(width, height)))
            return width <= height ? (side, long) : (long, side)
        case .longest:
            // OpenCLIP's `round(x / ratio)`, half to even. It fails where a side becomes 0; here it is 1.
            let ratio = Double(max(width, height)) / Double(side)
            func scaled(_ length: Int) -> Int {
                max(1, Int((Double(length) / ratio).rounded(.toNearestOrEven)))
            }
            return (scaled(width), scaled(height))
        }
    }
}

extension CropGeometry.Axis {
    init(_ resized: Int, cropping size: Int, _ rounding: Preprocessing.CropRounding) {
        let margin = resized - size
        guard margin < 0 else {
            let start =
                switch rounding {
                case .halfEven: Int((Double(margin) / 2).rounded(.toNearestOrEven))
                case .floor: margin / 2
                }
            self.init(resized: resized, start: start, count: size, padding: 0)
            return
        }
        // An odd pixel of padding goes behind in torchvision, in front in Hugging Face's processors.
        let padding = rounding == .halfEven ? -margin / 2 : (-margin + 1) / 2
        self.init(resized: resized, start: 0, count: resized, padding: padding)
    }
}
