internal import CLIPImages

extension RGBImage {
    /// Spreads every pixel over a disk.
    func defocusBlur(_ severity: Severity) -> RGBImage {
        let (radius, deviation) = severity([(3, 0.1), (4, 0.5), (6, 0.5), (8, 0.5), (10, 0.5)])
        return DiskKernel(radius: radius, deviation: deviation).blurring(self)
    }
}
