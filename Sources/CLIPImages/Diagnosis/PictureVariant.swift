/// Another way from the same file to samples `[S, S, 3]`.
struct PictureVariant {
    /// What is to be said of it; nil for the model's own way.
    let cause: DifferenceCause?
    /// Makes the samples.
    let samples: () -> [UInt8]

    init(_ cause: DifferenceCause?, _ samples: @escaping () -> [UInt8]) {
        self.cause = cause
        self.samples = samples
    }

    /// The model's own way, then usual others, each with one thing changed.
    /// - Parameter stored: the picture as it lies in the file.
    static func all(_ stored: DecodedImage, _ own: Preprocessing) -> [PictureVariant] {
        let image = own.appliesOrientation ? stored.upright() : stored
        return [PictureVariant(nil) { own.crop(image).pixels }]
            + orientation(stored, own) + shapes(image, own) + filters(image, own) + offsets(image, own)
            + colours(image, own) + turns(image, own)
    }

    private static func orientation(_ stored: DecodedImage, _ own: Preprocessing) -> [PictureVariant] {
        guard stored.orientation != 1 else { return [] }
        let applies = own.appliesOrientation
        let cause = DifferenceCause(
            "exif", "the EXIF orientation was \(applies ? "not " : "")applied",
            remedy: applies
                ? "--exif off here, or ImageOps.exif_transpose there"
                : "--exif on here, or no exif_transpose there")
        return [PictureVariant(cause) { own.crop(applies ? stored : stored.upright()).pixels }]
    }

    private static func shapes(_ image: DecodedImage, _ own: Preprocessing) -> [PictureVariant] {
        var variants: [PictureVariant] = []
        func add(_ cause: DifferenceCause, _ change: (inout Preprocessing) -> Void) {
            var other = own
            change(&other)
            variants.append(PictureVariant(cause) { [other] in other.crop(image).pixels })
        }
        let keep = "take the way of resizing from the model's files there"
        let words: [(Preprocessing.ResizeMode, String, String)] = [
            (.squash, "squash", "the picture was squashed to the square instead of cropped or padded"),
            (.shortest, "crop", "the short side was resized and the long one cropped"),
            (.longest, "pad", "the long side was resized and the short one padded"),
            (.unchanged, "no_resize", "the picture was cropped without a resize"),
        ]
        for (mode, name, words) in words where mode != own.resizeMode {
            add(.init(name, words, remedy: keep)) { $0.resizeMode = mode }
        }
        let other: Preprocessing.CropRounding = own.cropRounding == .floor ? .halfEven : .floor
        add(
            .init(
                "crop_rounding",
                other == .floor
                    ? "the crop of an odd margin begins as in Hugging Face's processors"
                    : "the crop of an odd margin begins as in torchvision",
                remedy: "--compat \(other == .floor ? "hf" : "openai") here")
        ) { $0.cropRounding = other }
        if own.resizedSide == nil {
            let side = own.size * 8 / 7
            let larger = Preprocessing(
                size: own.size, resizedSide: side, interpolation: own.interpolation,
                cropRounding: own.cropRounding, colourOrder: own.colourOrder)
            variants.append(
                PictureVariant(
                    .init(
                        "resized_larger",
                        "the short side was resized to \(side) before the crop of \(own.size)",
                        remedy: "resize to \(own.size) there")
                ) { larger.crop(image).pixels })
        }
        return variants
    }

    private static func filters(_ image: DecodedImage, _ own: Preprocessing) -> [PictureVariant] {
        let geometry = CropGeometry(width: image.width, height: image.height, own)
        var variants = [true, false].map { cubic in
            let name = cubic ? "bicubic" : "bilinear"
            let cause = DifferenceCause(
                "no_antialias_\(name)",
                "the picture was resized without antialiasing (\(name), as OpenCV and PyTorch's interpolate do)",
                remedy: "resize with Pillow there, or with antialias=True")
            return PictureVariant(cause) {
                let samples = UnfilteredResize.crop(RGBImage(image), by: geometry, cubic: cubic)
                guard samples.count == own.size * own.size * 3 else { return own.crop(image).pixels }
                return samples
            }
        }
        for filter in Preprocessing.Interpolation.allCases where filter != own.interpolation {
            var other = own
            other.interpolation = filter
            let cause = DifferenceCause(
                "filter_\(filter.rawValue)",
                "the resize used the filter \(filter.rawValue) instead of \(own.interpolation.rawValue)",
                remedy: "resample with \(own.interpolation.rawValue) there")
            variants.append(PictureVariant(cause) { [other] in other.crop(image).pixels })
        }
        return variants
    }

    private static func offsets(_ image: DecodedImage, _ own: Preprocessing) -> [PictureVariant] {
        let geometry = CropGeometry(width: image.width, height: image.height, own)
        var variants: [PictureVariant] = []
        func add(_ cause: DifferenceCause, _ moved: CropGeometry) {
            variants.append(PictureVariant(cause) { own.crop(image, by: moved).pixels })
        }
        for down in -1...1 {
            for across in -1...1 where (down, across) != (0, 0) {
                guard let y = geometry.y.moved(by: down), let x = geometry.x.moved(by: across) else {
                    continue
                }
                var moved = geometry
                (moved.x, moved.y) = (x, y)
                add(
                    .init(
                        "crop_offset",
                        "the crop begins \(places(down: down, across: across)) from where the model's does",
                        remedy: "crop at column \(geometry.x.start), row \(geometry.y.start) there"), moved)
            }
        }
        if own.resizeMode == .shortest {
            let side = own.resizedSide ?? own.size
            let long = Double(side * max(image.width, image.height)) / Double(min(image.width, image.height))
            let rounded = Int(long.rounded())
            if rounded != Int(long) {
                var moved = geometry
                if image.width > image.height {
                    moved.x = .init(rounded, cropping: own.size, own.cropRounding)
                } else {
                    moved.y = .init(rounded, cropping: own.size, own.cropRounding)
                }
                add(
                    .init(
                        "long_side_rounded",
                        "the long side was rounded to \(rounded) instead of cut to \(Int(long))",
                        remedy: "cut the quotient there, as torchvision does"), moved)
            }
        }
        return variants
    }

    private static func places(down: Int, across: Int) -> String {
        let parts = [
            down == 0 ? nil : down < 0 ? "a row above" : "a row below",
            across == 0 ? nil : across < 0 ? "a column left" : "a column right",
        ]
        return parts.compactMap { $0 }.joined(separator: " and ")
    }

    private static func turns(_ image: DecodedImage, _ own: Preprocessing) -> [PictureVariant] {
        let words = [
            2: ("mirrored", "the picture was mirrored"),
            3: ("turned", "the picture was turned by half a turn"),
            4: ("flipped", "the picture was turned upside down by a mirror"),
            5: ("transposed", "rows and columns were swapped"),
            6: ("turned", "the picture was turned clockwise"),
            8: ("turned", "the picture was turned counter-clockwise"),
        ]
        return words.sorted { $0.key < $1.key }.map { orientation, words in
            PictureVariant(DifferenceCause(words.0, words.1)) {
                DecodedImage(own.crop(image)).turned(by: orientation).pixels
            }
        }
    }
}

extension CropGeometry.Axis {
    /// The crop begun elsewhere; nil where it would leave the picture.
    fileprivate func moved(by offset: Int) -> Self? {
        var moved = self
        moved.start += offset
        return moved.start >= 0 && moved.start + count <= resized ? moved : nil
    }
}
