/// Paths from a file or a pipe, one per line or separated by zero bytes, read as they are needed.
package final class PathList: Sequence, IteratorProtocol {
    /// Why the list ended before its end; nil as long as it did not.
    package private(set) var failure: FileError?
    /// The list's name, for messages.
    package var path: RawPath { file.path }

    private let file: InputFile
    private let separator: UInt8
    private let longestLine: Int
    private var buffer: [UInt8] = []
    private var start = 0
    private var atEnd = false

    /// Opens the list; `-` is standard input.
    ///
    /// - Parameters:
    ///   - zeroSeparated: names end with a zero byte, as `find -print0` writes them.
    ///   - longestLine: bytes; a longer line ends the list with an error.
    ///   - isInterrupted: true ends the wait for a pipe.
    package init(
        _ path: RawPath, zeroSeparated: Bool, longestLine: Int = 1 << 20,
        isInterrupted: @escaping @Sendable () -> Bool = { false }
    ) throws(FileError) {
        file =
            path == .standardInput
            ? .standardInput(isInterrupted: isInterrupted)
            : try InputFile(path, isInterrupted: isInterrupted)
        separator = zeroSeparated ? 0 : UInt8(ascii: "\n")
        self.longestLine = longestLine
        // A folder, for one, can be opened and not read.
        buffer = try file.read(atMost: 1 << 16) ?? []
    }

    package func next() -> RawPath? {
        var empty = 0
        while let line = nextLine() {
            var line = line
            if separator != 0, line.last == UInt8(ascii: "\r") { line.removeLast() }
            if !line.isEmpty { return RawPath(bytes: line) }
            empty += 1
            guard empty <= longestLine else {
                let reason = "more than \(longestLine) empty names in a row: it is no list of paths"
                failure = FileError("cannot read \(path.text): \(reason)", reason: reason)
                return nil
            }
        }
        return nil
    }

    private func nextLine() -> [UInt8]? {
        guard failure == nil else { return nil }
        var searched = start
        while true {
            if let end = buffer[searched...].firstIndex(of: separator) {
                defer { start = end + 1 }
                return Array(buffer[start..<end])
            }
            if atEnd {
                guard start < buffer.count else { return nil }
                defer { start = buffer.count }
                return Array(buffer[start...])
            }
            buffer.removeFirst(start)
            start = 0
            searched = buffer.count
            do throws(FileError) {
                guard searched <= longestLine else {
                    let reason = "a line longer than \(longestLine >> 20) MiB: it is no list of paths"
                    throw FileError("cannot read \(path.text): \(reason)", reason: reason)
                }
                if let more = try file.read(atMost: 1 << 16) { buffer += more } else { atEnd = true }
            } catch {
                failure = error
                return nil
            }
        }
    }
}
