/// The secret that opens private and gated repositories.
///
/// It is sent to the hub's own host alone, and printing it shows that there is one, not which.
public struct HubToken: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible {
    private let secret: String

    /// Takes the text without line breaks and surrounding blanks; nil if nothing is left, or if it holds characters
    /// that no header may.
    public init?(_ text: String) {
        let trimmed = text.filter { $0 != "\r" && $0 != "\n" && $0 != "\r\n" }
        let bytes = trimmed.utf8.drop { $0 == 0x20 || $0 == 0x09 }.reversed().drop {
            $0 == 0x20 || $0 == 0x09
        }
        guard !bytes.isEmpty, bytes.allSatisfy({ (0x21...0x7E).contains($0) }) else { return nil }
        secret = String(decoding: bytes.reversed(), as: UTF8.self)
    }

    /// The header that carries it.
    var header: String { "Authorization: Bearer \(secret)" }

    /// "a token", never the token.
    public var description: String { "a token" }
    /// "a token", never the token.
    public var debugDescription: String { description }
}

extension HubToken: CustomReflectable {
    /// Nothing: what dumps a value must not find the token.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
