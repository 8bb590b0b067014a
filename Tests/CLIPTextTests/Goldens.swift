import Testing

@testable import CLIPText

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The files that Scripts/goldens_text.py writes, and the vocabularies that the tests use.
enum Goldens {
    /// A text and its ids by OpenCLIP, and by the others where they differ; `context` where they are cut to a
    /// context's length.
    struct Record: Decodable, Sendable {
        let text: String
        let ids: [Int32]
        let openai: [Int32]?
        let hf: [Int32]?
        let context: Int?

        func ids(_ rules: Tokenizer.Rules) -> [Int32] {
            switch rules {
            case .openAI: openai ?? ids
            case .openCLIP: ids
            case .huggingFace: hf ?? ids
            }
        }
    }

    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static func records(_ name: String) throws -> [Record] { try lines(name) }

    /// The lines of a file of another form.
    static func lines<Line: Decodable>(_ name: String) throws -> [Line] {
        let bytes = try Data(contentsOf: root.appending(path: "Tests/Goldens/text/\(name).jsonl"))
        return try bytes.split(separator: UInt8(ascii: "\n")).map { line in
            try JSONDecoder().decode(Line.self, from: Data(line))
        }
    }

    /// The bytes of a file of the sources.
    static func source(_ path: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: root.appending(path: "Sources/\(path)")))
    }

    /// The bundled model's tokenizer, from its two files.
    static func pocket() throws -> Tokenizer {
        try tokenizer(
            vocabulary: source("CCLIPBundledModel/Model/vocab.json"),
            merges: source("CCLIPBundledModel/Model/merges.txt"))
    }

    static func tokenizer(
        vocabulary: [UInt8], merges: [UInt8], _ rules: Tokenizer.Rules = .openCLIP,
        _ settings: TokenizerSettings = .none
    ) throws(TokenizerError) -> Tokenizer {
        // The closures rethrow untyped errors, so the result is carried out instead.
        let result: Result<Tokenizer, TokenizerError> = vocabulary.withUnsafeBytes { vocabulary in
            merges.withUnsafeBytes { merges in
                do throws(TokenizerError) {
                    return .success(
                        try Tokenizer(
                            vocabulary: vocabulary, merges: merges, rules: rules, settings: settings))
                } catch {
                    return .failure(error)
                }
            }
        }
        return try result.get()
    }

    static func tokenizer(
        json: [UInt8], _ rules: Tokenizer.Rules = .huggingFace, _ settings: TokenizerSettings = .none
    ) throws(TokenizerError) -> Tokenizer {
        let result: Result<Tokenizer, TokenizerError> = json.withUnsafeBytes { json in
            do throws(TokenizerError) {
                return .success(try Tokenizer(tokenizerJSON: json, rules: rules, settings: settings))
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    static func settings(config: String?, map: String?) throws(TokenizerError) -> TokenizerSettings {
        func lent(
            _ text: String?,
            _ body: (UnsafeRawBufferPointer?) -> Result<TokenizerSettings, TokenizerError>
        ) -> Result<TokenizerSettings, TokenizerError> {
            text.map { Array($0.utf8).withUnsafeBytes { body($0) } } ?? body(nil)
        }
        return try lent(config) { config in
            lent(map) { map in
                do throws(TokenizerError) {
                    return .success(try TokenizerSettings(config: config, specialTokensMap: map))
                } catch {
                    return .failure(error)
                }
            }
        }.get()
    }

    static func tokenizer(
        packed: [UInt8], _ rules: Tokenizer.Rules = .openAI
    ) throws(TokenizerError) -> Tokenizer {
        let result: Result<Tokenizer, TokenizerError> = packed.withUnsafeBytes { packed in
            do throws(TokenizerError) {
                return .success(try Tokenizer(packedMerges: packed, rules: rules))
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    /// OpenAI's vocabulary in Hugging Face's form.
    static func openAIAsJSON() -> [UInt8] {
        let tokenizer = Tokenizer.openAI()
        var entries: [String] = []
        for id in 0..<Int32(tokenizer.vocabularySize) {
            let name =
                switch id {
                case tokenizer.startToken: "<|startoftext|>"
                case tokenizer.endToken: "<|endoftext|>"
                default: tokenizer.token(id)!
                }
            let escaped = name.unicodeScalars.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : "\($0)" }.joined()
            entries.append("\"\(escaped)\": \(id)")
        }
        return Array("{\(entries.joined(separator: ", "))}".utf8)
    }
}
