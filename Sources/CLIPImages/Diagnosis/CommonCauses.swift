/// Causes that are tried alone and together with others.
extension DifferenceCause {
    /// - Parameter applies: whether the model's own way applies the orientation.
    static func exif(applies: Bool) -> DifferenceCause {
        DifferenceCause(
            "exif", "the EXIF orientation was \(applies ? "not " : "")applied",
            remedy: applies
                ? "--exif off here, or ImageOps.exif_transpose there"
                : "--exif on here, or no exif_transpose there")
    }

    static func colourOrder(_ order: Preprocessing.ColourOrder, _ mode: DecodedImage.Mode) -> DifferenceCause
    {
        let isFirst = order == .convertFirst
        return DifferenceCause(
            "colour_order",
            "the picture was converted from mode \(mode.rawValue) to RGB "
                + "\(isFirst ? "before" : "after") the resize",
            remedy: "--compat \(isFirst ? "hf" : "openai") here")
    }

    static func cropRounding(_ rounding: Preprocessing.CropRounding) -> DifferenceCause {
        DifferenceCause(
            "crop_rounding",
            rounding == .floor
                ? "the crop of an odd margin begins as in Hugging Face's processors"
                : "the crop of an odd margin begins as in torchvision",
            remedy: "--compat \(rounding == .floor ? "hf" : "openai") here")
    }

    static func resizeMode(_ mode: Preprocessing.ResizeMode) -> DifferenceCause {
        let (name, words) =
            switch mode {
            case .squash: ("squash", "the picture was squashed to the square instead of cropped or padded")
            case .shortest: ("crop", "the short side was resized and the long one cropped")
            case .longest: ("pad", "the long side was resized and the short one padded")
            case .unchanged: ("no_resize", "the picture was cropped without a resize")
            }
        return DifferenceCause(name, words, remedy: "take the way of resizing from the model's files there")
    }

    static func resizedLarger(_ side: Int, _ size: Int) -> DifferenceCause {
        DifferenceCause(
            "resized_larger", "the short side was resized to \(side) before the crop of \(size)",
            remedy: "resize to \(size) there")
    }

    static func filter(
        _ filter: Preprocessing.Interpolation, insteadOf own: Preprocessing.Interpolation
    ) -> DifferenceCause {
        DifferenceCause(
            "filter_\(filter.rawValue)",
            "the resize used the filter \(filter.rawValue) instead of \(own.rawValue)",
            remedy: "resample with \(own.rawValue) there")
    }

    static func unfiltered(cubic: Bool) -> DifferenceCause {
        let name = cubic ? "bicubic" : "bilinear"
        return DifferenceCause(
            "no_antialias_\(name)",
            "the picture was resized without antialiasing (\(name), as OpenCV and PyTorch's interpolate do)",
            remedy: "resize with Pillow there, or with antialias=True")
    }
}
