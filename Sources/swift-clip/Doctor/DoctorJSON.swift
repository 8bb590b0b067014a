import CLIP
import CLIPImages
import CLIPWeights

/// The findings of `doctor` as members of a JSON object.
enum DoctorJSON {
    private typealias Members = [(name: String, value: JSONText)]

    static func members(
        of picture: ExaminedPicture, _ options: PictureOptions
    ) -> [(name: String, value: JSONText)] {
        let preprocessing = picture.preprocessing
        let tag = picture.facts.orientationTag
        let source = tag?.source.rawValue ?? (picture.stored.orientation == 1 ? nil : "container")
        let isTurned = preprocessing.appliesOrientation && picture.stored.orientation != 1
        return [
            (name: "file", value: file(picture.facts, bytes: picture.fileBytes)),
            (
                name: "picture",
                value: .object([
                    (name: "width", value: .integer(picture.stored.width)),
                    (name: "height", value: .integer(picture.stored.height)),
                    (name: "eighths", value: .integer(picture.stored.eighths)),
                    (name: "mode", value: .string(picture.stored.mode.rawValue)),
                    (
                        name: "bits",
                        value: .integer(picture.facts.bitsPerSample ?? picture.stored.mode.bitsPerSample)
                    ),
                    (name: "orientation", value: .integer(tag?.value ?? picture.stored.orientation)),
                    (name: "orientation_source", value: source.map(JSONText.string) ?? .null),
                    (
                        name: "rgb_sha256",
                        value: .string(picture.rgb.pixels.withUnsafeBytes { ContentDigest(of: $0).hex })
                    ),
                ])
            ),
            (
                name: "rules",
                value: .object([
                    (name: "compat", value: .string(options.compat.rawValue)),
                    (name: "exif", value: .string(preprocessing.appliesOrientation ? "on" : "off")),
                    (name: "turned", value: .bool(isTurned)),
                    (name: "crop_rounding", value: .string(preprocessing.cropRounding.rawValue)),
                    (name: "colour_order", value: .string(preprocessing.colourOrder.rawValue)),
                ])
            ),
            (name: "resize", value: resize(picture)), (name: "crop", value: crop(picture)),
            (
                name: "input",
                value: .object([
                    (
                        name: "shape",
                        value: .array([3, preprocessing.size, preprocessing.size].map(JSONText.integer))
                    ),
                    (name: "channels", value: .string("RGB")),
                    (name: "rescale_factor", value: .double(preprocessing.rescaleFactor)),
                    (name: "mean", value: colours(preprocessing.mean)),
                    (name: "std", value: colours(preprocessing.standardDeviation)),
                    (name: "smallest", value: .array(picture.ranges.map { .float($0.lowerBound) })),
                    (name: "largest", value: .array(picture.ranges.map { .float($0.upperBound) })),
                    (
                        name: "crop_sha256",
                        value: .string(picture.crop.pixels.withUnsafeBytes { ContentDigest(of: $0).hex })
                    ),
                ])
            ),
        ]
    }

    static func file(_ facts: PictureFacts, bytes: Int?) -> JSONText {
        .object([
            (name: "format", value: .string(facts.format)),
            (name: "format_by_name", value: facts.formatByName.map(JSONText.string) ?? .null),
            (name: "bytes", value: bytes.map(JSONText.integer) ?? .null),
        ])
    }

    private static func resize(_ picture: ExaminedPicture) -> JSONText {
        let preprocessing = picture.preprocessing
        return .object([
            (name: "mode", value: .string(preprocessing.resizeMode.rawValue)),
            (name: "side", value: .integer(preprocessing.resizedSide ?? preprocessing.size)),
            (name: "filter", value: .string(picture.filter.rawValue)),
            (name: "width", value: .integer(picture.geometry.x.resized)),
            (name: "height", value: .integer(picture.geometry.y.resized)),
        ])
    }

    private static func crop(_ picture: ExaminedPicture) -> JSONText {
        let (x, y) = (picture.geometry.x, picture.geometry.y)
        let size = picture.preprocessing.size
        return .object([
            (name: "column", value: .integer(x.start)), (name: "row", value: .integer(y.start)),
            (name: "width", value: .integer(x.count)), (name: "height", value: .integer(y.count)),
            (name: "padding_left", value: .integer(x.padding)),
            (name: "padding_right", value: .integer(size - x.count - x.padding)),
            (name: "padding_above", value: .integer(y.padding)),
            (name: "padding_below", value: .integer(size - y.count - y.padding)),
            (name: "fill", value: .integer(Int(picture.preprocessing.fill))),
        ])
    }

    static func comparison(_ path: RawPath, _ array: NpyArray, _ diagnosis: InputDiagnosis) -> JSONText {
        var members: Members =
            JSONText.path(path, as: "file") + [
                (name: "shape", value: .array(array.shape.map(JSONText.integer))),
                (name: "type", value: .string(array.type)), (name: "equal", value: .bool(diagnosis.isEqual)),
            ]
        if let difference = diagnosis.difference {
            members += [
                (name: "max_difference", value: .float(difference.maximum)),
                (name: "mean_difference", value: .float(difference.mean)),
                (name: "differing_values", value: .integer(difference.count)),
                (
                    name: "largest",
                    value: .object([
                        (name: "channel", value: .integer(difference.channel)),
                        (name: "row", value: .integer(difference.row)),
                        (name: "column", value: .integer(difference.column)),
                        (name: "here", value: .float(difference.ours)),
                        (name: "there", value: .float(difference.theirs)),
                    ])
                ),
            ]
        }
        members += [
            (name: "causes", value: .strings(diagnosis.causes.map(\.name))),
            (name: "verdict", value: .string(diagnosis.verdict)),
        ]
        return .object(members)
    }

    private static func colours(_ values: SIMD3<Float>) -> JSONText {
        .array((0..<3).map { .float(values[$0]) })
    }
}
