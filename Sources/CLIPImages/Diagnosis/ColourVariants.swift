extension PictureVariant {
    /// Other ways from the file's mode to RGB; none for a picture that is RGB.
    static func colours(_ image: DecodedImage, _ own: Preprocessing) -> [PictureVariant] {
        let grey = PictureVariant(
            DifferenceCause(
                "grey", "the picture was made grey", remedy: "keep its colours there, convert(\"RGB\")")
        ) { own.crop(image).withoutColour() }
        guard image.mode != .rgb else { return [grey] }
        var other = own
        other.colourOrder = own.colourOrder == .resizeFirst ? .convertFirst : .resizeFirst
        var variants = [
            PictureVariant(.colourOrder(other.colourOrder, image.mode)) { [other] in
                other.crop(image).pixels
            },
            grey,
        ]
        if image.mode == .rgba || image.mode == .greyAlpha {
            for (name, level) in [("white", 255), ("black", 0)] {
                let cause = DifferenceCause(
                    "alpha_\(name)", "transparent parts were composited on \(name)",
                    remedy: "drop alpha there with convert(\"RGB\"), as the references do")
                variants.append(
                    PictureVariant(cause) { own.crop(image.composited(on: level)).pixels })
            }
        }
        if image.mode == .grey16 || image.mode == .grey16Big {
            let cause = DifferenceCause(
                "grey16_scaled",
                "16-bit grey was divided by 256, where Pillow's convert(\"RGB\") cuts it at 255")
            variants.append(PictureVariant(cause) { own.crop(image.highBytes()).pixels })
        }
        return variants
    }
}

extension RGBImage {
    /// Its samples with all three channels at the luma that Pillow's `convert("L")` gives.
    fileprivate func withoutColour() -> [UInt8] {
        var grey = pixels
        for first in stride(from: 0, to: grey.count, by: 3) {
            let luma = Int(grey[first]) * 19595 + Int(grey[first + 1]) * 38470 + Int(grey[first + 2]) * 7471
            for channel in 0..<3 { grey[first + channel] = UInt8((luma + 0x8000) >> 16) }
        }
        return grey
    }
}

extension DecodedImage {
    /// RGBA or grey with alpha over a background of one level.
    fileprivate func composited(on level: Int) -> RGBImage {
        let bytes = Int(mode.bytesPerPixel)
        var rgb: [UInt8] = []
        rgb.reserveCapacity(width * height * 3)
        for first in stride(from: 0, to: pixels.count, by: bytes) {
            let alpha = Int(pixels[first + bytes - 1])
            for channel in 0..<3 {
                let sample = Int(pixels[first + (bytes == 2 ? 0 : channel)])
                rgb.append(UInt8((sample * alpha + level * (255 - alpha) + 127) / 255))
            }
        }
        return RGBImage(width: width, height: height, tightPixels: rgb)
    }

    /// 16-bit grey by its high bytes.
    fileprivate func highBytes() -> DecodedImage {
        let isBig = mode == .grey16Big || Int(1).bigEndian == 1
        let high = stride(from: isBig ? 0 : 1, to: pixels.count, by: 2).map { pixels[$0] }
        return DecodedImage(width: width, height: height, mode: .grey, pixels: high)
    }
}
