/// An address of http or https, as far as it matters here: who is asked, and for what.
struct WebAddress: Sendable, Hashable {
    /// Scheme, host and port: what a token is bound to.
    struct Origin: Sendable, Hashable, CustomStringConvertible {
        let isSecure: Bool
        let host: String
        let port: Int

        var description: String {
            let scheme = isSecure ? "https" : "http"
            return port == (isSecure ? 443 : 80) ? "\(scheme)://\(host)" : "\(scheme)://\(host):\(port)"
        }
    }

    let origin: Origin
    /// The address as it is sent.
    let text: String
    /// Path and query, with the slash in front.
    private let target: String

    /// Nil for what is no address of http or https, or holds characters that no address may.
    init?(_ text: String) {
        guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\\") }) else {
            return nil
        }
        guard let colon = text.firstRange(of: "://") else { return nil }
        let scheme = text[..<colon.lowerBound].lowercased()
        guard scheme == "http" || scheme == "https" else { return nil }
        let rest = text[colon.upperBound...]
        let authority = rest.prefix { !"/?#".contains($0) }
        // A name and password in front of the host are libcurl's to use.
        let place = authority.lastIndex(of: "@").map { authority[authority.index(after: $0)...] } ?? authority
        guard let (host, port) = Self.split(place), !host.isEmpty else { return nil }
        origin = Origin(isSecure: scheme == "https", host: host, port: port ?? (scheme == "https" ? 443 : 80))
        let behind = rest[authority.endIndex...].prefix { $0 != "#" }
        target = behind.hasPrefix("/") ? String(behind) : "/" + behind
        self.text = scheme + "://" + authority + target
    }

    private static func split(_ place: Substring) -> (host: String, port: Int?)? {
        // An IPv6 address has colons of its own.
        let end = place.lastIndex(of: "]") ?? place.startIndex
        guard let colon = place[end...].firstIndex(of: ":") else { return (place.lowercased(), nil) }
        let digits = place[place.index(after: colon)...]
        if digits.isEmpty { return (place[..<colon].lowercased(), nil) }
        guard let port = Int(digits), (1...65535).contains(port) else { return nil }
        return (place[..<colon].lowercased(), port)
    }

    /// Where a redirect from here leads; nil if nowhere that may be asked.
    func following(_ location: String) -> WebAddress? {
        let scheme = origin.isSecure ? "https" : "http"
        if location.hasPrefix("//") { return WebAddress(scheme + ":" + location) }
        let beforePath = location.prefix { !"/?#".contains($0) }
        if beforePath.contains(":") { return WebAddress(location) }
        let base = text.dropLast(target.count)
        if location.hasPrefix("/") { return WebAddress(base + location) }
        let path = target.prefix { $0 != "?" }
        if location.hasPrefix("?") { return WebAddress(base + path + location) }
        let folder = path.lastIndex(of: "/").map { path[...$0] } ?? "/"
        return WebAddress(base + folder + location)
    }

    /// The address for messages: without password, and without a query, which may be a signature.
    var shown: String { origin.description + target.prefix { $0 != "?" } }

    /// Text as one part of a path.
    ///
    /// - Parameter keeping: bytes beside letters, digits and `-._~` that stay as they are.
    static func escaped(_ text: String, keeping: String = "") -> String {
        let digits = Array("0123456789ABCDEF")
        var escaped = ""
        for byte in text.utf8 {
            let scalar = Unicode.Scalar(byte)
            let isPlain = byte < 0x80 && (Character(scalar).isLetter || Character(scalar).isNumber)
            if isPlain || "-._~\(keeping)".unicodeScalars.contains(scalar) {
                escaped.unicodeScalars.append(scalar)
            } else {
                escaped += "%" + String(digits[Int(byte >> 4)]) + String(digits[Int(byte & 15)])
            }
        }
        return escaped
    }
}

extension String {
    /// The text without a character at its end, however often it is there.
    func trimming(_ character: Character) -> String {
        String(reversed().drop { $0 == character }.reversed())
    }
}
