import CCLIPVocabulary

/// CLIP's byte-pair tokenizer: text → ids, equal to those of OpenAI, OpenCLIP 3.3 or transformers 5.20, as
/// its ``rules`` say.
///
/// A text is cleaned, lowered and cut into words; each word's bytes are merged pair by pair, the pair
/// learned first going first (Sennrich, Haddow and Birch 2016; on bytes, Radford et al. 2019). Every text
/// of every script has tokens, there is no unknown one.
///
/// A tokenizer is immutable and may be used from any number of tasks at once.
public struct Tokenizer: Sendable {
    /// Whose rules texts are tokenized by.
    public let rules: Rules
    let vocabulary: Vocabulary
    private let cleaning: TextCleaning
    private let plainText: PlainText

    init(_ vocabulary: Vocabulary, _ rules: Rules) {
        self.vocabulary = vocabulary
        self.rules = rules
        cleaning = TextCleaning(rules, vocabulary)
        plainText = PlainText(excluding: cleaning.firstBytesOfNames)
    }

    /// OpenAI's tokenizer: 49,408 tokens, shared by all of OpenAI's models and most of OpenCLIP's. Its
    /// vocabulary is part of the program.
    /// - Complexity: builds its tables anew, some milliseconds: keep the value.
    public static func openAI(_ rules: Rules = .openCLIP) -> Tokenizer {
        var count = 0
        let bytes = UnsafeRawBufferPointer(start: cclip_openai_merges(&count), count: count)
        do {
            return Tokenizer(try .fromMerges(MergesFile(bytes)), rules)
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
    ///   - rules: the rules that the model was trained with.
    ///   - settings: what the folder's other files say.
    /// - Throws: `TokenizerError` naming file and place for everything that is not so.
    public init(
        vocabulary: UnsafeRawBufferPointer, merges: UnsafeRawBufferPointer, rules: Rules,
        settings: TokenizerSettings = .none
    ) throws(TokenizerError) {
        self.init(
            try .read(json: vocabulary, merges: merges, rules == .huggingFace ? settings : .none), rules)
    }

    /// A tokenizer from Hugging Face's `tokenizer.json`, which holds vocabulary, merges, and which tokens
    /// are looked for in a text by their names.
    ///
    /// - Parameters:
    ///   - json: the bytes of the file.
    ///   - rules: the rules that the model was trained with; the file's own are ``Rules/huggingFace``.
    ///   - settings: what the folder's other files say.
    /// - Throws: `TokenizerError` naming the place for what is damaged, and for what CLIP's tokenizer does
    ///   not have, such as another normaliser.
    public init(
        tokenizerJSON json: UnsafeRawBufferPointer, rules: Rules = .huggingFace,
        settings: TokenizerSettings = .none
    ) throws(TokenizerError) {
        self.init(try TokenizerFile.read(json, rules == .huggingFace ? settings : .none), rules)
    }

    /// A tokenizer from OpenAI's `bpe_simple_vocab_16e6.txt.gz`: a line that is passed over, then merges, of
    /// which the first 48,894 are used; the ids follow from them.
    ///
    /// - Parameters:
    ///   - bytes: the bytes of the file, packed by gzip.
    ///   - rules: the rules that the model was trained with.
    /// - Throws: `TokenizerError` naming file and place for everything that is not so.
    public init(packedMerges bytes: UnsafeRawBufferPointer, rules: Rules) throws(TokenizerError) {
        self.init(try PackedMerges.vocabulary(bytes), rules)
    }

    /// The same vocabulary by other rules.
    public func applying(_ rules: Rules) -> Tokenizer { Tokenizer(vocabulary, rules) }

    /// The token that begins every text.
    public var startToken: Int32 { vocabulary.startToken }

    /// The token that ends every text, at whose position a text's embedding is read.
    public var endToken: Int32 { vocabulary.endToken }

    /// The token that each merge makes, first merge first: with the spellings, all that decides ids.
    public var mergedTokens: [Int32] { vocabulary.merges.mergedTokens }

    /// How many tokens there are; ids are smaller.
    public var vocabularySize: Int { vocabulary.count }

    /// The ids of a text, without start and end token.
    ///
    /// The names of the special tokens, typed in the text, stand for them, as in the reference.
    /// - Complexity: O(*n* log *w*) for *n* bytes in words of at most *w*.
    public func encode(_ text: String) -> [Int32] {
        var ids: [Int32] = []
        append(text, to: &ids)
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
        var ids = contextLength > 1 ? [startToken] : []
        let start = ids.count
        append(text, to: &ids)
        let kept = min(ids.count - start, max(contextLength - 2, 0))
        let rest = ids[(start + kept)...]
        let cutText = rest.isEmpty ? "" : decode(rest)
        let cut = rest.count
        ids.removeLast(cut)
        ids.append(endToken)
        return TokenizedText(ids: ids, cut: cut, cutText: cutText)
    }

    /// Whether a text has no more tokens than a model has positions, as far as that shows without looking at words:
    /// every token has a byte of its own, and cleaning makes nothing longer out of ASCII but HTML's entities.
    public static func surelyFits(_ text: String, contextLength: Int) -> Bool {
        text.utf8.count + 2 <= contextLength
            && text.utf8.allSatisfy { $0 < 0x80 && $0 != UInt8(ascii: "&") }
    }

    private func append(_ text: String, to ids: inout [Int32]) {
        var text = text
        // A token has about four letters with the space before it.
        ids.reserveCapacity(ids.count + text.utf8.count / 4 + 2)
        var merger = BytePairMerger(vocabulary, waitsForRank: rules != .huggingFace)
        let isPlain = text.withUTF8 { plainText.append($0, &merger, to: &ids) }
        if isPlain { return }
        for part in cleaning.clean(text) {
            switch part {
            case .special(let id): ids.append(id)
            case .text(let scalars):
                var words = WordScanner(scalars, rules, vocabulary.specialTokens)
                while let word = words.next() {
                    switch word {
                    case .special(let id): ids.append(id)
                    case .bytes(let range): merger.append(scalars[range], to: &ids)
                    }
                }
            }
        }
    }
}
