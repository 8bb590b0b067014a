import CLIP

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What the process has used so far.
struct ProcessUsage {
    /// Page faults, with and without reading from a disk.
    let faults: Int
    /// Seconds that processors worked for it, in all threads.
    let processorTime: Double

    /// Until now.
    static var current: ProcessUsage {
        var usage = rusage()
        #if canImport(Glibc)
            getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        #else
            getrusage(RUSAGE_SELF, &usage)
        #endif
        return ProcessUsage(
            faults: Int(usage.ru_minflt + usage.ru_majflt),
            processorTime: seconds(usage.ru_utime) + seconds(usage.ru_stime))
    }

    private static func seconds(_ time: timeval) -> Double {
        Double(time.tv_sec) + Double(time.tv_usec) * 1e-6
    }

    /// The most memory that the process held at once since ``forgetPeak()``, or ever where the system cannot forget,
    /// in bytes.
    static var peakMemory: Int? {
        #if canImport(Darwin)
            var usage = rusage()
            return getrusage(RUSAGE_SELF, &usage) == 0 ? usage.ru_maxrss : nil
        #else
            let status = try? WholeFile.read(RawPath(argument: "/proc/self/status"), atMost: 1 << 16)
            return status.flatMap { peakMemory(inStatus: String(decoding: $0, as: UTF8.self)) }
        #endif
    }

    /// The bytes of "VmHWM:   12345 kB".
    static func peakMemory(inStatus status: String) -> Int? {
        for line in status.split(separator: "\n") where line.hasPrefix("VmHWM:") {
            let fields = line.split(whereSeparator: { $0 == " " || $0 == "\t" })
            guard fields.count == 3, let kilobytes = Int(fields[1]) else { return nil }
            return kilobytes * 1024
        }
        return nil
    }

    /// Lets the peak begin at what is held now, where the system can do that.
    static func forgetPeak() {
        #if !canImport(Darwin)
            let descriptor = open("/proc/self/clear_refs", O_WRONLY)
            guard descriptor >= 0 else { return }
            _ = write(descriptor, "5", 1)
            close(descriptor)
        #endif
    }
}
