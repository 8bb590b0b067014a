internal import CLIPImages

extension RGBImage {
    /// Raises the value of each pixel in HSV; hue and saturation stay.
    func brightness(_ severity: Severity) -> RGBImage {
        let more = severity([0.1, 0.2, 0.3, 0.4, 0.5])
        return replacingPixels { samples, bright in
            Levels.units.withUnsafeBufferPointer { units in
                for index in stride(from: 0, to: samples.count, by: 3) {
                    let pixel = SIMD3(
                        units[Int(samples[index])], units[Int(samples[index + 1])],
                        units[Int(samples[index + 2])])
                    var colour = HSV(pixel)
                    colour.value = min(colour.value + more, 1)
                    let raised = colour.rgb
                    for channel in 0..<3 { bright[index + channel] = Levels.sample(raised[channel]) }
                }
            }
        }
    }
}

/// A colour as hue, saturation and value, each from 0 to 1, in scikit-image's order of operations.
struct HSV {
    let hue: Double
    let saturation: Double
    var value: Double

    /// Red, green and blue from 0 to 1. Where two of them are largest, the later one decides about the hue.
    @inline(__always)
    init(_ rgb: SIMD3<Double>) {
        let (red, green, blue) = (rgb.x, rgb.y, rgb.z)
        value = max(max(red, green), blue)
        let range = value - min(min(red, green), blue)
        guard range != 0 else {
            hue = 0
            saturation = 0
            return
        }
        saturation = range / value
        let sixths =
            if blue == value { 4 + (red - green) / range } else if green == value {
                2 + (blue - red) / range
            } else { (green - blue) / range }
        let turns = sixths / 6
        hue = turns < 0 ? turns + 1 : turns
    }

    @inline(__always)
    var rgb: SIMD3<Double> {
        let sixths = hue * 6
        let sector = sixths.rounded(.down)
        let part = sixths - sector
        let least = value * (1 - saturation)
        let falling = value * (1 - part * saturation)
        let rising = value * (1 - (1 - part) * saturation)
        return switch sector {
        case 1: SIMD3(falling, value, least)
        case 2: SIMD3(least, value, rising)
        case 3: SIMD3(least, falling, value)
        case 4: SIMD3(rising, least, value)
        case 5: SIMD3(value, least, falling)
        default: SIMD3(value, rising, least)
        }
    }
}
