extension PictureVariant {
    /// Pictures that are made square before they are resized: by cutting off, or by padding.
    static func squares(_ image: DecodedImage, _ own: Preprocessing) -> [PictureVariant] {
        guard image.width != image.height else { return [] }
        let (short, long) = (min(image.width, image.height), max(image.width, image.height))
        var variants = [
            PictureVariant(
                DifferenceCause(
                    "cropped_first", "the picture was cropped to a square before the resize",
                    remedy: "resize before the crop there")
            ) { own.crop(RGBImage(image).centred(on: short, fill: 0)).pixels }
        ]
        // More pixels than that would be made for nothing.
        guard long <= 8192 else { return variants }
        for (name, level) in [("black", UInt8(0)), ("white", 255)] {
            variants.append(
                PictureVariant(
                    DifferenceCause(
                        "letterbox_\(name)",
                        "the picture was padded with \(name) to a square before the resize",
                        remedy: "take the way of resizing from the model's files there")
                ) { own.crop(RGBImage(image).centred(on: long, fill: level)).pixels })
        }
        return variants
    }
}

extension RGBImage {
    /// A square of `side` pixels with the picture's middle in its middle.
    fileprivate func centred(on side: Int, fill: UInt8) -> RGBImage {
        var square = [UInt8](repeating: fill, count: side * side * 3)
        let (columns, rows) = (min(side, width), min(side, height))
        let (fromX, fromY) = ((width - columns) / 2, (height - rows) / 2)
        let (toX, toY) = ((side - columns) / 2, (side - rows) / 2)
        for row in 0..<rows {
            let from = ((fromY + row) * width + fromX) * 3
            let to = ((toY + row) * side + toX) * 3
            square.replaceSubrange(to..<to + columns * 3, with: pixels[from..<from + columns * 3])
        }
        return RGBImage(width: side, height: side, tightPixels: square)
    }
}
