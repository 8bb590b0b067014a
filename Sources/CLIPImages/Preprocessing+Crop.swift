internal import CCLIPImaging

/// The code paths of the resampler. All give the same pixels.
enum ResamplerPasses: CaseIterable {
    case plain, avx2, avx512, neon

    var isAvailable: Bool { cclip_has_passes(set) != 0 }

    static let best: ResamplerPasses = [.avx512, .avx2, .neon].first(where: \.isAvailable) ?? .plain

    var set: cclip_pass_set {
        switch self {
        case .plain: CCLIP_PASSES_PLAIN
        case .avx2: CCLIP_PASSES_AVX2
        case .avx512: CCLIP_PASSES_AVX512
        case .neon: CCLIP_PASSES_NEON
        }
    }
}

extension Preprocessing.Interpolation {
    var filter: cclip_filter {
        switch self {
        case .nearest: CCLIP_NEAREST
        case .box: CCLIP_BOX
        case .bilinear: CCLIP_BILINEAR
        case .hamming: CCLIP_HAMMING
        case .bicubic: CCLIP_BICUBIC
        case .lanczos: CCLIP_LANCZOS
        }
    }
}

extension Preprocessing {
    /// The filter that a picture of a mode is resized with: pixels are picked where their numbers are
    /// indices of colours, or black and white, as in Pillow.
    public func filter(in mode: DecodedImage.Mode) -> Interpolation {
        guard colourOrder == .resizeFirst else { return interpolation }
        return [.palette, .paletteAlpha, .bilevel].contains(mode) ? .nearest : interpolation
    }

    func crop(_ image: DecodedImage, passes: ResamplerPasses) -> RGBImage {
        crop(image, by: CropGeometry(width: image.width, height: image.height, self), passes: passes)
    }

    func crop(
        _ image: DecodedImage, by geometry: CropGeometry, passes: ResamplerPasses = .best
    ) -> RGBImage {
        filled(
            pixels(of: image, in: geometry, passes: passes), geometry, mode: image.mode,
            palette: image.palette)
    }

    /// The rectangle of a resized picture that a geometry keeps.
    func pixels(
        of image: DecodedImage, in geometry: CropGeometry, passes: ResamplerPasses
    ) -> [UInt8] {
        var job = job(geometry, passes)
        let count = geometry.x.count * geometry.y.count * 3
        return [UInt8](unsafeUninitializedCapacity: count) { buffer, initialised in
            image.withPicture { picture in
                withUnsafeTemporaryAllocation(
                    byteCount: cclip_resize_scratch(picture, &job), alignment: 64
                ) { scratch in
                    cclip_resize_crop(picture, &job, scratch.baseAddress, buffer.baseAddress)
                }
            }
            initialised = count
        }
    }

    /// The resize whose rectangle a geometry keeps.
    func job(_ geometry: CropGeometry, _ passes: ResamplerPasses) -> cclip_resize {
        cclip_resize(
            filter: interpolation.filter,
            width: Int64(geometry.x.resized), height: Int64(geometry.y.resized),
            crop_x: Int64(geometry.x.start), crop_y: Int64(geometry.y.start),
            crop_width: Int32(geometry.x.count), crop_height: Int32(geometry.y.count),
            convert_first: colourOrder == .convertFirst ? 1 : 0,
            passes: passes.set)
    }

    /// What is kept of a resized picture, padded to the whole square.
    func filled(
        _ kept: [UInt8], _ geometry: CropGeometry, mode: DecodedImage.Mode, palette: [UInt8] = []
    ) -> RGBImage {
        guard geometry.x.count < size || geometry.y.count < size else {
            return RGBImage(width: size, height: size, tightPixels: kept)
        }
        return padded(kept, geometry, fill: fillColour(in: mode, palette))
    }

    /// What padding turns into: OpenCLIP pads in the mode that was resized and converts afterwards.
    private func fillColour(in mode: DecodedImage.Mode, _ palette: [UInt8]) -> [UInt8] {
        guard colourOrder == .resizeFirst else { return [fill, fill, fill] }
        let pixel: [UInt8] =
            switch mode {
            case .bilevel: [fill == 0 ? 0 : 255]
            case .grey16: withUnsafeBytes(of: UInt16(fill)) { Array($0) }
            case .grey16Big: [0, fill]
            case .int32: withUnsafeBytes(of: Int32(fill)) { Array($0) }
            case .float32: withUnsafeBytes(of: Float(fill)) { Array($0) }
            default: [UInt8](repeating: fill, count: Int(mode.bytesPerPixel))
            }
        return RGBImage(DecodedImage(width: 1, height: 1, mode: mode, pixels: pixel, palette: palette)).pixels
    }

    private func padded(_ kept: [UInt8], _ geometry: CropGeometry, fill: [UInt8]) -> RGBImage {
        var pixels: [UInt8] = []
        pixels.reserveCapacity(size * size * 3)
        for _ in 0..<size * size { pixels += fill }
        let row = geometry.x.count * 3
        for y in 0..<geometry.y.count {
            let start = ((geometry.y.padding + y) * size + geometry.x.padding) * 3
            pixels.replaceSubrange(start..<start + row, with: kept[y * row..<(y + 1) * row])
        }
        return RGBImage(width: size, height: size, tightPixels: pixels)
    }
}
