extension Tokenizer {
    /// The vocabulary as `vocab.json`, which transformers reads: an object of symbols and ids, start and end by the
    /// names that it looks for.
    package var vocabularyFile: [UInt8] {
        var json: [UInt8] = [UInt8(ascii: "{")]
        for id in 0..<Int32(vocabularySize) {
            if id > 0 { json.append(UInt8(ascii: ",")) }
            let names = SpecialTokens.openAINames
            json.append(UInt8(ascii: "\""))
            if id == startToken {
                json += names.start.utf8
            } else if id == endToken {
                json += names.end.utf8
            } else {
                for byte in vocabulary.spelling(of: id) ?? [] {
                    // The alphabet of bytes has no control characters, so that nothing else needs an escape.
                    if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
                        json.append(UInt8(ascii: "\\"))
                    }
                    json.append(byte)
                }
            }
            json += "\":\(id)".utf8
        }
        json.append(UInt8(ascii: "}"))
        return json
    }

    /// The merges as `merges.txt`, the first to be applied first.
    package var mergesFile: [UInt8] {
        var text = Array("#version: 0.2\n".utf8)
        for pair in vocabulary.merges.pairs {
            text += vocabulary.spelling(of: pair.left) ?? []
            text.append(UInt8(ascii: " "))
            text += vocabulary.spelling(of: pair.right) ?? []
            text.append(UInt8(ascii: "\n"))
        }
        return text
    }
}
