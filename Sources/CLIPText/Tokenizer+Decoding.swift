extension Tokenizer {
    /// The text of tokens, in lower case and with a space after each word; special tokens appear by their
    /// names. By Hugging Face's rules there is no white space at the ends.
    ///
    /// Bytes that are not UTF-8, such as of a character cut in two, become U+FFFD. So do ids that are not in
    /// the vocabulary; Hugging Face's rules pass over them.
    public func decode(_ ids: some Sequence<Int32>) -> String {
        var bytes: [UInt8] = []
        for id in ids {
            if let spelling = spelling(of: id) {
                switch rules {
                case .openAI, .openCLIP: ByteAlphabet.appendBytes(spelledBy: spelling, to: &bytes)
                case .huggingFace: ByteAlphabet.appendBytesOrSpelling(spelling, to: &bytes)
                }
            } else if rules != .huggingFace {
                bytes += Array("\u{FFFD}".utf8)
            }
        }
        let text = TokenDecoding.text(of: bytes)
        return rules == .huggingFace ? TokenDecoding.stripped(text) : text
    }

    /// How the vocabulary spells a token, such as `cat</w>`: each byte as one printable character, `</w>`
    /// at the end of a word. Nil for an id that is not in the vocabulary.
    public func token(_ id: Int32) -> String? {
        vocabulary.spelling(of: id).map { String(decoding: $0, as: UTF8.self) }
    }

    /// OpenAI and OpenCLIP have names of their own for the two special tokens, whatever a vocabulary's file
    /// calls them.
    private func spelling(of id: Int32) -> ArraySlice<UInt8>? {
        guard let names = SpecialTokens.names(rules), id == startToken || id == endToken else {
            return vocabulary.spelling(of: id)
        }
        return Array((id == startToken ? names.start : names.end).utf8)[...]
    }
}
