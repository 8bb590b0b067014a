extension RGBImage {
    /// The picture at another size: the pixels of Pillow's `resize((width, height), filter)`.
    /// - Parameters:
    ///   - width: pixels per row, at least 1.
    ///   - height: rows, at least 1.
    ///   - filter: how pixels are made of pixels; all but `nearest` average over what a pixel covers.
    public func resized(
        width: Int, height: Int, by filter: Preprocessing.Interpolation = .bicubic
    ) -> RGBImage {
        precondition(width > 0 && height > 0, "a picture of \(width) × \(height) pixels cannot be")
        let geometry = CropGeometry(width: width, height: height)
        let preprocessing = Preprocessing(interpolation: filter, colourOrder: .convertFirst)
        return RGBImage(
            width: width, height: height,
            tightPixels: preprocessing.pixels(of: DecodedImage(self), in: geometry, passes: .best))
    }
}
