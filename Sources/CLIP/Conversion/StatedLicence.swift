extension ModelFolder {
    /// The licence that the folder's `README.md` states in its head, as hubs abbreviate it; nil if it states none.
    public var statedLicence: String? {
        guard let file = copies(of: ["README.md"]).first else { return nil }
        let lines = String(decoding: file.bytes, as: UTF8.self).split(
            separator: "\n", omittingEmptySubsequences: false)
        // The head lies between two lines of dashes, the first of which is the file's first.
        guard let first = lines.first, first.hasPrefix("---") else { return nil }
        for line in lines.dropFirst() {
            if line.hasPrefix("---") { return nil }
            guard line.hasPrefix("license:") else { continue }
            let value = line.dropFirst("license:".count).filter { !" \t\r\"'".contains($0) }
            return value.isEmpty ? nil : value
        }
        return nil
    }
}
