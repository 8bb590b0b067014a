internal import CLIPData
internal import CLIPImages

extension RGBImage {
    /// Moves the camera in a random direction, at most 45° from the horizontal.
    func motionBlur(_ severity: Severity, _ random: inout RandomState) -> RGBImage {
        let (radius, deviation) = severity([(10, 3), (15, 5), (15, 8), (15, 12), (20, 15)])
        let trail = Trail(radius: radius, deviation: Double(deviation), angle: random.uniform(-45, 45))
        return trail.blurring(Samples(self, (0...255).map(Double.init))).image { value in
            Levels.whole(min(max(value, 0), 255))
        }
    }
}
