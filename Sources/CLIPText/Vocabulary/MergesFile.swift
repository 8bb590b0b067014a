/// The lines of a `merges.txt`: two symbols each, with a space between. A first line that begins with
/// `#version` is skipped; lines may end in CR LF.
struct MergesFile {
    static let name = "merges.txt"

    /// The file's name, for messages.
    let file: String
    private let bytes: UnsafeRawBufferPointer
    private var offset = 0
    private var number = 0

    /// - Parameters:
    ///   - bytes: must outlive the reader and its merges.
    ///   - skipsFirstLine: whether the first line is no merge, whatever it says.
    init(
        _ bytes: UnsafeRawBufferPointer, file: String = Self.name, skipsFirstLine: Bool = false
    ) throws(TokenizerError) {
        guard bytes.count <= Int32.max else {
            throw TokenizerError(.tooLarge, in: file, "\(bytes.count) bytes are no list of merges")
        }
        if let offset = bytes.firstInvalidUTF8() {
            throw TokenizerError(
                .notUTF8, in: file, at: .line(bytes[..<offset].count { $0 == 0x0A } + 1),
                "byte \(offset) of the file is not UTF-8; the file is damaged, fetch it again")
        }
        self.bytes = bytes
        self.file = file
        if skipsFirstLine || bytes.starts(with: "#version".utf8) { _ = nextLine() }
    }

    /// How many merges there are at most.
    var capacity: Int { bytes.count { $0 == 0x0A } + 1 }

    /// The next merge, or nil at the end. Blank lines may only end the file.
    mutating func next() throws(TokenizerError) -> Merge? {
        guard let line = nextLine() else { return nil }
        if line.isEmpty {
            while let rest = nextLine() { if !rest.isEmpty { throw malformed("is blank, with more below") } }
            return nil
        }
        guard let space = line.firstIndex(of: 0x20) else { throw malformed("has no space between symbols") }
        let left = UnsafeRawBufferPointer(rebasing: line[..<space])
        let right = UnsafeRawBufferPointer(rebasing: line[(space + 1)...])
        guard !left.isEmpty, !right.isEmpty else { throw malformed("has only one symbol") }
        guard !right.contains(0x20) else { throw malformed("has more than two symbols") }
        return Merge(left: left, right: right, file: file, place: .line(number))
    }

    private mutating func nextLine() -> UnsafeRawBufferPointer? {
        guard offset < bytes.count else { return nil }
        let rest = bytes[offset...]
        let end = rest.firstIndex(of: 0x0A) ?? bytes.count
        let isCRLF = end > offset && bytes[end - 1] == 0x0D
        let line = UnsafeRawBufferPointer(rebasing: bytes[offset..<(isCRLF ? end - 1 : end)])
        offset = end + 1
        number += 1
        return line
    }

    private func malformed(_ what: String) -> TokenizerError {
        TokenizerError(
            .malformedMerge, in: file, at: .line(number),
            "the line \(what); a merge is two symbols with one space between. "
                + "The file is damaged or cut, fetch it again")
    }
}
