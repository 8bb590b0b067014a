/// The middle of a picture, magnified linearly, as scipy's `zoom` of order 1 does: ends lie on ends.
struct ClippedZoom {
    /// One direction: where each magnified value comes from.
    struct Axis {
        struct Place {
            /// The values before and behind; the same where the place is at the end.
            let before: Int
            let behind: Int
            let weight: Double
            /// A place that rounding put beyond the end is 0, as in scipy.
            let isOutside: Bool
        }

        let places: [Place]

        /// - Parameters:
        ///   - count: length of the whole line; its middle is taken.
        ///   - limit: no more places than this are wanted.
        init(_ count: Int, factor: Double, limit: Int = .max) {
            let kept = Int((Double(count) / factor).rounded(.up))
            let start = (count - kept) / 2
            let magnified = Int((Double(kept) * factor).rounded(.toNearestOrEven))
            let step = magnified > 1 ? Double(kept - 1) / Double(magnified - 1) : 1
            places = (0..<min(magnified, limit)).map { index in
                let place = Double(index) * step
                let before = min(Int(place), kept - 1)
                return Place(
                    before: start + before, behind: start + min(before + 1, kept - 1),
                    weight: place - place.rounded(.down), isOutside: place > Double(kept - 1))
            }
        }
    }

    let x: Axis
    let y: Axis

    /// The middle of a picture of so many pixels, `factor` times as large, cut to `limit` where one is given.
    init(width: Int, height: Int, factor: Double, isCut: Bool) {
        x = Axis(width, factor: factor, limit: isCut ? width : .max)
        y = Axis(height, factor: factor, limit: isCut ? height : .max)
    }

    /// Calls `use` with every magnified row.
    /// - Parameter use: takes the row's number and its values in double precision.
    func rows<Value>(
        of values: UnsafePointer<Value>, row: Int, channels: Int,
        _ use: (Int, UnsafePointer<Double>) -> Void
    ) where Value: BinaryFloatingPoint {
        let across = x.places.count * channels
        withUnsafeTemporaryAllocation(of: Double.self, capacity: row + across) { room in
            let mixed = room.baseAddress!
            let magnified = mixed + row
            x.places.withUnsafeBufferPointer { places in
                for (number, place) in y.places.enumerated() {
                    let before = values + place.before * row
                    let behind = values + place.behind * row
                    for index in 0..<row {
                        mixed[index] =
                            Double(before[index]) * (1 - place.weight) + Double(behind[index]) * place.weight
                    }
                    for index in places.indices {
                        let at = places[index]
                        let keep = at.isOutside || place.isOutside ? 0.0 : 1
                        for channel in 0..<channels {
                            magnified[index * channels + channel] =
                                keep
                                * (mixed[at.before * channels + channel] * (1 - at.weight)
                                    + mixed[at.behind * channels + channel] * at.weight)
                        }
                    }
                    use(number, magnified)
                }
            }
        }
    }
}
