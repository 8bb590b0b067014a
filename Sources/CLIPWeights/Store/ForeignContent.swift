/// What a file is that holds no weights, by its first bytes: most often a download that failed, or a file that has to be
/// unpacked or converted first.
enum ForeignContent: Equatable {
    case nothing
    /// A server's page in the place of the file.
    case page
    case gitPointer
    case zeros
    case emptyZip
    case tar
    /// Packed by a program of this name.
    case packed(String)
    case picture(String)
    /// Weights, but of a form that is not read.
    case otherWeights(String)
    case json
    case text

    /// - Parameter head: up to 512 bytes. Nil for bytes that tell nothing, and for weights.
    init?(_ head: [UInt8]) {
        let known = Self.signatures.first { head.starts(with: $0.bytes) }?.content
        if let content = known ?? Self.deeper(head) { self = content } else { return nil }
    }

    private static func deeper(_ head: [UInt8]) -> ForeignContent? {
        if head.isEmpty { return .nothing }
        if head.count > 262, head[257..<262].elementsEqual("ustar".utf8) { return .tar }
        if head.starts(with: "RIFF".utf8), head.dropFirst(8).starts(with: "WEBP".utf8) {
            return .picture("WebP")
        }
        // ONNX begins with its version and the name of what wrote it.
        if head.count > 3, head[0] == 8, head[2] == 0x12, head[3] < 0x40 {
            return .otherWeights("a graph of ONNX")
        }
        if head.count >= 16, head.allSatisfy({ $0 == 0 }) { return .zeros }
        return written(head)
    }

    /// What is read by people.
    private static func written(_ head: [UInt8]) -> ForeignContent? {
        let isMark = head.starts(with: [0xEF, 0xBB, 0xBF])
        let text = head.dropFirst(isMark ? 3 : 0).drop { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
        guard text.prefix(64).allSatisfy({ $0 >= 0x20 && $0 != 0x7F || [0x09, 0x0A, 0x0D].contains($0) }),
            let first = text.first, text.count >= 4
        else { return nil }
        if text.starts(with: "version https://git-lfs".utf8) { return .gitPointer }
        switch first {
        case UInt8(ascii: "<"): return .page
        case UInt8(ascii: "{"), UInt8(ascii: "["): return .json
        default: return text.prefix(64).allSatisfy { $0 < 0x80 } ? .text : nil
        }
    }

    private static let signatures: [(bytes: [UInt8], content: ForeignContent)] = [
        ([0x50, 0x4B, 0x05, 0x06], .emptyZip),
        ([0x1F, 0x8B], .packed("gzip")), (Array("BZh".utf8), .packed("bzip2")),
        ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], .packed("xz")), ([0x28, 0xB5, 0x2F, 0xFD], .packed("zstd")),
        ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], .packed("7-Zip")),
        ([0x89, 0x50, 0x4E, 0x47], .picture("PNG")), ([0xFF, 0xD8, 0xFF], .picture("JPEG")),
        (Array("GIF8".utf8), .picture("GIF")),
        (Array("GGUF".utf8), .otherWeights("GGUF")),
        ([0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A], .otherWeights("HDF5, as Keras writes it")),
        ([0x93] + Array("NUMPY".utf8), .otherWeights("an array of NumPy's")),
    ]

    /// What it is and what to do, behind a file's name.
    var description: String {
        let expected = "where safetensors or a PyTorch archive were expected"
        switch self {
        case .nothing: return "it is empty, \(expected); fetch it again"
        case .page:
            return
                "a page of HTML or XML, \(expected): a server's answer in the file's place, to a download that "
                + "failed or needs an account; fetch it again, and look at what comes"
        case .gitPointer: return "a pointer of Git LFS, not the file itself; fetch it with git lfs pull"
        case .zeros:
            return
                "it begins with nothing but zeros, \(expected): a download or copy that was not finished; fetch it "
                + "again"
        case .emptyZip: return "a zip archive with nothing in it, \(expected); fetch or save it again"
        case .tar:
            return
                "a tar archive; unpack it, or, if PyTorch before 0.1.10 wrote it, load and save it with torch"
        case .packed(let program): return "packed with \(program), \(expected); unpack it first"
        case .picture(let form): return "a picture (\(form)), \(expected); give the model's file or folder"
        case .otherWeights(let form):
            return "\(form), which is not read, \(expected); take the model in one of those forms"
        case .json:
            return "JSON, \(expected); give the folder that it is in, or the file of weights beside it"
        case .text: return "a text, \(expected); fetch the file again, and look at what comes"
        }
    }
}
