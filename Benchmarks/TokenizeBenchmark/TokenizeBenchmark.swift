import CLIPText
import Foundation

/// `tokenize-benchmark ids RULES VOCABULARY TEXTS` writes the ids of each text as a JSON list a line;
/// `tokenize-benchmark time RULES VOCABULARY TEXTS REPEATS` prints one line of JSON with texts per second.
///
/// TEXTS is a file with a JSON string a line. VOCABULARY is `openai`, a `tokenizer.json`, or a `.gz`.
@main
struct TokenizeBenchmark {
    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count >= 5, let rules = Tokenizer.Rules(rawValue: arguments[2]) else {
            fail("tokenize-benchmark ids|time openai|open_clip|hf VOCABULARY TEXTS [REPEATS]")
        }
        let loads = (0..<9).map { _ in processorTime { _ = try? load(arguments[3], rules) } }.sorted()
        let tokenizer = try load(arguments[3], rules)
        let texts = try read(arguments[4])
        if arguments[1] == "ids" {
            var output: [UInt8] = []
            for text in texts { output += Array("\(tokenizer.encode(text))\n".utf8) }
            FileHandle.standardOutput.write(Data(output))
            return
        }
        let repeats = arguments.count > 5 ? Int(arguments[5]) ?? 1 : 1
        var tokens = texts.reduce(0) { $0 + tokenizer.encode($1).count }
        let clock = ContinuousClock()
        let start = clock.now
        let busy = processorTime {
            for _ in 0..<repeats {
                tokens = 0
                for text in texts { tokens += tokenizer.encode(text).count }
            }
        }
        let wall = (clock.now - start) / .seconds(1)
        let count = Double(texts.count * repeats)
        print(
            """
            {"texts_per_second": \(count / wall), "texts_per_cpu_second": \(count / busy), \
            "tokens": \(tokens), "load_cpu_milliseconds": \(loads[4] * 1000)}
            """)
    }

    /// Seconds that the processor was busy with a piece of work.
    private static func processorTime(_ work: () -> Void) -> Double {
        let start = clock()
        work()
        return Double(clock() - start) / Double(CLOCKS_PER_SEC)
    }

    private static func load(_ path: String, _ rules: Tokenizer.Rules) throws -> Tokenizer {
        if path == "openai" { return .openAI(rules) }
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        let result: Result<Tokenizer, TokenizerError> = bytes.withUnsafeBytes { bytes in
            do throws(TokenizerError) {
                return .success(
                    path.hasSuffix(".gz")
                        ? try Tokenizer(packedMerges: bytes, rules: rules)
                        : try Tokenizer(tokenizerJSON: bytes, rules: rules))
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    private static func read(_ path: String) throws -> [String] {
        let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        let decoder = JSONDecoder()
        return try bytes.split(separator: UInt8(ascii: "\n")).map { line in
            var text = try decoder.decode(String.self, from: Data(line))
            text.makeContiguousUTF8()
            return text
        }
    }

    private static func fail(_ message: String) -> Never {
        FileHandle.standardError.write(Data("\(message)\n".utf8))
        exit(64)
    }
}
