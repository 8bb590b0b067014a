import CLIP
import CLIPNumerics
import Foundation

/// `encode-benchmark MODEL WORK REPEATS THREADS [INSTRUCTION-SET [PRECISION]]`: encodes the work (see ``Work``) twice to
/// warm up, then REPEATS times, and prints one line of JSON.
///
/// `encode-benchmark serve MODEL PRECISION THREADS image|text FILE`: a contender of `Scripts/compare.py`.
@main
struct EncodeBenchmark {
    static func main() async throws {
        let arguments = CommandLine.arguments
        if arguments.count > 1, arguments[1] == "serve" { return await serve(Array(arguments[2...])) }
        guard arguments.count >= 5, let repeats = Int(arguments[3]), let threads = Int(arguments[4]) else {
            refuse()
        }
        let set = arguments.count > 5 ? InstructionSet(rawValue: arguments[5]) ?? .best : .best
        let compute = Compute(threads: threads, instructionSet: set)
        let precision = arguments.count > 6 ? Precision(rawValue: arguments[6]) ?? .auto : .auto
        let model = try await CLIPModel.load(
            arguments[1], options: LoadingOptions(precision: precision), compute: compute)
        guard let work = try Work(arguments[2], for: model) else { refuse() }
        // A first call with few inputs keeps no packed weights.
        for _ in 0..<2 { _ = try await work.encode(with: model) }
        let faults = pageFaults()
        let processor = clock()
        let start = ContinuousClock().now
        for _ in 0..<repeats { _ = try await work.encode(with: model) }
        let wall = (ContinuousClock().now - start) / .seconds(1)
        let busy = Double(clock() - processor) / Double(CLOCKS_PER_SEC)
        let inputs = Double(work.count * repeats)
        let kind = if case .pictures = work { "images" } else { "texts" }
        print(
            """
            {"\(kind)_per_second": \(inputs / wall), "\(kind)_per_cpu_second": \(inputs / busy), \
            "page_faults_per_batch": \(Double(pageFaults() - faults) / Double(repeats)), \
            "ceiling_flops": \(compute.measuredCeiling())}
            """)
    }

    private static func refuse() -> Never {
        FileHandle.standardError.write(
            Data(
                """
                encode-benchmark MODEL COUNT|prompts|text|long:COUNT REPEATS THREADS \
                [plain|avx2|avx512|neon] [f32|bf16|int8]

                """.utf8))
        exit(64)
    }

    private static func serve(_ arguments: [String]) async {
        do {
            try await Contender(arguments).serve()
        } catch {
            Contender.fail(error)
            exit(1)
        }
    }

    private static func pageFaults() -> Int {
        var usage = rusage()
        #if canImport(Glibc)
            getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        #else
            getrusage(RUSAGE_SELF, &usage)
        #endif
        return Int(usage.ru_minflt + usage.ru_majflt)
    }
}
