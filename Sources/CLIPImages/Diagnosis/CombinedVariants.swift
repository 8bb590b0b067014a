extension PictureVariant {
    /// A way that differs from the model's own in several things.
    private struct Way {
        var image: DecodedImage
        var preprocessing: Preprocessing
        var isUnfiltered = false
        var causes: [DifferenceCause] = []

        func with(_ cause: DifferenceCause, _ change: (inout Way) -> Void) -> Way {
            var other = self
            change(&other)
            other.causes.append(cause)
            return other
        }

        func samples() -> [UInt8] {
            guard isUnfiltered else { return preprocessing.crop(image).pixels }
            let geometry = CropGeometry(width: image.width, height: image.height, preprocessing)
            let samples = UnfilteredResize.crop(RGBImage(image), by: geometry, cubic: false)
            let size = preprocessing.size
            return samples.count == size * size * 3 ? samples : preprocessing.crop(image).pixels
        }
    }

    /// Two or more at once of what tools most often do otherwise: orientation, order of conversion, rounding of
    /// the crop, shape and filter. Another tool's whole pipeline is among them.
    /// - Parameter stored: the picture as it lies in the file.
    static func combined(_ stored: DecodedImage, _ own: Preprocessing) -> [PictureVariant] {
        let image = own.appliesOrientation ? stored.upright() : stored
        var ways = [Way(image: image, preprocessing: own)]
        if stored.orientation != 1 {
            let other = own.appliesOrientation ? stored : stored.upright()
            ways += ways.map { $0.with(.exif(applies: own.appliesOrientation)) { $0.image = other } }
        }
        if stored.mode != .rgb {
            let order: Preprocessing.ColourOrder =
                own.colourOrder == .resizeFirst ? .convertFirst : .resizeFirst
            ways += ways.map {
                $0.with(.colourOrder(order, stored.mode)) { $0.preprocessing.colourOrder = order }
            }
        }
        let rounding: Preprocessing.CropRounding = own.cropRounding == .floor ? .halfEven : .floor
        let rounded = ways.map {
            $0.with(.cropRounding(rounding)) { $0.preprocessing.cropRounding = rounding }
        }
        let side = own.size * 8 / 7
        let larger = ways.map {
            $0.with(.resizedLarger(side, own.size)) { way in
                way.preprocessing = Preprocessing(
                    size: own.size, resizedSide: side, interpolation: own.interpolation,
                    cropRounding: own.cropRounding, colourOrder: way.preprocessing.colourOrder)
            }
        }
        let squashed = ways.map { $0.with(.resizeMode(.squash)) { $0.preprocessing.resizeMode = .squash } }
        ways += rounded + (own.resizedSide == nil ? larger : [])
        ways += own.resizeMode == .squash ? [] : squashed
        let bilinear = ways.map {
            $0.with(.filter(.bilinear, insteadOf: own.interpolation)) {
                $0.preprocessing.interpolation = .bilinear
            }
        }
        let unfiltered = ways.map { $0.with(.unfiltered(cubic: false)) { $0.isUnfiltered = true } }
        ways += (own.interpolation == .bilinear ? [] : bilinear) + unfiltered
        return ways.filter { $0.causes.count > 1 }.map { way in
            PictureVariant(way.causes) { way.samples() }
        }
    }
}
