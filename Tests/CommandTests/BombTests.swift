import CLIPTestSupport
import Foundation
import Testing

/// Small files that promise, or need, more than they should get. Each is given to the command as a process of its
/// own, whose peak of memory the system counts.
@Suite("Picture bombs")
struct BombTests {
    /// A PNG of one value, whose data are one deflate block of matches as long as they can be.
    private static func png(width: Int, height: Int) -> Data {
        let raw = (width + 1) * height
        var bits = BitWriter()
        bits.write(0b011, 3)  // the last block, with the fixed codes
        bits.writeCode(0x30, 8)  // a zero
        var left = raw - 1
        while left >= 258 {
            bits.writeCode(0b1100_0101, 8)  // a match of 258
            bits.writeCode(0, 5)  // one byte back
            left -= 258
        }
        for _ in 0..<left { bits.writeCode(0x30, 8) }
        bits.writeCode(0, 7)  // the end
        // Of zeros alone: one sum stays 1, the other counts them.
        let adler = bigEndian(UInt32(raw % 65_521) << 16 | 1)
        let header = bigEndian(UInt32(width)) + bigEndian(UInt32(height)) + [8, 0, 0, 0, 0]
        return Data(
            [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + chunk("IHDR", header)
                + chunk("IDAT", [0x78, 0x01] + bits.bytes + adler) + chunk("IEND", []))
    }

    private struct BitWriter {
        var bytes: [UInt8] = []
        private var used = 8

        mutating func write(_ value: Int, _ count: Int) {
            for bit in 0..<count { put(value >> bit & 1) }
        }

        mutating func writeCode(_ code: Int, _ count: Int) {
            for bit in (0..<count).reversed() { put(code >> bit & 1) }
        }

        private mutating func put(_ bit: Int) {
            if used == 8 {
                bytes.append(0)
                used = 0
            }
            bytes[bytes.count - 1] |= UInt8(bit << used)
            used += 1
        }
    }

    private static func chunk(_ name: String, _ content: [UInt8]) -> [UInt8] {
        let body = Array(name.utf8) + content
        return bigEndian(UInt32(content.count)) + body + bigEndian(checksum(body))
    }

    private static func bigEndian(_ value: UInt32) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
    }

    private static let table: [UInt32] = (0..<256).map { byte in
        (0..<8).reduce(UInt32(byte)) { crc, _ in crc & 1 == 1 ? (crc >> 1) ^ 0xEDB8_8320 : crc >> 1 }
    }

    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(UInt32.max) { crc, byte in table[Int((crc ^ UInt32(byte)) & 255)] ^ (crc >> 8) }
    }

    @Test(
        "623 megapixels from less than 4 MB are refused by every command that reads pictures",
        arguments: [
            ["doctor", "bomb.png"], ["preprocess", "bomb.png", "-o", "x.npy"],
            ["classify", "bomb.png", "--labels", "a,b"], ["similarity", "bomb.png", "--text", "a", "b"],
            ["embed", "bomb.png", "-o", "x.npy"],
        ])
    func megapixels(arguments: [String]) throws {
        let command = Command()
        let bomb = Self.png(width: 24_960, height: 24_960)
        #expect(bomb.count < 4_000_000)
        try command.add("bomb.png", bomb)
        let run = try command.measured(arguments)
        #expect(run.result.status == 1)
        #expect(run.result.errors.contains("bomb.png: 24960 × 24960 pixels are more than 256 megapixels"))
        // Its pixels would take 623 MB; a run without them takes about 50, several times that under a sanitizer.
        #expect(run.peak.map { $0 < 600 << 20 } ?? true, "\(run.peak ?? 0)")
        #expect(!command.has("x.npy"))
    }

    @Test("--max-megapixels is the limit on every command", arguments: [1, 2, 3])
    func limit(megapixels: Int) throws {
        let command = Command()
        try command.add("two.png", Self.png(width: 2000, height: 1000))
        let limit = ["--max-megapixels", "\(megapixels)"]
        for arguments in [
            ["doctor", "two.png"], ["preprocess", "two.png", "-o", "x.npy"],
            ["classify", "two.png", "--labels", "a,b"], ["similarity", "two.png", "--text", "a", "b"],
            ["embed", "two.png", "-o", "\(megapixels).npy"],
        ] {
            let result = try command.run(arguments + limit)
            #expect(result.status == (megapixels < 2 ? 1 : 0), "\(arguments) \(result.errors)")
            #expect(result.errors.contains("more than 1 megapixels") == (megapixels < 2))
        }
    }

    @Test(
        "headers that lie about a size that no memory holds cost none", arguments: [("png", 16), ("jpg", 0)])
    func lies(format: String, place: Int) throws {
        let command = Command()
        var bytes = Array(
            try Data(
                contentsOf: URL(
                    fileURLWithPath: Golden.folder
                        + "/images/made/\(format == "png" ? "rgb-8.png" : "jpeg-progressive.jpg")")))
        if format == "png" {
            bytes.replaceSubrange(16..<24, with: Self.bigEndian(15_999) + Self.bigEndian(15_999))
            bytes.replaceSubrange(29..<33, with: Self.bigEndian(Self.checksum(Array(bytes[12..<29]))))
        } else {
            let frame = try #require(
                bytes.indices.dropLast().first { bytes[$0] == 0xFF && bytes[$0 + 1] == 0xC2 })
            bytes.replaceSubrange(frame + 5..<frame + 9, with: [0x3E, 0x7F, 0x3E, 0x7F])
        }
        try command.add("lie.\(format)", Data(bytes))
        let run = try command.measured(["doctor", "lie.\(format)"])
        #expect(run.result.status == 1)
        #expect(run.result.errors.contains("cannot hold the 15999 × 15999 pixels"), "\(run.result.errors)")
        #expect(run.peak.map { $0 < 600 << 20 } ?? true, "\(run.peak ?? 0)")
    }

    @Test(
        "pictures of one row, one column and one pixel go through every model",
        arguments: ["1x1", "3000x1", "1x3000"])
    func extremes(size: String) throws {
        let picture = "\(Golden.folder)/images/made/size-\(size).png"
        let command = Command()
        let run = try command.measured(["embed", picture, "-o", "x.npy"])
        #expect(run.result.status == 0)
        let row = try EmbedTests.Matrix(try command.file("x.npy")).floats
        let length = row.reduce(0) { $0 + $1 * $1 }
        #expect(row.count == 256 && abs(length - 1) < 1e-4)
        #expect(run.peak.map { $0 < 600 << 20 } ?? true, "\(run.peak ?? 0)")
    }
}

extension Command {
    /// Runs the command and tells the most memory that it held, in bytes; nil where the system does not tell it.
    func measured(_ arguments: [String]) throws -> (result: Result, peak: Int?) {
        #if os(Linux) && (arch(x86_64) || arch(arm64))
            #if arch(x86_64)
                let getrusage = 98
            #else
                let getrusage = 165
            #endif
            // A process inherits the peak of the one that started it: this one is small.
            let script = """
                my $child = fork; if (!$child) { exec @ARGV } waitpid $child, 0; my $status = $? >> 8; \
                my $usage = "\\0" x 144; syscall(\(getrusage), -1, $usage); \
                print STDERR "\\npeak " . unpack("q", substr($usage, 32, 8)) . "\\n"; exit $status
                """
            let result = try start(["-e", script, Self.path] + arguments, executable: "/usr/bin/perl")
                .finish()
            let last = result.errors.split(separator: "\n").last?.split(separator: " ")
            let peak = try #require(last.flatMap { $0.first == "peak" ? Int($0[1]) : nil })
            return (result, peak * 1024)
        #else
            return (try run(arguments), nil)
        #endif
    }
}
