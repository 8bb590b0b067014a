import CLIPTestSupport
import Foundation
import Testing

@Suite("similarity, tokenize, preprocess, models and cache")
struct ToolTests {
    @Test("a picture is nearest to its own text; logits are the scaled cosines")
    func similarity() throws {
        let result = try Command().run(
            ["similarity", Command.photo("cat.jpg"), Command.photo("hat.jpg"), "--format", "json"]
                + ["--text", "a cat", "a hat", "a rocket"])
        let document = try result.json()
        #expect(document["texts"] as? [String] == ["a cat", "a hat", "a rocket"])
        let cosines = try #require(document["cosines"] as? [[Double]])
        let logits = try #require(document["logits_per_image"] as? [[Double]])
        let probabilities = try #require(document["probabilities"] as? [[Double]])
        #expect(cosines.count == 2 && cosines.allSatisfy { $0.count == 3 })
        #expect(probabilities[0][0] > 0.5 && probabilities[1][1] > 0.5)
        for row in 0..<2 {
            #expect(abs(probabilities[row].reduce(0, +) - 1) < 1e-5)
            for column in 0..<3 {
                #expect(abs(logits[row][column] / cosines[row][column] - 25.440_138) < 1e-3)
            }
        }
    }

    @Test("a picture with itself has the cosine 1; pictures have no logits")
    func samePicture() throws {
        let photo = Command.photo("cat.jpg")
        let table = try Command().run(["similarity", photo, "--image", photo, "-q"])
        #expect(table.output.split(separator: "\n").last?.hasSuffix("   1.000") == true)
        let document = try Command().run(["similarity", photo, "--image", photo, "--format", "json"]).json()
        #expect(document["logits_per_image"] is NSNull && document["probabilities"] is NSNull)
    }

    @Test("one text has no probability, and that is said")
    func oneText() throws {
        let result = try Command().run([
            "similarity", Command.photo("cat.jpg"), "--text", "a cat", "--format", "json",
        ])
        #expect(result.notes.contains { $0.hasPrefix("one text alone has no probability") })
        #expect(try result.json()["probabilities"] is NSNull)
    }

    @Test("ids and tokens as JSON, with the special tokens and without padding")
    func tokenize() throws {
        let command = Command()
        let long = Array(repeating: "dog", count: 40).joined(separator: " ")
        try command.add("texts", "a photo of a cat\n\(long)\n")
        let result = try command.run(["tokenize", "--file", "texts", "--format", "json"])
        let results = try #require(try result.json()["results"] as? [[String: Any]])
        let ids = try #require(results[0]["ids"] as? [Int])
        #expect(ids.first == 8191 && ids.last == 8192 && ids.count == 7)
        #expect(
            results[0]["tokens"] as? [String] == [
                "<|startoftext|>", "a</w>", "photo</w>", "of</w>", "a</w>", "cat</w>", "<|endoftext|>",
            ])
        #expect(results[0]["truncated"] as? Bool == false && results[0]["cut"] as? Int == 0)
        #expect(results[1]["truncated"] as? Bool == true && results[1]["cut"] as? Int == 10)
        #expect((results[1]["ids"] as? [Int])?.count == 32 && (results[1]["ids"] as? [Int])?.last == 8192)
    }

    @Test("--rules takes another's rules, and the document says whose")
    func tokenizeByRules() throws {
        for (arguments, rules, isToken) in [
            ([], "open_clip", false), (["--rules", "openai"], "openai", true),
            (["--rules", "hf"], "hf", true), (["--rules", "open_clip"], "open_clip", false),
        ] {
            let result = try Command().run(
                ["tokenize", "<|endoftext|>", "--format", "json"] + arguments)
            let document = try result.json()
            #expect(document["rules"] as? String == rules)
            let results = try #require(document["results"] as? [[String: Any]])
            #expect((results[0]["ids"] as? [Int] == [8191, 8192, 8192]) == isToken)
        }
        #expect(try Command().run(["tokenize", "a", "--rules", "bert"]).status == 64)
    }

    @Test("texts that are cut are counted once, with the first of them and what it loses")
    func cutTexts() throws {
        let long = (1...60).map { "w\($0)" }.joined(separator: " ")
        let result = try Command().run(["tokenize", "short", long, long])
        let notes = result.notes.filter { $0.contains("longer than the model's") }
        #expect(notes.count == 1)
        #expect(notes[0].hasPrefix("2 texts are longer than the model's 32 tokens and cut: \"w1 w2"))
        #expect(notes[0].contains("; not read: \""))
        #expect(try Command().run(["tokenize", long, "-q"]).errors.isEmpty)
        let refused = try Command().run(["tokenize", "short", long, "--on-long", "error"])
        #expect(refused.status == 1 && refused.output.isEmpty)
    }

    @Test("texts mostly in other letters than Latin ones are counted once, but not with --quiet")
    func foreignScripts() throws {
        let texts = ["a cat", "кот на стуле", "猫 cat", "猫が好き", "1234 !?", "été", "Ω mega"]
        let result = try Command().run(["tokenize"] + texts)
        let notes = result.notes.filter { $0.contains("Latin letters") }
        #expect(notes.count == 1)
        #expect(notes[0].hasPrefix("2 texts are mostly not in Latin letters: \"кот на стуле\", …"))
        #expect(try Command().run(["tokenize", "-q"] + texts).errors.isEmpty)
        let classify = try Command().run(["classify", Command.photo("cat.jpg"), "--labels", "кот,dog"])
        #expect(classify.notes.contains { $0.hasPrefix("1 text is mostly not in Latin letters: \"кот\";") })
    }

    @Test("the table shows each token over its id")
    func tokenTable() throws {
        let result = try Command().run(["tokenize", "a cat"])
        #expect(
            result.output == """
                a cat  (4 of 32 tokens)
                  <|startoftext|> a</w> cat</w> <|endoftext|>
                  8191            320   2368    8192

                """)
    }

    @Test("the tensor of a picture has the shape [3, H, W] and is the normalised crop")
    func preprocess() throws {
        let command = Command()
        // One grey pixel: every value of a channel is (128 / 255 - mean) / deviation.
        try command.add("grey.png", grey(128))
        #expect(try command.run(["preprocess", "grey.png", "-o", "x.npy"]).status == 0)
        let matrix = try EmbedTests.Matrix(try command.file("x.npy"))
        #expect(matrix.header.hasPrefix("{'descr': '<f4', 'fortran_order': False, 'shape': (3, 64, 64), }"))
        let values = matrix.floats
        let (means, deviations): ([Float], [Float]) = (
            [0.48145466, 0.4578275, 0.40821073], [0.26862954, 0.26130258, 0.27577711]
        )
        for channel in 0..<3 {
            let expected = (Float(128) / 255 - means[channel]) / deviations[channel]
            #expect(values[channel * 4096..<(channel + 1) * 4096].allSatisfy { abs($0 - expected) < 1e-6 })
        }
        #expect(try command.run(["preprocess", "none.png", "-o", "y.npy"]).status == 1)
        #expect(!command.has("y.npy"))
    }

    /// A PNG of one grey pixel: signature, header, one stored deflate block, end.
    private func grey(_ value: UInt8) -> Data {
        func chunk(_ type: String, _ content: [UInt8]) -> [UInt8] {
            let body = Array(type.utf8) + content
            return bigEndian(UInt32(content.count)) + body + bigEndian(crc(body))
        }
        let raw: [UInt8] = [0, value]
        let adler = (UInt32(2 + Int(value)) << 16) | UInt32(1 + Int(value))
        let deflated: [UInt8] = [0x78, 0x01, 1, 2, 0, 0xFD, 0xFF] + raw + bigEndian(adler)
        return Data(
            [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
                + chunk("IHDR", bigEndian(1) + bigEndian(1) + [8, 0, 0, 0, 0]) + chunk("IDAT", deflated)
                + chunk("IEND", []))
    }

    private func bigEndian(_ value: UInt32) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
    }

    private func crc(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(UInt32.max) { crc, byte in
            (0..<8).reduce(crc ^ UInt32(byte)) { crc, _ in crc & 1 == 1 ? (crc >> 1) ^ 0xEDB8_8320 : crc >> 1
            }
        }
    }

    @Test("models are listed and described")
    func models() throws {
        let command = Command()
        let list = try command.run(["models", "list", "--format", "json"]).json()
        let models = try #require(list["models"] as? [[String: Any]])
        #expect(models.map { $0["name"] as? String } == ["pocket"])
        let info = try command.run(["models", "info", Repository.bundledModel, "--format", "json"]).json()
        #expect(info["name"] as? String == "Model" && info["input"] as? Int == 64)
        #expect(info["parameters"] as? Int == models[0]["parameters"] as? Int)
        let bundled = try command.run(["models", "info", "--format", "json"]).json()
        #expect(info["space"] as? String == bundled["space"] as? String)
        let table = try command.run(["models", "info"]).output.split(separator: "\n").map {
            $0.split(separator: " ").joined(separator: " ")
        }
        #expect(table.contains("embedding 256") && table.contains("vision ResNet, width 32, layers 2-2-3-2"))
    }

    @Test("text embeddings are cached, shown, used and cleared")
    func cache() throws {
        let command = Command()
        let classify = [
            "classify", Command.photo("cat.jpg"), "--labels", "cat,dog", "--format", "json", "-q",
        ]
        let first = try command.run(classify).output
        let info = try command.run(["cache", "info", "--format", "json"]).json()
        let contents = try #require(info["contents"] as? [[String: Any]])
        #expect(
            contents.contains {
                $0["category"] as? String == "text-embeddings" && ($0["bytes"] as? Int ?? 0) > 2048
            })
        #expect(try command.run(classify).output == first)
        #expect(try command.run(["cache", "clear"]).notes[0].hasPrefix("removed "))
        #expect(
            (try command.run(["cache", "info", "--format", "json"]).json()["contents"] as? [Any])?.isEmpty
                == true)
        try command.run(classify + ["--no-cache"])
        #expect(
            (try command.run(["cache", "info", "--format", "json"]).json()["contents"] as? [Any])?.isEmpty
                == true)
    }
}
