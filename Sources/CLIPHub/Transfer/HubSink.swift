/// What takes a file or a document in, in one or several answers.
protocol HubSink: AnyObject {
    /// Headers that ask this server for the part that is missing.
    func headers(for origin: WebAddress.Origin) -> [String]
    /// A good answer begins. False if it cannot be used.
    func begin(_ answer: TransferAnswer, from origin: WebAddress.Origin) -> Bool
    /// The next bytes. False if they cannot be used.
    func take(_ bytes: UnsafeRawBufferPointer) -> Bool
    /// Bytes that came so far.
    var count: Int { get }
    /// So many more bytes make tries that failed forgotten; see ``TryCount``.
    var stride: Int { get }
    /// The server refuses to go on where the bytes end: they are thrown away.
    func forget()
    /// Why `begin` or `take` was false.
    var failure: HubError? { get }
    /// False if the headers are enough.
    var wantsBody: Bool { get }
}

extension HubSink {
    var wantsBody: Bool { true }
    // What always begins anew gets nowhere by many tries.
    var stride: Int { .max }
}

/// Lets only good answers through to the sink: redirects and errors have bodies, too.
final class HubReception: TransferReader {
    private let sink: any HubSink
    private let origin: WebAddress.Origin
    private var isGood = false
    private var ignored = 0
    private static let mostIgnored = 1 << 20

    init(_ sink: any HubSink, _ origin: WebAddress.Origin) {
        self.sink = sink
        self.origin = origin
    }

    func begin(_ answer: TransferAnswer) -> Bool {
        isGood = (200..<300).contains(answer.status)
        return !isGood || sink.begin(answer, from: origin)
    }

    func take(_ bytes: UnsafeRawBufferPointer) -> Bool {
        if isGood { return sink.take(bytes) }
        ignored += bytes.count
        return ignored <= Self.mostIgnored
    }
}

/// A document of limited size in memory.
final class DocumentSink: HubSink {
    private(set) var bytes: [UInt8] = []
    private(set) var failure: HubError?
    private let limit: Int
    private let name: String

    /// - Parameter name: what the document is called in an error.
    init(_ name: String, limit: Int) {
        self.name = name
        self.limit = limit
    }

    var count: Int { bytes.count }

    func headers(for origin: WebAddress.Origin) -> [String] { ["Accept: application/json"] }

    func begin(_ answer: TransferAnswer, from origin: WebAddress.Origin) -> Bool {
        bytes = []
        return true
    }

    func forget() { bytes = [] }

    func take(_ piece: UnsafeRawBufferPointer) -> Bool {
        guard bytes.count + piece.count <= limit else {
            failure = HubError(.malformed, "\(name): the answer is larger than \(limit >> 20) MiB")
            return false
        }
        bytes += piece
        return true
    }
}

/// Looks at an answer's headers and leaves its body.
final class HeaderSink: HubSink {
    private(set) var answer: TransferAnswer?

    /// `Content-Length`, as the server that has the file says it.
    var length: String? { answer?["content-length"] }
    var count: Int { 0 }
    var failure: HubError? { nil }
    var wantsBody: Bool { false }

    func headers(for origin: WebAddress.Origin) -> [String] { [] }

    func begin(_ answer: TransferAnswer, from origin: WebAddress.Origin) -> Bool {
        self.answer = answer
        return true
    }

    func take(_ bytes: UnsafeRawBufferPointer) -> Bool { false }

    func forget() {}
}
