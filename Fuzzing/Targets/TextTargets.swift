import CLIP
import CLIPText
import CLIPWeights

extension FuzzTarget {
    /// A vocabulary's two files with a zero byte between them: what is accepted encodes.
    static let vocabulary = FuzzTarget(
        "vocabulary", seeds: ["Tests/Goldens/hostile/vocabulary"],
        words: [
            "</w>\":", "<|startoftext|>", "<|endoftext|>", "#version: 0.2\n", "\\u0120", "\u{0120}", "\n\n",
        ]
    ) { bytes in
        let parts = ByteSource.parts(bytes, 2)
        return withExactBytes(parts[0]) { vocabulary in
            withExactBytes(parts[1]) { merges in
                let tokenizer = try? Tokenizer(vocabulary: vocabulary, merges: merges, rules: .openCLIP)
                guard let tokenizer else { return false }
                for rules in Tokenizer.Rules.allCases {
                    check(tokenizer.applying(rules), "a photo of a cat's <|endoftext|> 猫 \u{1F408}")
                }
                return true
            }
        }
    }

    /// Hugging Face's one file of a tokenizer: what is accepted encodes.
    static let tokenizerFile = FuzzTarget(
        "tokenizer-json", seeds: ["Tests/Goldens/hostile/tokenizer-json"],
        words: [
            "\"added_tokens\":[", "\"normalized\":false", "\"lstrip\":true", "\"single_word\":true",
            "\"merges\":[[\"",
            "\"post_processor\":null", "\"decoder\":null", "\"vocab\":{", "<|endoftext|>", "</w>",
            "\"content\":\"",
        ]
    ) { bytes in
        withExactBytes(bytes) { buffer in
            guard let tokenizer = try? Tokenizer(tokenizerJSON: buffer) else { return false }
            check(tokenizer, "a photo of a cat's <|endoftext|> 猫 \u{1F408}")
            return true
        }
    }

    /// OpenAI's packed list of merges.
    static let packedMerges = FuzzTarget(
        "packed-merges", seeds: ["Tests/Goldens/hostile/packed-merges"]
    ) { bytes in
        withExactBytes(bytes) { buffer in
            guard let tokenizer = try? Tokenizer(packedMerges: buffer, rules: .openAI) else { return false }
            check(tokenizer, "a photo of a cat")
            return true
        }
    }

    /// Any text to ids and back by each set of rules, over OpenAI's vocabulary.
    static let text = FuzzTarget(
        "text", seeds: ["Tests/Goldens/text", "Tests/Goldens/hostile/text"],
        words: [
            "&amp;", "&#x1F600;", "&#65", "&lt;", "\u{FEFF}", "\u{200D}", "<|startoftext|>", "'s",
            "\u{1B}[31m",
            "İ", "ς", "ﬁ", "Ａ", "‘", "â€™", "Ã©", "\u{85}", "\u{2028}", "e\u{301}",
            "\u{1100}\u{1161}\u{11A8}",
        ]
    ) { bytes in
        // What a longer text says is said by some words; it would only be slower.
        guard bytes.count <= 1 << 8 else { return false }
        let text = String(decoding: bytes, as: UTF8.self)
        for rules in Tokenizer.Rules.allCases { check(openAI.applying(rules), text) }
        return true
    }

    private static let openAI = Tokenizer.openAI()

    private static func check(_ tokenizer: Tokenizer, _ text: String) {
        let ids = tokenizer.encode(text)
        precondition(ids.allSatisfy { $0 >= 0 && Int($0) < tokenizer.vocabularySize }, "an id outside")
        let length = [1, 2, 77][ids.count % 3]
        let tokens = tokenizer.encode(text, contextLength: length)
        precondition(tokens.ids.count <= length && tokens.ids.last == tokenizer.endToken)
        precondition(tokens.cut == max(0, ids.count - max(length - 2, 0)))
        _ = tokenizer.decode(ids)
        for id in ids { precondition(tokenizer.token(id) != nil) }
        _ = tokenizer.decode([-1, .max, .min] + ids.reversed())
    }

    /// Labels in a file and between commas.
    static let labels = FuzzTarget(
        "labels", seeds: ["Examples/photos/labels.txt", "Tests/Goldens/hostile/labels"],
        words: ["\r\n", "\"\"", "\",\"", "\u{FEFF}", "_", "\u{2029}", ","]
    ) { bytes in
        if let lines = try? TextLines.all(bytes, name: "input"), let list = try? LabelList(lines) {
            precondition(Set(list.labels).count == list.labels.count && !list.labels.contains(""))
            precondition(list.notes.reduce(0) { $0 + $1.utf8.count } <= 1024 + 8 * bytes.count)
        }
        let text = String(decoding: bytes, as: UTF8.self)
        guard let split = try? LabelList.split(text) else { return false }
        precondition(split.reduce(0) { $0 + $1.utf8.count } <= text.utf8.count)
        return true
    }

    /// Templates, one per line or as JSON, and prompts by class.
    static let prompts = FuzzTarget(
        "prompts", seeds: ["Tests/Goldens/hostile/prompts"],
        words: ["{}", "{c}", "[\"", "{\"cat\": [\"a {}.\"]}", "\n", "\u{FEFF}"]
    ) { bytes in
        var isRead = false
        for name in ["input.txt", "input.json"] {
            guard let prompts = try? Prompts(file: bytes, name: name) else { continue }
            isRead = true
            for label in ["cat", "", "{}"] { _ = try? prompts.prompts(for: label) }
            _ = prompts.descriptions
        }
        return isRead
    }

    /// A list of paths, by lines and by zero bytes, from a file.
    static let pathList = FuzzTarget("path-list", seeds: ["Tests/Goldens/hostile/path-list"]) { bytes in
        let scratch = ScratchFile()
        defer { withExtendedLifetime(scratch) {} }
        let path = RawPath(scratch.path)
        guard (try? ReplacedFile.write([bytes], to: path)) != nil else { return false }
        for zeroSeparated in [false, true] {
            guard let list = try? PathList(path, zeroSeparated: zeroSeparated, longestLine: 64) else {
                return false
            }
            var letters = 0
            for name in list {
                precondition(!name.bytes.isEmpty)
                letters += name.bytes.count
            }
            precondition(letters <= bytes.count)
        }
        return true
    }
}
