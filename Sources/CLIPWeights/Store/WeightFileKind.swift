/// Which reader a file is for, by its first bytes.
enum WeightFileKind {
    case safetensors, archive, pickles

    init(of file: FileBytes) throws(WeightError) {
        let head = file.withBytes { Array($0.prefix(512)) }
        if Self.isHeader(head) {
            self = .safetensors
        } else if head.starts(with: [0x50, 0x4B, 0x03, 0x04]) {
            self = .archive
        } else if head.count >= 2, head[0] == 0x80, (2...5).contains(head[1]) {
            self = .pickles
        } else if let content = ForeignContent(head) {
            throw WeightError(.unsupported, "\(file.name): \(content.description)")
        } else {
            // What is nothing else is told so by the strictest reader.
            self = .safetensors
        }
    }

    /// Whether the bytes begin as safetensors do: a length that is no more than is allowed, and an object.
    private static func isHeader(_ head: [UInt8]) -> Bool {
        head.count > 8 && head[4..<8].allSatisfy { $0 == 0 } && head[8] == UInt8(ascii: "{")
    }
}
