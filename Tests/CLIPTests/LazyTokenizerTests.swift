import CLIPText
import Testing

@testable import CLIP

@Suite("A tokenizer that is made when it is asked for")
struct LazyTokenizerTests {
    @Test(
        "is OpenAI's, with the size and the digest that are written down",
        arguments: [Tokenizer.Rules.openCLIP, .openAI, .huggingFace])
    func known(rules: Tokenizer.Rules) {
        let made = LazyTokenizer(openAI: rules)
        let tokenizer = Tokenizer.openAI(rules)
        #expect(made.digest == TokenizerDigest.digest(of: tokenizer))
        #expect(made.value.encode("a photo of a cat") == tokenizer.encode("a photo of a cat"))
        #expect(tokenizer.vocabularySize == ModelFolder.openAIVocabularySize)
        #expect(LazyTokenizer(tokenizer).digest == made.digest)
    }
}
