@testable import CLIPText

/// Small vocabularies in Hugging Face's form.
enum Vocabularies {
    /// Symbols for single bytes, what the merges make, and the special tokens.
    static func symbols(merges: [[String]] = []) -> [String] {
        let bytes = ByteAlphabet.spellings.map { String(decoding: $0, as: UTF8.self) }
        var symbols = bytes + bytes.map { $0 + "</w>" }
        for merge in merges where !symbols.contains(merge.joined()) { symbols.append(merge.joined()) }
        return symbols + ["<|startoftext|>", "<|endoftext|>"]
    }

    /// The symbols with ids from 0 on.
    static func json(_ symbols: [String]) -> String {
        let entries = symbols.enumerated().map { "\"\(escaped($1))\":\($0)" }
        return "{\(entries.joined(separator: ","))}"
    }

    static func text(merges: [[String]]) -> String {
        "#version: 0.2\n" + merges.map { $0.joined(separator: " ") + "\n" }.joined()
    }

    static func tokenizer(merges: [[String]]) throws(TokenizerError) -> Tokenizer {
        try Goldens.tokenizer(
            vocabulary: Array(json(symbols(merges: merges)).utf8), merges: Array(text(merges: merges).utf8))
    }

    private static func escaped(_ symbol: String) -> String {
        symbol.unicodeScalars.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : "\($0)" }.joined()
    }
}
