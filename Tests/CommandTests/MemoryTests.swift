#if os(Linux)
    import CLIPTestSupport
    import Foundation
    import Testing

    @Suite("Memory over many inputs")
    struct MemoryTests {
        /// The most memory that a process has used so far, in KB; nil when it has ended.
        private func peak(of process: Int32) -> Int? {
            let status = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
            let line = status?.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
            return line.flatMap { Int($0.filter(\.isNumber)) }
        }

        @Test("stays flat: the last thousand pictures take no more than the first hundreds")
        func flat() throws {
            let command = Command()
            let count = 3000
            try command.addPictures(count)
            let run = try command.start(["embed", "pictures", "-o", "x.npy", "-q", "--batch-size", "16"])
            var peaks: [(rows: Int, kilobytes: Int)] = []
            while run.process.isRunning {
                let bytes =
                    try? FileManager.default.attributesOfItem(
                        atPath: "\(command.folder.path)/x.npy.partial")[.size] as? Int
                if let bytes, let peak = peak(of: run.process.processIdentifier) {
                    peaks.append(((bytes - 128) / 1024, peak))
                }
                usleep(2000)
            }
            #expect(run.finish().status == 0)
            let early = try #require(peaks.last { $0.rows < 800 }?.kilobytes)
            let late = try #require(peaks.last).kilobytes
            #expect(try #require(peaks.last).rows > 2000)
            // A kilobyte for each picture would be 2 MB.
            #expect(late - early < 2000, "\(early) KB at first, \(late) KB at the end")
        }
    }
#endif
