import CCLIPVocabulary

/// OpenAI's `bpe_simple_vocab_16e6.txt.gz`: a line that names its version, then more merges than are used.
enum PackedMerges {
    static let name = "bpe_simple_vocab_16e6.txt.gz"

    /// As many merges as OpenAI's vocabulary takes: of 49,152 tokens, 256 are bytes and two are special.
    private static let count = 49_152 - 256 - 2

    /// The file has 3.2 MB unpacked; no list of merges needs more than this.
    private static let largest = 64 << 20

    /// Unpacks gzip.
    private static func unpack(_ bytes: UnsafeRawBufferPointer) throws(TokenizerError) -> [UInt8] {
        // Merges shrink to two fifths; more room is taken only where it is needed.
        var capacity = min(max(bytes.count * 4, 1 << 16), largest)
        while true {
            var status: Int32 = 0
            let text = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
                status = cclip_gunzip(
                    bytes.bindMemory(to: UInt8.self).baseAddress, bytes.count, buffer.baseAddress, capacity,
                    &count)
            }
            switch status {
            case 0: return text
            case 2 where capacity < largest: capacity = min(capacity * 4, largest)
            case 2:
                throw TokenizerError(
                    .tooLarge, in: name,
                    "more than \(largest >> 20) MiB unpacked; this is no list of merges")
            case 3: throw TokenizerError(.tooLarge, in: name, "no memory to unpack it")
            default:
                throw TokenizerError(
                    .damagedArchive, in: name,
                    "not a whole gzip file; it is damaged or cut, fetch it again")
            }
        }
    }

    /// The vocabulary that follows from the merges.
    static func vocabulary(_ bytes: UnsafeRawBufferPointer) throws(TokenizerError) -> Vocabulary {
        let text = try unpack(bytes)
        // The closure rethrows untyped errors, so the result is carried out instead.
        let result: Result<Vocabulary, TokenizerError> = text.withUnsafeBytes { text in
            do throws(TokenizerError) {
                return .success(
                    try .fromMerges(MergesFile(used(text), file: name, skipsFirstLine: true)))
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    /// The first line and the merges that are used.
    private static func used(_ text: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        var end = 0
        for _ in 0...count {
            guard let next = text[end...].firstIndex(of: 0x0A) else { return text }
            end = next + 1
        }
        return UnsafeRawBufferPointer(rebasing: text[..<end])
    }
}
