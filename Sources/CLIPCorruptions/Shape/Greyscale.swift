internal import CLIPImages

extension RGBImage {
    /// Luma of every pixel, 0 … 255, in the whole numbers of Pillow's mode L.
    var luma: [UInt8] {
        [UInt8](unsafeUninitializedCapacity: width * height) { luma, initialised in
            pixels.withUnsafeBufferPointer { samples in
                for pixel in 0..<width * height {
                    let red = Int32(samples[pixel * 3]) * 19_595
                    let green = Int32(samples[pixel * 3 + 1]) * 38_470
                    let blue = Int32(samples[pixel * 3 + 2]) * 7_471
                    luma[pixel] = UInt8(truncatingIfNeeded: (red + green + blue + 0x8000) >> 16)
                }
            }
            initialised = width * height
        }
    }

    /// A grey picture of one sample per pixel, as RGB.
    init(width: Int, height: Int, grey: [UInt8]) {
        let count = width * height * 3
        self.init(
            width: width, height: height,
            tightPixels: [UInt8](unsafeUninitializedCapacity: count) { samples, initialised in
                for index in 0..<count { samples[index] = grey[index / 3] }
                initialised = count
            })
    }

    /// Takes the colour away.
    func greyscale() -> RGBImage { RGBImage(width: width, height: height, grey: luma) }
}
