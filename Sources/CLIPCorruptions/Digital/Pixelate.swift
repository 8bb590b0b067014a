internal import CLIPImages

extension RGBImage {
    /// Makes the picture smaller by areas and larger again by picking. A side keeps at least one pixel.
    func pixelate(_ severity: Severity) -> RGBImage {
        let share = severity([0.6, 0.5, 0.4, 0.3, 0.25])
        func few(_ side: Int) -> Int { max(1, Int(Double(side) * share)) }
        return resized(width: few(width), height: few(height), by: .box)
            .resized(width: width, height: height, by: .nearest)
    }
}
