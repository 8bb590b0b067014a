/// Paths from a file or a pipe, one per line or separated by zero bytes, read as they are needed.
package final class PathList: Sequence, IteratorProtocol {
    private let file: InputFile
    private let separator: UInt8
    private var buffer: [UInt8] = []
    private var start = 0
    private var atEnd = false

    /// Opens the list; `-` is standard input.
    ///
    /// - Parameter zeroSeparated: names end with a zero byte, as `find -print0` writes them.
    package init(_ path: RawPath, zeroSeparated: Bool) throws(FileError) {
        file = path == .standardInput ? .standardInput() : try InputFile(path)
        separator = zeroSeparated ? 0 : UInt8(ascii: "\n")
    }

    package func next() -> RawPath? {
        while let line = nextLine() {
            var line = line
            if separator != 0, line.last == UInt8(ascii: "\r") { line.removeLast() }
            if !line.isEmpty { return RawPath(bytes: line) }
        }
        return nil
    }

    private func nextLine() -> [UInt8]? {
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
            // A list that cannot be read further ends here.
            guard let more = try? file.read(atMost: 1 << 16) else {
                atEnd = true
                continue
            }
            buffer += more
        }
    }
}
