import Testing

@testable import CLIPCorruptions

@Suite("Choosing corruptions and severities")
struct SelectionTests {
    @Test("names, groups and all, in the usual order, each once")
    func names() throws {
        #expect(try Corruption.selection("all") == Corruption.allCases)
        #expect(try Corruption.selection("common").count == 15)
        #expect(try Corruption.selection("shape") == [.edges, .greyscale, .rotation])
        #expect(try Corruption.selection("fog, gaussian-noise,fog") == [.gaussianNoise, .fog])
        #expect(try Corruption.selection("Noise") == [.gaussianNoise, .shotNoise, .impulseNoise])
        #expect(try Corruption.selection("blur,jpeg_compression").last == .jpegCompression)
    }

    @Test(
        "an unknown name is an error that lists those there are",
        arguments: ["mist", "", "fog,", "fog,,snow"])
    func unknown(_ list: String) {
        let error = #expect(throws: CorruptionError.self) { try Corruption.selection(list) }
        for corruption in Corruption.allCases {
            #expect(error?.message.contains(corruption.rawValue) == true)
        }
    }

    @Test("severities are numbers from 1 to 5")
    func severities() throws {
        #expect(try Severity.selection("5, 1,3,1").map(\.level) == [1, 3, 5])
        for list in ["0", "6", "-1", "two", "", "1,,2", "1.5"] {
            let error = #expect(throws: CorruptionError.self) { try Severity.selection(list) }
            #expect(error?.message.contains("1, 2, 3, 4 and 5") == true)
        }
    }

    @Test("what has one strength is made once")
    func distinct() {
        #expect(Corruption.edges.distinct(Severity.allCases).count == 1)
        #expect(Corruption.rotation.distinct(Severity.allCases).count == 5)
    }
}
