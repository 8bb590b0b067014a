import CLIP
import CLIPImages

/// What was found, as a table or as JSON.
struct DoctorOutput {
    typealias Comparison = (path: RawPath, array: NpyArray, diagnosis: InputDiagnosis)

    private let format: ReportFormat
    private let console: Console
    private let model: String
    private let options: PictureOptions

    init(_ format: ReportFormat, _ console: Console, _ model: String, _ options: PictureOptions) {
        self.format = format
        self.console = console
        self.model = model
        self.options = options
    }

    /// Writes about a file that is refused.
    func write(_ facts: PictureFacts?, of path: RawPath, failure reason: String) throws(CommandFailure) {
        switch format {
        case .table:
            guard let facts else { return }
            var list = fields()
            list.add("file", Self.file(path, facts))
            list.add("refused", reason)
            try console.result(list.text)
        case .json:
            let members =
                [(name: "schema", value: JSONText.integer(1))] + JSONText.path(path)
                + [
                    (name: "model", value: .string(model)),
                    (name: "file", value: facts.map { DoctorJSON.file($0, bytes: nil) } ?? .null),
                    (name: "refused", value: .string(reason)),
                ]
            try console.result(JSONText.object(members).text + "\n")
        }
        try console.flush()
    }

    /// Writes all that was found.
    func write(
        _ picture: ExaminedPicture, of path: RawPath, _ comparison: Comparison?, crop: RawPath?
    ) throws(CommandFailure) {
        switch format {
        case .table: try console.result(table(picture, path, comparison, crop))
        case .json:
            var members = [(name: "schema", value: JSONText.integer(1))] + JSONText.path(path)
            members.append((name: "model", value: .string(model)))
            members += DoctorJSON.members(of: picture, options)
            if let comparison {
                members.append(
                    (
                        name: "comparison",
                        value: DoctorJSON.comparison(comparison.path, comparison.array, comparison.diagnosis)
                    ))
            }
            try console.result(JSONText.object(members).text + "\n")
        }
        try console.flush()
    }

    private func fields() -> FieldList {
        FieldList(columns: console.resultColumns, styled: console.stylesResults)
    }

    // MARK: The table

    private func table(
        _ picture: ExaminedPicture, _ path: RawPath, _ comparison: Comparison?, _ crop: RawPath?
    ) -> String {
        var list = fields()
        list.add("file", Self.file(path, picture.facts) + ", \(DisplayNumber.bytes(picture.fileBytes))")
        let bits = picture.facts.bitsPerSample ?? picture.stored.mode.bitsPerSample
        list.add(
            "picture",
            "\(picture.stored.width) × \(picture.stored.height), mode \(picture.stored.mode.rawValue), "
                + DisplayNumber.count(bits, "bit") + " per sample"
                + (picture.stored.eighths < 8 ? ", decoded at \(picture.stored.eighths)/8 of its size" : ""))
        list.add("orientation", orientation(picture))
        list.add("rules", rules(picture.preprocessing))
        list.add("resize", Self.resize(picture))
        list.add("crop", Self.crop(picture))
        list.add("values", Self.values(picture.preprocessing))
        let size = picture.preprocessing.size
        let ranges = zip(["red", "green", "blue"], picture.ranges).map { name, range in
            "\(name) \(Self.number(range.lowerBound)) to \(Self.number(range.upperBound))"
        }
        list.add(
            "input", "[3, \(size), \(size)], channels red, green, blue: " + ranges.joined(separator: ", "))
        if let crop { list.add("written", crop.text) }
        if let comparison { add(comparison, to: &list) }
        return list.text
    }

    private static func file(_ path: RawPath, _ facts: PictureFacts) -> String {
        let promise =
            facts.nameDisagrees ? " by its content, though its name promises \(facts.formatByName ?? "")" : ""
        return "\(path.text): \(facts.format)\(promise)"
    }

    private func orientation(_ picture: ExaminedPicture) -> String {
        guard let tag = picture.facts.orientationTag else {
            guard picture.stored.orientation != 1 else { return "no tag: as stored" }
            return "\(picture.stored.orientation) (container), \(applied(picture))"
        }
        guard tag.value != 1 else { return "1 (\(tag.source.rawValue)): as stored" }
        let found = "\(tag.value) (\(tag.source.rawValue))"
        if tag.source == .tiff { return "\(found), applied while it was read, as Pillow does" }
        return "\(found), \(applied(picture))"
    }

    private func applied(_ picture: ExaminedPicture) -> String {
        picture.preprocessing.appliesOrientation
            ? "applied: now \(picture.width) × \(picture.height)" : "not applied: as stored"
    }

    private func rules(_ preprocessing: Preprocessing) -> String {
        let given = options.exif.map { " with --exif \($0.rawValue)" } ?? ""
        let crops = preprocessing.cropRounding == .floor ? "Hugging Face" : "torchvision"
        let order =
            preprocessing.colourOrder == .convertFirst
            ? "converted to RGB, then resized" : "resized in the file's mode, then converted to RGB"
        return "--compat \(options.compat.rawValue)\(given): EXIF orientation "
            + "\(preprocessing.appliesOrientation ? "on" : "off"), crop rounded as by \(crops), \(order)"
    }

    private static func resize(_ picture: ExaminedPicture) -> String {
        let preprocessing = picture.preprocessing
        let side = preprocessing.resizedSide ?? preprocessing.size
        let target = "\(picture.geometry.x.resized) × \(picture.geometry.y.resized)"
        var filter = "\(picture.filter.rawValue)\(picture.filter == .nearest ? "" : " with antialiasing")"
        if picture.filter != preprocessing.interpolation {
            filter +=
                " instead of \(preprocessing.interpolation.rawValue), as Pillow does in mode "
                + picture.stored.mode.rawValue
        }
        switch preprocessing.resizeMode {
        case .shortest: return "short side to \(side), \(filter): \(target)"
        case .longest: return "long side to \(side), \(filter): \(target)"
        case .squash: return "both sides to \(side), \(filter): \(target)"
        case .unchanged: return "none: \(target)"
        }
    }

    private static func crop(_ picture: ExaminedPicture) -> String {
        let (x, y) = (picture.geometry.x, picture.geometry.y)
        let size = picture.preprocessing.size
        var text = "\(x.count) × \(y.count) from column \(x.start), row \(y.start)"
        if x.count < size || y.count < size {
            let (right, below) = (size - x.count - x.padding, size - y.count - y.padding)
            text +=
                "; padded with \(picture.preprocessing.fill) by \(x.padding) left, \(right) right, "
                + "\(y.padding) above, \(below) below"
        }
        return text
    }

    private static func values(_ preprocessing: Preprocessing) -> String {
        let factor = preprocessing.rescaleFactor
        let scaled =
            factor == 1 / 255 ? "sample / 255" : factor == 1 ? "sample" : "sample · \(factor)"
        return "(\(scaled) − mean) / deviation, mean \(list(preprocessing.mean)), "
            + "deviation \(list(preprocessing.standardDeviation))"
    }

    private static func list(_ colours: SIMD3<Float>) -> String {
        "[" + (0..<3).map { "\(colours[$0])" }.joined(separator: ", ") + "]"
    }

    private static func number(_ value: Float) -> String { DisplayNumber.fixed(value, decimals: 3) }

    /// A difference, which may be far below one level.
    private static func fine(_ value: Float) -> String {
        value > 0 && value < 0.0001 ? "\(value)" : DisplayNumber.fixed(value, decimals: 4)
    }

    private static func difference(_ difference: InputDifference, inLevels: Bool) -> String {
        guard difference.count > 0 else { return "none" }
        let place = "channel \(difference.channel), row \(difference.row), column \(difference.column)"
        guard difference.theirs.isFinite else {
            return "not a finite number at \(place), where it is \(number(difference.ours)) here"
        }
        if inLevels {
            return
                "at most \(DisplayNumber.fixed(difference.maximum, decimals: 0)) of 256 levels, at \(place): \(DisplayNumber.fixed(difference.ours, decimals: 0)) here, "
                + "\(DisplayNumber.fixed(difference.theirs, decimals: 0)) there; on average \(DisplayNumber.fixed(difference.mean, decimals: 1))"
        }
        return "at most \(fine(difference.maximum)), at \(place): \(number(difference.ours)) here, "
            + "\(number(difference.theirs)) there; on average \(fine(difference.mean))"
    }

    private func add(_ comparison: Comparison, to list: inout FieldList) {
        let array = comparison.array
        let shape = array.shape.map(String.init).joined(separator: ", ")
        list.add("compared", "\(comparison.path.text): [\(shape)], \(array.type)")
        if let difference = comparison.diagnosis.difference {
            list.add("difference", Self.difference(difference, inLevels: array.type.contains("int")))
        }
        list.add("verdict", comparison.diagnosis.verdict)
    }
}
