/// How the paths in a manifest lead to pictures: from which folder, and what must be changed.
struct PicturePlace {
    /// Where paths begin; empty for the manifest's own folder.
    let folder: [UInt8]
    /// What is missing at their ends, such as `.jpg`.
    var suffix: [UInt8] = []
    /// Whether "\" stands where "/" does here.
    var swapsBackslashes = false

    /// The place of a picture in the tree.
    func path(of image: [UInt8]) -> [UInt8] {
        let image = swapsBackslashes ? image.map { $0 == UInt8(ascii: "\\") ? UInt8(ascii: "/") : $0 } : image
        var rest = image[...]
        while rest.starts(with: "./".utf8) { rest = rest.dropFirst(2) }
        return (rest.first == UInt8(ascii: "/") ? Array(rest) : TreePath.join(folder, Array(rest))) + suffix
    }

    /// Looks where the first pictures of a manifest are: beside it, in a folder beside it, with an ending.
    /// - Returns: the place, and a note where it is not the plain one.
    /// - Throws: ``DatasetError`` where none of them is anywhere.
    static func find(
        _ images: [[UInt8]], beside folder: [UInt8], in tree: any PictureTree, manifest: String
    ) throws(DatasetError) -> (place: PicturePlace, notes: [String]) {
        let contents = try tree.contents(of: folder)
        let folders = [folder] + contents.folders.prefix(64).map { TreePath.join(folder, $0) }
        let swaps = images.contains { $0.contains(UInt8(ascii: "\\")) } ? [false, true] : [false]
        let endings =
            [""] + (images.contains { $0.contains(UInt8(ascii: ".")) } ? [] : [".jpg", ".jpeg", ".png"])
        var best: (place: PicturePlace, count: Int)?
        for ending in endings {
            for swapsBackslashes in swaps {
                for folder in folders {
                    let place = PicturePlace(
                        folder: folder, suffix: Array(ending.utf8), swapsBackslashes: swapsBackslashes)
                    let count = images.count { tree.hasFile(place.path(of: $0)) }
                    if count > best?.count ?? 0 { best = (place, count) }
                    if count == images.count { break }
                }
                if best?.count == images.count { break }
            }
            if best?.count == images.count { break }
        }
        guard let place = best?.place else {
            let first = images.first.map { TreePath.text($0) } ?? ""
            let looked = contents.folders.prefix(3).map { TreePath.text($0) }.joined(separator: ", ")
            throw DatasetError(
                "\(manifest): none of its first pictures is there, \(first) for one: paths begin at the manifest's folder"
                    + (looked.isEmpty ? "" : "; also looked in \(looked)")
                    + "; is the right column read as paths (--image-col)?")
        }
        return (place, place.notes(from: folder))
    }

    private func notes(from folder: [UInt8]) -> [String] {
        var notes: [String] = []
        if self.folder != folder {
            notes.append("pictures are taken from \(TreePath.text(self.folder))")
        }
        if !suffix.isEmpty { notes.append("\(TreePath.text(suffix)) is added to the paths") }
        if swapsBackslashes { notes.append("\"\\\" in paths is read as \"/\"") }
        return notes
    }
}
