import ArgumentParser
import CLIP
import CLIPCorruptions

/// Which corruptions the pictures are tried under.
struct CorruptionOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Measure again with pictures that went bad: common (the fifteen of ImageNet-C), shape (edges, greyscale, "
                + "rotation), all, groups (noise, blur, weather, digital) or single ones such as fog,snow.",
            valueName: "names"))
    var corrupt: String?

    @Option(
        help: ArgumentHelp(
            "How strong, from 1 to 5: 1,3,5 for example (default: 1,2,3,4,5).", valueName: "list"))
    var severities: String?

    @Option(
        help: ArgumentHelp(
            "Write a sheet of what --corrupt does to the data's first picture, a row for each corruption, and stop.",
            valueName: "file.png"))
    var corruptPreview: String?

    func validate() throws {
        guard corrupt != nil else {
            if severities != nil { throw ValidationError("--severities is for --corrupt, which is missing.") }
            if corruptPreview != nil {
                throw ValidationError("--corrupt-preview shows --corrupt, which is missing.")
            }
            return
        }
        do throws(CorruptionError) {
            _ = try corruptions()
            _ = try levels()
        } catch {
            throw ValidationError("\(error)")
        }
        if let path = corruptPreview.map(RawPath.init(argument:)), path.lowercasedExtension != "png" {
            throw ValidationError("--corrupt-preview \(path.text): the name must end in .png")
        }
    }

    /// What was asked for; empty where nothing was.
    func corruptions() throws(CorruptionError) -> [Corruption] {
        guard let corrupt else { return [] }
        return try Corruption.selection(corrupt)
    }

    func levels() throws(CorruptionError) -> [Severity] {
        guard let severities else { return Severity.allCases }
        return try Severity.selection(severities)
    }
}
