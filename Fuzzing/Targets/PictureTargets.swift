import CLIPImages

extension FuzzTarget {
    /// One target per codec, and one for whatever the first bytes say.
    static let pictures: [FuzzTarget] =
        [
            picture("jpeg", ["Adobe", "Exif", "JFIF"], seeds: ["Tests/Goldens/images/made/*.jpg"]) {
                $0.starts(with: [0xFF, 0xD8])
            },
            picture(
                "png", ["IHDR", "PLTE", "IDAT", "IEND", "tRNS", "eXIf", "gAMA", "acTL", "iTXt"],
                seeds: ["Tests/Goldens/images/made/*.png"], mend: PNGChecksums.mended
            ) { $0.starts(with: [0x89, 0x50, 0x4E]) },
            picture(
                "webp", ["RIFF", "WEBP", "VP8 ", "VP8L", "VP8X", "ALPH", "ANIM", "ANMF", "EXIF", "XMP "],
                seeds: ["Tests/Goldens/images/codecs/webp"]
            ) { $0.starts(with: Array("RIFF".utf8)) },
            picture("gif", ["GIF87a", "GIF89a", "NETSCAPE2.0"], seeds: ["Tests/Goldens/images/codecs/gif"]) {
                $0.starts(with: Array("GIF8".utf8))
            },
            picture("tiff", ["II*\0", "MM\0*"], seeds: ["Tests/Goldens/images/codecs/tiff"]) {
                $0.starts(with: [0x49, 0x49]) || $0.starts(with: [0x4D, 0x4D])
            },
            picture("bmp", ["BM", "RGB ", "sRGB", "BGRs"], seeds: ["Tests/Goldens/images/formats/bmp"]) {
                $0.starts(with: Array("BM".utf8))
            },
            picture(
                "pnm",
                ["P1\n", "P2\n", "P3\n", "P4\n", "P5\n", "P6\n", "Pf\n", "Py", "65535\n", "#\n", "-1.0"],
                seeds: ["Tests/Goldens/images/formats/pnm"]
            ) { $0.starts(with: Array("P".utf8)) },
            picture("ico", ["IHDR", "PLTE"], seeds: ["Tests/Goldens/images/formats/ico"]) {
                $0.starts(with: [0, 0, 1, 0]) || $0.starts(with: [0, 0, 2, 0])
            },
            // Its files begin with nothing that is theirs alone.
            picture("tga", ["TRUEVISION-XFILE.\0"], seeds: ["Tests/Goldens/images/formats/tga"]) { _ in true
            },
            picture(
                "image", ["RIFF", "WEBP", "GIF89a", "BM", "ftyp", "mif1"],
                seeds: ["Tests/Goldens/images/made/*.png", "Tests/Goldens/images/codecs/webp"]
            ) { _ in true },
        ] + mediaPictures

    /// Those whose libraries a trait brings in.
    private static var mediaPictures: [FuzzTarget] {
        var targets: [FuzzTarget] = []
        let words = ["ftyp", "meta", "iprp", "ipco", "ipma", "iloc", "iinf", "pitm", "irot", "imir", "ispe"]
        #if HEIC
            targets.append(
                picture("heic", words + ["heic", "hvcC"], seeds: ["Tests/Goldens/images/codecs/heic"]) {
                    $0.dropFirst(4).starts(with: Array("ftyp".utf8))
                })
        #endif
        #if AVIF
            targets.append(
                picture("avif", words + ["avif", "av1C"], seeds: ["Tests/Goldens/images/codecs/avif"]) {
                    $0.dropFirst(4).starts(with: Array("ftyp".utf8))
                })
        #endif
        return targets
    }

    /// - Parameters:
    ///   - mend: makes checksums right again, which no mutation would hit.
    ///   - isOurs: whether the bytes begin as the format does.
    private static func picture(
        _ name: String, _ words: [String], seeds: [String],
        mend: @escaping @Sendable ([UInt8]) -> [UInt8] = { $0 },
        _ isOurs: @escaping @Sendable ([UInt8]) -> Bool
    ) -> FuzzTarget {
        FuzzTarget(name, seeds: seeds + ["Tests/Goldens/hostile/\(name)"], words: words) { bytes in
            isOurs(bytes) && decode(mend(bytes))
        }
    }

    /// Decodes, crops and converts.
    ///
    /// - Returns: whether there was a picture.
    private static func decode(_ bytes: [UInt8]) -> Bool {
        let options = DecodingOptions(maximumMegapixels: 2)
        let image: DecodedImage
        do {
            image = try withExactBytes(bytes) { try DecodedImage(bytes: $0, options: options) }
        } catch {
            precondition((error as? ImageError)?.message.isEmpty == false)
            return false
        }
        precondition(image.width > 0 && image.height > 0 && image.width * image.height <= 2_000_000)
        let whole = RGBImage(image)
        precondition(whole.pixels.count == image.width * image.height * 3)
        let crop = Preprocessing(size: 16).crop(image)
        precondition(crop.pixels.count == 16 * 16 * 3)
        return true
    }

    /// The resampler: any size, mode, filter, crop and padding.
    static let resampler = FuzzTarget("resampler", seeds: ["Tests/Goldens/hostile/resampler"]) { bytes in
        var source = ByteSource(bytes)
        let size = source.number(in: 1...96)
        let preprocessing = Preprocessing(
            size: size, resizedSide: source.byte() % 2 == 0 ? nil : source.number(in: 1...200),
            interpolation: source.element(of: Preprocessing.Interpolation.allCases),
            resizeMode: source.element(of: Preprocessing.ResizeMode.allCases),
            cropRounding: source.element(of: Preprocessing.CropRounding.allCases),
            colourOrder: source.element(of: Preprocessing.ColourOrder.allCases), fill: source.byte())
        let mode = source.element(of: StoredPNG.Mode.allCases)
        // Long and thin ones, too.
        let width = source.number(in: source.byte() % 4 == 0 ? 1...6000 : 1...80)
        let height = source.number(in: width > 80 ? 1...3 : 1...80)
        let turned = source.byte() % 2 == 0
        let file = StoredPNG.file(
            width: turned ? height : width, height: turned ? width : height, mode,
            samples: source.bytes)
        guard let image = try? DecodedImage(bytes: file) else {
            preconditionFailure("a sound PNG of \(width) × \(height) \(mode) is not decoded")
        }
        let crop = preprocessing.crop(image)
        precondition(crop.width == size && crop.height == size && crop.pixels.count == size * size * 3)
        var values = [Float](repeating: 0, count: crop.pixels.count)
        values.withUnsafeMutableBufferPointer { preprocessing.normalise(crop, into: $0) }
        precondition(values.allSatisfy(\.isFinite))
        return true
    }
}
