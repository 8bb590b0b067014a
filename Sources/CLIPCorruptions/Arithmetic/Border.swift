/// What lies beyond a line's ends.
enum Border {
    /// The end's value goes on: a a | a b c | c c.
    case nearest
    /// The line is mirrored behind its end: b a | a b c | c b.
    case reflected
    /// The line is mirrored at its end's centre: c b | a b c | b a.
    case mirrored

    /// Where on a line of `count` values the value of a place beyond its ends is found.
    func index(_ place: Int, _ count: Int) -> Int {
        switch self {
        case .nearest:
            return min(max(place, 0), count - 1)
        case .reflected:
            let period = 2 * count
            let inside = (place % period + period) % period
            return inside < count ? inside : period - 1 - inside
        case .mirrored:
            guard count > 1 else { return 0 }
            let period = 2 * count - 2
            let inside = (place % period + period) % period
            return inside < count ? inside : period - inside
        }
    }
}
