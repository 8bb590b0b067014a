/// Another way from the same file to samples `[S, S, 3]`.
struct PictureVariant {
    /// What is to be said of it; nothing for the model's own way.
    let causes: [DifferenceCause]
    /// Makes the samples.
    let samples: () -> [UInt8]

    init(_ causes: [DifferenceCause], _ samples: @escaping () -> [UInt8]) {
        self.causes = causes
        self.samples = samples
    }

    init(_ cause: DifferenceCause, _ samples: @escaping () -> [UInt8]) { self.init([cause], samples) }

    /// The model's own way, then usual others, each with one thing changed.
    /// - Parameter stored: the picture as it lies in the file.
    static func all(_ stored: DecodedImage, _ own: Preprocessing) -> [PictureVariant] {
        let image = own.appliesOrientation ? stored.upright() : stored
        // Of those that give the same samples the first is told: what a picture's mode and tags suggest
        // goes before what is rarer.
        return [PictureVariant([]) { own.crop(image).pixels }]
            + orientation(stored, own) + colours(image, own) + shapes(image, own) + filters(image, own)
            + offsets(image, own) + (stored.orientation == 1 ? turns(image, own) : [])
    }

    private static func orientation(_ stored: DecodedImage, _ own: Preprocessing) -> [PictureVariant] {
        guard stored.orientation != 1 else { return [] }
        let applies = own.appliesOrientation
        return [
            PictureVariant(.exif(applies: applies)) {
                own.crop(applies ? stored : stored.upright()).pixels
            }
        ]
    }

    private static func shapes(_ image: DecodedImage, _ own: Preprocessing) -> [PictureVariant] {
        var variants: [PictureVariant] = []
        func add(_ cause: DifferenceCause, _ change: (inout Preprocessing) -> Void) {
            var other = own
            change(&other)
            variants.append(PictureVariant(cause) { [other] in other.crop(image).pixels })
        }
        for mode in [Preprocessing.ResizeMode.squash, .shortest, .longest, .unchanged]
        where mode != own.resizeMode {
            add(.resizeMode(mode)) { $0.resizeMode = mode }
        }
        let other: Preprocessing.CropRounding = own.cropRounding == .floor ? .halfEven : .floor
        add(.cropRounding(other)) { $0.cropRounding = other }
        if own.resizedSide == nil {
            let side = own.size * 8 / 7
            let larger = Preprocessing(
                size: own.size, resizedSide: side, interpolation: own.interpolation,
                cropRounding: own.cropRounding, colourOrder: own.colourOrder)
            variants.append(
                PictureVariant(.resizedLarger(side, own.size)) { larger.crop(image).pixels })
        }
        return variants + squares(image, own)
    }

    private static func filters(_ image: DecodedImage, _ own: Preprocessing) -> [PictureVariant] {
        let geometry = CropGeometry(width: image.width, height: image.height, own)
        var variants = [true, false].map { cubic in
            PictureVariant(.unfiltered(cubic: cubic)) {
                let samples = UnfilteredResize.crop(RGBImage(image), by: geometry, cubic: cubic)
                guard samples.count == own.size * own.size * 3 else { return own.crop(image).pixels }
                return samples
            }
        }
        for filter in Preprocessing.Interpolation.allCases where filter != own.interpolation {
            var other = own
            other.interpolation = filter
            variants.append(
                PictureVariant(.filter(filter, insteadOf: own.interpolation)) { [other] in
                    other.crop(image).pixels
                })
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
        if geometry.x.start > 0 || geometry.y.start > 0 {
            var moved = geometry
            (moved.x.start, moved.y.start) = (0, 0)
            add(
                .init(
                    "crop_corner", "the crop is the upper left part instead of the middle",
                    remedy: "crop the middle there"), moved)
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
