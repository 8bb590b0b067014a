/// How often a transfer failed since it last got on.
///
/// A line that breaks now and then must not end a download of gigabytes: a try that brought something makes those before
/// it forgotten. But it must have brought enough. A server that ends each connection after a kilobyte would be asked a
/// million times for a gigabyte, and look like a download that goes on. With the stride that a file's sink has there are
/// at most some hundred new beginnings.
struct TryCount {
    /// Tries in a row that failed.
    private(set) var failed = 0
    private var mark: Int

    /// - Parameter count: bytes that are there before the first try.
    init(from count: Int) { mark = count }

    /// Notes a try that failed.
    ///
    /// - Parameters:
    ///   - count: bytes that are there now.
    ///   - stride: how many of them must be new.
    mutating func fail(at count: Int, _ stride: Int) {
        let hasGotOn = count > mark && count - mark >= stride
        failed = hasGotOn ? 1 : failed + 1
        // What is thrown away and comes again is not new: the mark never falls.
        if hasGotOn { mark = count }
    }
}
