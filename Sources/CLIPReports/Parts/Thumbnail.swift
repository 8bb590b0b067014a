public import CLIPImages

/// A small square of a picture, as a page embeds it.
public struct Thumbnail: Sendable, Hashable {
    /// Pixels along each side.
    public static let side = 112

    private let file: [UInt8]

    /// The middle square of a picture, resized.
    /// - Throws: `ImageError` where memory is short.
    public init(_ picture: RGBImage) throws(ImageError) {
        let square = Self.preprocessing.crop(picture)
        file = try square.jpeg(quality: 80)
    }

    /// Decoding with these options gives all that a thumbnail shows, sooner.
    public static var decodingOptions: DecodingOptions {
        var options = DecodingOptions()
        options.reducedFor = preprocessing
        return options
    }

    /// Bytes of the embedded file.
    public var byteCount: Int { file.count }

    /// The picture as an address that holds the picture.
    var address: String { "data:image/jpeg;base64,\(Base64.text(file))" }

    private static var preprocessing: Preprocessing {
        Preprocessing(size: side, interpolation: .bicubic, colourOrder: .convertFirst)
    }
}

/// Bytes as text of 64 letters: RFC 4648, section 4.
enum Base64 {
    static func text(_ bytes: [UInt8]) -> String {
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var result: [UInt8] = []
        result.reserveCapacity((bytes.count + 2) / 3 * 4)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let value = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
            for place in 0..<4 {
                let isFilled = place <= group.count
                result.append(isFilled ? letters[value >> (18 - 6 * place) & 63] : UInt8(ascii: "="))
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}
