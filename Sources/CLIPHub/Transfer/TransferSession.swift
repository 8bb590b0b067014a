internal import CCLIPTransfer

/// Why there was no complete answer.
enum TransferFailure: Error {
    case noLibrary(String)
    case noConnection(String)
    case notTrusted(String)
    /// Nothing came for so many seconds.
    case stalled(Int)
    case cut(String)
    /// The reader, or whoever may cancel, asked for the end; with what had come of the answer.
    case stopped(TransferAnswer)
    case badRedirect(String)
}

/// What reads an answer. Each may be asked on another thread than it was made on, one at a time.
protocol TransferReader: AnyObject {
    /// The answer begins; false ends the exchange, for which ``TransferFailure/stopped`` is thrown.
    func begin(_ answer: TransferAnswer) -> Bool
    /// A piece of its body; false ends the exchange.
    func take(_ bytes: UnsafeRawBufferPointer) -> Bool
}

/// Connections to servers, kept between requests: libcurl behind a value that cannot be copied.
struct TransferSession: ~Copyable {
    private let session: OpaquePointer
    /// Asked about once a second and with each piece.
    private let isCancelled: @Sendable () -> Bool

    init(isCancelled: @escaping @Sendable () -> Bool) throws(TransferFailure) {
        var result = cclip_transfer_result()
        guard let session = cclip_transfer_session_make(&result) else {
            throw result.outcome == CCLIP_TRANSFER_NO_LIBRARY
                ? .noLibrary(Self.message(result)) : .cut("there is no memory for a connection")
        }
        self.session = session
        self.isCancelled = isCancelled
    }

    deinit { cclip_transfer_session_free(session) }

    /// What the callbacks work with.
    private final class Exchange {
        var answer = TransferAnswer()
        var hasBegun = false
        let reader: any TransferReader
        let isCancelled: @Sendable () -> Bool

        init(_ reader: any TransferReader, _ isCancelled: @escaping @Sendable () -> Bool) {
            self.reader = reader
            self.isCancelled = isCancelled
        }

        func begin() -> Bool {
            if hasBegun { return true }
            hasBegun = true
            return reader.begin(answer)
        }
    }

    /// Sends a GET and waits for the end of the answer.
    ///
    /// - Parameters:
    ///   - headers: "Name: value".
    ///   - timeout: seconds for connecting, and without a byte.
    func get(
        _ address: WebAddress, headers: [String], timeout: Int, into reader: any TransferReader
    ) throws(TransferFailure) -> TransferAnswer {
        let exchange = Exchange(reader, isCancelled)
        let result = withExtendedLifetime(exchange) {
            address.text.withCString { url in
                Self.withStrings(headers) { lines in
                    var request = cclip_transfer_request()
                    request.url = url
                    request.headers = lines.baseAddress
                    request.header_count = lines.count
                    request.connect_seconds = timeout
                    request.stall_seconds = timeout
                    request.context = Unmanaged.passUnretained(exchange).toOpaque()
                    request.header = { context, line, count in
                        Self.exchange(context).answer.take(UnsafeRawBufferPointer(start: line, count: count))
                    }
                    request.body = { context, bytes, count in
                        let exchange = Self.exchange(context)
                        guard !exchange.isCancelled(), exchange.begin() else { return false }
                        return exchange.reader.take(UnsafeRawBufferPointer(start: bytes, count: count))
                    }
                    request.should_stop = { context in Self.exchange(context).isCancelled() }
                    return cclip_transfer_perform(session, &request)
                }
            }
        }
        let message = Self.message(result)
        switch result.outcome {
        case CCLIP_TRANSFER_DONE:
            // An empty body gives no piece.
            guard exchange.begin() else { throw .stopped(exchange.answer) }
            return exchange.answer
        case CCLIP_TRANSFER_STALLED: throw .stalled(timeout)
        case CCLIP_TRANSFER_STOPPED: throw .stopped(exchange.answer)
        case CCLIP_TRANSFER_NO_HOST, CCLIP_TRANSFER_NO_CONNECTION: throw .noConnection(message)
        case CCLIP_TRANSFER_NOT_TRUSTED: throw .notTrusted(message)
        default: throw .cut(message)
        }
    }

    private static func exchange(_ context: UnsafeMutableRawPointer?) -> Exchange {
        Unmanaged<Exchange>.fromOpaque(context!).takeUnretainedValue()
    }

    private static func message(_ result: cclip_transfer_result) -> String {
        withUnsafeBytes(of: result.message) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }

    private static func withStrings<Result>(
        _ strings: [String], _ body: (UnsafeBufferPointer<UnsafePointer<CChar>?>) -> Result
    ) -> Result {
        // One block of memory for all, so that no pointer outlives its string.
        var bytes: [CChar] = []
        var starts: [Int] = []
        for string in strings {
            starts.append(bytes.count)
            bytes += string.utf8CString
        }
        return bytes.withUnsafeBufferPointer { block in
            let pointers = starts.map { start in block.baseAddress.map { $0 + start } }
            return pointers.withUnsafeBufferPointer(body)
        }
    }
}
