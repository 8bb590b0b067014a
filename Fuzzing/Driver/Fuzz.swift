import CLIPFuzzTargets

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// `fuzz TARGET …`: gives a target to libFuzzer with the arguments that follow, where the build has libFuzzer
/// (`make fuzz`); without it the arguments are files, each of which is read once. `fuzz --list` prints the
/// targets with their seeds, `fuzz --words TARGET` a dictionary in libFuzzer's form.
@main
enum Fuzz {
    /// libFuzzer's own main function, by the name under which it can be called from another.
    private typealias Driver =
        @convention(c) (
            UnsafeMutablePointer<Int32>,
            UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
            @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32
        ) -> Int32

    /// libFuzzer calls back without a context.
    private static let target = FuzzTarget.named(CommandLine.arguments.dropFirst().first ?? "")

    static func main() {
        let arguments = Array(CommandLine.arguments.dropFirst())
        if arguments == ["--list"] {
            for target in FuzzTarget.all { print(([target.name] + target.seeds).joined(separator: " ")) }
        } else if arguments.count == 2, arguments[0] == "--words", let target = FuzzTarget.named(arguments[1])
        {
            for word in target.words {
                print(
                    "\"" + word.utf8.map { "\\x" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
                        + "\"")
            }
        } else if target == nil {
            print("usage: fuzz TARGET [libFuzzer's arguments or files]; fuzz --list names the targets")
            exit(64)
        } else if let driver = dlsym(nil, "LLVMFuzzerRunDriver") {
            exit(run(unsafeBitCast(driver, to: Driver.self), arguments))
        } else {
            for path in arguments.dropFirst() { read(path) }
        }
    }

    /// What an input may take, in seconds of processor time.
    private static let limit = 5.0

    /// What all threads of this process have taken so far.
    private static func processorSeconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// Kept as long as the process: libFuzzer holds on to its arguments.
    private nonisolated(unsafe) static var pointers: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = nil

    private static func run(_ driver: Driver, _ arguments: [String]) -> Int32 {
        // The target's name stands where libFuzzer expects the program's.
        let list = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>.allocate(capacity: arguments.count + 1)
        for (index, argument) in arguments.enumerated() { list[index] = strdup(argument) }
        list[arguments.count] = nil
        pointers = list
        var (count, start) = (Int32(arguments.count), list)
        return driver(&count, &start) { bytes, count in
            let start = Fuzz.processorSeconds()
            // Refused inputs are kept as well: what is refused late leads on.
            _ = Fuzz.target?.read(Array(UnsafeBufferPointer(start: bytes, count: count)))
            // libFuzzer's own limit counts seconds of the clock, in which a busy machine may do nothing here.
            if Fuzz.processorSeconds() - start > Fuzz.limit {
                print("the input takes more than \(Fuzz.limit) s of processor time")
                abort()
            }
            return 0
        }
    }

    private static func read(_ path: String) {
        guard let file = fopen(path, "rb") else {
            print("\(path): cannot be opened")
            exit(1)
        }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        while case let byte = getc(file), byte != EOF { bytes.append(UInt8(byte)) }
        print("\(path): \(target?.read(bytes) == true ? "read" : "refused")")
    }
}
