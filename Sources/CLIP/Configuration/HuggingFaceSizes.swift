/// The sizes in a `preprocessor_config.json`: a number, a list, or an object, each in several spellings.
enum HuggingFaceSizes {
    private typealias Mode = PreprocessingConfiguration.ResizeMode

    /// How pictures are resized, and to which side; no side where they are not.
    static func resize(
        _ fields: inout ConfigurationFields
    ) throws(ConfigurationError) -> (PreprocessingConfiguration.ResizeMode, side: Int?) {
        let resizes = try fields.flag("do_resize", default: true)
        let bareIsSquare = try fields.flag("default_to_square", default: false)
        // An old spelling for one model: the class's own size as a square, whatever `size` says.
        let isSquare = try fields.flag("use_square_size", default: false)
        var (mode, side): (Mode, Int) = (bareIsSquare ? .squash : .shortest, 224)
        if let square = try square("size", &fields, allowing: "shortest_edge") {
            (mode, side) = (.squash, square)
        } else if fields.isObject("size") {
            var size = try fields.requiredObject("size")
            (mode, side) = (.shortest, try size.size("shortest_edge", default: nil))
            try size.finish()
        } else if fields.has("size") {
            side = try fields.size("size", default: nil)
        } else {
            mode = .shortest
        }
        if isSquare { (mode, side) = (.squash, 224) }
        guard side <= largest else {
            throw fields.fail("size", "\(side) is more than \(largest), the most there may be", .unsupported)
        }
        return resizes ? (mode, side) : (.unchanged, nil)
    }

    /// The crop's side; nil if nothing is cropped.
    static func crop(_ fields: inout ConfigurationFields) throws(ConfigurationError) -> Int? {
        let crops = try fields.flag("do_center_crop", default: true)
        let side = try bareOrSquare("crop_size", &fields) ?? 224
        return crops ? side : nil
    }

    /// The side that finished pictures are padded to; nil if that is left to the others in their batch.
    static func padding(_ fields: inout ConfigurationFields) throws(ConfigurationError) -> Int? {
        try bareOrSquare("pad_size", &fields)
    }

    private static func bareOrSquare(
        _ name: String, _ fields: inout ConfigurationFields
    ) throws(ConfigurationError) -> Int? {
        if let side = try square(name, &fields) { return side }
        return fields.has(name) ? try fields.size(name, default: nil) : nil
    }

    /// The longest side that is resized to.
    private static let largest = 16_384

    /// The equal sides of a list, or of an object with height and width; nil if the field holds something
    /// else or the object has the field `other`.
    private static func square(
        _ name: String, _ fields: inout ConfigurationFields, allowing other: String? = nil
    ) throws(ConfigurationError) -> Int? {
        let sides: [Int]
        if fields.isObject(name) {
            var size = try fields.requiredObject(name)
            if let other, size.has(other) { return nil }
            sides = [try size.size("height", default: nil), try size.size("width", default: nil)]
            try size.finish()
        } else if let list = try fields.sizes(name) {
            sides = list
        } else {
            return nil
        }
        guard sides.count == 2 else {
            throw fields.fail(name, "height and width were expected, not \(sides.count) numbers")
        }
        guard sides[0] == sides[1] else {
            throw fields.fail(
                name,
                "only squares are supported, not \(sides[1]) by \(sides[0]): take a checkpoint for square pictures",
                .unsupported)
        }
        return sides[0]
    }
}
