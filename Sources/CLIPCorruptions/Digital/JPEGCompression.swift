internal import CLIPImages

extension RGBImage {
    /// Writes a JPEG file of low quality and reads it again.
    func jpegCompression(_ severity: Severity) throws(ImageError) -> RGBImage {
        try RGBImage(bytes: jpeg(quality: severity([25, 18, 15, 10, 7])))
    }
}
