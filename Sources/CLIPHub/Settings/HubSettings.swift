internal import CLIP

/// Where the hub is, where its cache is, and what may be asked of the network.
///
/// The variables are those of Python's `huggingface_hub`, with its defaults and precedence.
public struct HubSettings: Sendable {
    /// The hub's address, without a slash at the end: `HF_ENDPOINT`, or `https://huggingface.co`.
    public var endpoint: String
    /// The cache's folder: `HF_HUB_CACHE`, or `hub` in `HF_HOME`, which is `$XDG_CACHE_HOME/huggingface` or
    /// `~/.cache/huggingface` unless set. Nil without any of them and without a home.
    public var cacheFolder: String?
    /// What opens private and gated repositories: `HF_TOKEN`, or the file `HF_TOKEN_PATH`, by default `token` in
    /// `HF_HOME`. Not read where `HF_HUB_DISABLE_IMPLICIT_TOKEN` is set.
    public var token: HubToken?
    /// True if no socket may be opened: `HF_HUB_OFFLINE` or `TRANSFORMERS_OFFLINE`.
    public var isOffline: Bool
    /// False if no progress is to be drawn: `HF_HUB_DISABLE_PROGRESS_BARS`.
    public var showsProgress: Bool
    /// True if files are to be copies instead of links: `HF_HUB_DISABLE_SYMLINKS`.
    public var avoidsLinks: Bool
    /// Seconds without a byte after which an answer about a repository counts as stalled: `HF_HUB_ETAG_TIMEOUT`, 10.
    public var answerTimeout: Int
    /// Seconds without a byte after which a download counts as stalled: `HF_HUB_DOWNLOAD_TIMEOUT`, 10.
    public var downloadTimeout: Int
    /// How often a request is sent again that failed in a way that may pass, while little comes: a hundredth of the
    /// file, or 8 MiB, counts as a new beginning.
    public var retries = 5
    /// The wait before the first retry; each further one is twice as long.
    public var firstDelay = Duration.seconds(1)
    /// The longest wait that the hub may ask for; one that is longer is an error that says when to come back.
    public var longestDelay = Duration.seconds(120)

    /// The settings of the process's environment.
    public static var standard: HubSettings {
        HubSettings { name in SystemFiles.environment(name) }
    }

    /// The settings of an environment.
    ///
    /// - Parameter environment: a variable's value, nil where it is not set.
    public init(environment: (String) -> String?) {
        func value(_ name: String) -> String? { environment(name).flatMap { $0.isEmpty ? nil : $0 } }
        let home = value("HOME")
        func expanded(_ path: String) -> String { Self.expand(path, home: home, environment) }
        let base = value("XDG_CACHE_HOME") ?? home.map { $0 + "/.cache" }
        let hubHome = value("HF_HOME").map(expanded) ?? base.map { expanded($0 + "/huggingface") }
        cacheFolder =
            (value("HF_HUB_CACHE") ?? value("HUGGINGFACE_HUB_CACHE")).map(expanded)
            ?? hubHome.map { $0 + "/hub" }
        let given = value("HF_ENDPOINT") ?? "https://huggingface.co"
        endpoint = String(given.reversed().drop { $0 == "/" }.reversed())
        isOffline = Self.isTrue(value("HF_HUB_OFFLINE") ?? value("TRANSFORMERS_OFFLINE"))
        showsProgress = !Self.isTrue(value("HF_HUB_DISABLE_PROGRESS_BARS"))
        avoidsLinks = Self.isTrue(value("HF_HUB_DISABLE_SYMLINKS"))
        func seconds(_ name: String) -> Int {
            value(name).flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil } ?? 10
        }
        answerTimeout = seconds("HF_HUB_ETAG_TIMEOUT")
        downloadTimeout = seconds("HF_HUB_DOWNLOAD_TIMEOUT")
        token = nil
        guard !Self.isTrue(value("HF_HUB_DISABLE_IMPLICIT_TOKEN")) else { return }
        token = (value("HF_TOKEN") ?? value("HUGGING_FACE_HUB_TOKEN")).flatMap(HubToken.init)
        if token == nil, let path = value("HF_TOKEN_PATH").map(expanded) ?? hubHome.map({ $0 + "/token" }) {
            token = SystemFiles.read(path, atMost: 1 << 16)
                .flatMap { HubToken(String(decoding: $0, as: UTF8.self)) }
        }
    }

    /// The endpoint for messages: host and port, without a password that it may hold.
    public var shownEndpoint: String { WebAddress(endpoint)?.origin.description ?? endpoint }

    /// What the hub's library takes for yes.
    private static func isTrue(_ value: String?) -> Bool {
        value.map { ["1", "ON", "YES", "TRUE"].contains($0.uppercased()) } ?? false
    }

    /// A path with `~` at its beginning, `$NAME` and `${NAME}` replaced; a variable that is not set stays as it is.
    static func expand(_ path: String, home: String?, _ environment: (String) -> String?) -> String {
        var rest = Substring(path)
        var expanded = ""
        if let home, rest == "~" || rest.hasPrefix("~/") {
            expanded = home
            rest = rest.dropFirst()
        }
        while let dollar = rest.firstIndex(of: "$") {
            expanded += rest[..<dollar]
            rest = rest[dollar...]
            let isBraced = rest.dropFirst().first == "{"
            let tail = rest.dropFirst(isBraced ? 2 : 1)
            let name = tail.prefix { $0 == "_" || $0.isASCII && ($0.isLetter || $0.isNumber) }
            let isClosed = !isBraced || tail.dropFirst(name.count).first == "}"
            if isClosed, !name.isEmpty, let value = environment(String(name)) {
                expanded += value
                rest = tail.dropFirst(name.count + (isBraced ? 1 : 0))
            } else {
                expanded += "$"
                rest = rest.dropFirst()
            }
        }
        return expanded + rest
    }
}
