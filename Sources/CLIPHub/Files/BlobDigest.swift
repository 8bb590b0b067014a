internal import Crypto

/// The digest that a blob's name promises, taken while the bytes come.
struct BlobDigest {
    private enum Hash {
        /// Large files: 64 digits.
        case sha256(SHA256)
        /// Small files, as git names them: SHA-1 of "blob", the size, a zero and the content; 40 digits.
        case git(Insecure.SHA1)
        /// Another name says nothing about the content.
        case none
    }

    private var hash: Hash
    private let name: String

    /// - Parameters:
    ///   - name: the blob's name.
    ///   - size: bytes of the whole content; nil where that is not known.
    init(name: String, size: Int?) {
        self.name = name
        if name.utf8.count == 64, BlobName.isHexadecimal(name) {
            hash = .sha256(SHA256())
        } else if name.utf8.count == 40, BlobName.isHexadecimal(name), let size {
            var sha = Insecure.SHA1()
            sha.update(data: Array("blob \(size)\0".utf8))
            hash = .git(sha)
        } else {
            hash = .none
        }
    }

    mutating func append(_ bytes: UnsafeRawBufferPointer) {
        switch hash {
        case .sha256(var sha):
            hash = .none  // one owner, so that nothing is copied
            sha.update(bufferPointer: bytes)
            hash = .sha256(sha)
        case .git(var sha):
            hash = .none
            sha.update(bufferPointer: bytes)
            hash = .git(sha)
        case .none: break
        }
    }

    /// Whether the bytes so far are what the name promises.
    var isRight: Bool { hexadecimal.map { $0 == name } ?? true }

    /// The digest of the bytes so far; nil where the name is none.
    var hexadecimal: String? {
        switch hash {
        case .sha256(let sha): Self.hex(sha.finalize())
        case .git(let sha): Self.hex(sha.finalize())
        case .none: nil
        }
    }

    private static func hex(_ bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(
            decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
