import CCLIPVocabulary

/// CLIP's byte-pair tokenizer: text → ids, equal to `SimpleTokenizer` of OpenCLIP 3.3.
///
/// A text is cleaned, lowered and cut into words; each word's bytes are merged pair by pair, the pair
/// learned first going first (Sennrich, Haddow and Birch 2016; on bytes, Radford et al. 2019). Every text
/// of every script has tokens, there is no unknown one.
///
/// A tokenizer is immutable and may be used from any number of tasks at once.
public struct Tokenizer: Sendable {
    private let vocabulary: Vocabulary

    /// OpenAI's tokenizer: 49,408 tokens, shared by all of OpenAI's models and most of OpenCLIP's. Its
    /// vocabulary is part of the program.
    /// - Complexity: builds its tables anew, some milliseconds: keep the value.
    public static func openAI() -> Tokenizer {
        var count = 0
        let bytes = UnsafeRawBufferPointer(start: cclip_openai_merges(&count), count: count)
        do {
            return Tokenizer(vocabulary: try Vocabulary(openAIMerges: bytes))
        } catch {
            preconditionFailure("the program's own vocabulary is damaged: \(error)")
        }
    }

    /// A tokenizer from the two files of a model folder in Hugging Face's form.
    ///
    /// - Parameters:
    ///   - vocabulary: the bytes of `vocab.json`: an object of symbols and ids 0, 1, 2 … in any order,
    ///     with the 512 symbols for single bytes and the tokens `<|startoftext|>` and `<|endoftext|>`
    ///     (or OpenCLIP's `<start_of_text>` and `<end_of_text>`).
    ///   - merges: the bytes of `merges.txt`: one merge a line, the first to be applied first.
    /// - Throws: `TokenizerError` naming file and place for everything that is not so.
    public init(
        vocabulary: UnsafeRawBufferPointer, merges: UnsafeRawBufferPointer
    ) throws(TokenizerError) {
        self.vocabulary = try Vocabulary(json: vocabulary, merges: merges)
    }

    private init(vocabulary: Vocabulary) {
        self.vocabulary = vocabulary
    }

    /// The token that begins every text.
    public var startToken: Int32 { vocabulary.startToken }

    /// The token that ends every text, at whose position a text's embedding is read.
    public var endToken: Int32 { vocabulary.endToken }

    /// The token that each merge makes, first merge first: with the spellings, all that decides ids.
    public var mergedTokens: [Int32] { vocabulary.merges.mergedTokens }

    /// The version of the rules for cleaning and splitting: it changes when a text may get other ids.
    public static let rules = 1

    /// How many tokens there are; ids are smaller.
    public var vocabularySize: Int { vocabulary.count }

    /// The ids of a text, without start and end token.
    ///
    /// The names of the special tokens, typed in the text, stand for them, as in the reference.
    /// - Complexity: O(*n* log *w*) for *n* bytes in words of at most *w*.
    public func encode(_ text: String) -> [Int32] {
        let cleaned = TextCleaning.clean(text)
        var ids: [Int32] = []
        ids.reserveCapacity(cleaned.count / 3)
        var words = WordScanner(cleaned, specialTokens: vocabulary.specialTokens)
        var merger = BytePairMerger(vocabulary)
        while let word = words.next() {
            switch word {
            case .special(let id): ids.append(id)
            case .bytes(let range): merger.append(cleaned[range], to: &ids)
            }
        }
        return ids
    }

    /// The ids of a text between start and end token, at most as many as a model has positions.
    ///
    /// A longer text loses tokens at its end but keeps the end token.
    /// - Parameters:
    ///   - text: any text; it is cleaned first.
    ///   - contextLength: the model's number of positions (77 for OpenAI's), at least 1. With one position
    ///     only the end token is left, as in the reference.
    public func encode(_ text: String, contextLength: Int) -> TokenizedText {
        precondition(contextLength >= 1, "a context of \(contextLength) tokens cannot hold the end token")
        let body = encode(text)
        let kept = min(body.count, max(contextLength - 2, 0))
        let start = contextLength > 1 ? [startToken] : []
        return TokenizedText(ids: start + body[..<kept] + [endToken], cut: body.count - kept)
    }

    /// The text of tokens, in lower case and with a space after each word; special tokens appear by their
    /// names.
    ///
    /// Bytes that are not UTF-8, such as of a character cut in two, and ids that are not in the
    /// vocabulary become U+FFFD.
    public func decode(_ ids: some Sequence<Int32>) -> String {
        var bytes: [UInt8] = []
        for id in ids {
            if let spelling = vocabulary.spelling(of: id) {
                ByteAlphabet.appendBytes(spelledBy: spelling, to: &bytes)
            } else {
                bytes += Array("\u{FFFD}".utf8)
            }
        }
        return TokenDecoding.text(of: bytes)
    }

    /// How the vocabulary spells a token, such as `cat</w>`: each byte as one printable character, `</w>`
    /// at the end of a word. Nil for an id that is not in the vocabulary.
    public func token(_ id: Int32) -> String? {
        vocabulary.spelling(of: id).map { String(decoding: $0, as: UTF8.self) }
    }
}
