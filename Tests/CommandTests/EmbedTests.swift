import CLIPTestSupport
import CLIPWeights
import Foundation
import Testing

@Suite("embed")
struct EmbedTests {
    /// A NumPy file, taken apart by the format's own description.
    struct Matrix {
        let header: String
        let data: Data

        init(_ bytes: Data) throws {
            #expect(bytes.prefix(8) == Data([0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, 1, 0]))
            let length = Int(bytes[8]) | Int(bytes[9]) << 8
            #expect((10 + length) % 64 == 0)
            header = String(decoding: bytes[10..<10 + length], as: UTF8.self)
            data = bytes.dropFirst(10 + length)
        }

        var floats: [Float] { Array(data).withUnsafeBytes { Array($0.bindMemory(to: Float.self)) } }
        var halves: [Float] {
            Array(data).withUnsafeBytes { $0.bindMemory(to: Float16.self).map(Float.init) }
        }
    }

    @Test("unit rows in listing order, each with its path and the file's digest")
    func pictures() throws {
        let command = Command()
        try command.addPictures(5)
        let result = try command.run(["embed", "pictures", "-o", "x.npy", "--batch-size", "2"])
        #expect(result.status == 0 && result.output.isEmpty)
        #expect(result.notes == Command.preamble + ["5 unit vectors of 256 f32 in x.npy"])
        let matrix = try Matrix(try command.file("x.npy"))
        #expect(matrix.header.hasPrefix("{'descr': '<f4', 'fortran_order': False, 'shape': (5, 256), }"))
        let values = matrix.floats
        #expect(values.count == 5 * 256)
        for row in 0..<5 {
            let length = values[row * 256..<(row + 1) * 256].reduce(0) { $0 + $1 * $1 }.squareRoot()
            #expect(abs(length - 1) < 1e-5)
        }
        // The same picture under another name has the same vector, to the bit.
        #expect(values[..<256] == values[768..<1024])
        let lines = try command.lines("x.jsonl")
        #expect(lines[0]["dimension"] as? Int == 256 && lines[0]["normalised"] as? Bool == true)
        #expect(lines.dropFirst().map { $0["row"] as? Int } == [0, 1, 2, 3, 4])
        #expect(
            lines.dropFirst().map { $0["image"] as? String } == (1000..<1005).map { "pictures/\($0).jpg" })
        let digests = lines.dropFirst().map { $0["sha256"] as? String }
        #expect(digests[0] == digests[3] && digests[0] != digests[1])
        #expect(!command.has("x.npy.partial") && !command.has("x.npy.partial.jsonl"))
    }

    @Test("raw rows are the unit rows times a length; f16 are the f32 rounded")
    func forms() throws {
        let command = Command()
        try command.addPictures(2)
        try command.run(["embed", "pictures", "-o", "unit.npy"])
        try command.run(["embed", "pictures", "-o", "raw.npy", "--raw"])
        try command.run(["embed", "pictures", "-o", "half.npy", "--dtype", "f16"])
        let unit = try Matrix(try command.file("unit.npy")).floats
        let raw = try Matrix(try command.file("raw.npy")).floats
        let length = raw.prefix(256).reduce(0) { $0 + $1 * $1 }.squareRoot()
        #expect(abs(length - 1) > 0.01)
        for index in 0..<256 { #expect(abs(raw[index] / length - unit[index]) < 1e-5) }
        let half = try Matrix(try command.file("half.npy"))
        #expect(half.header.hasPrefix("{'descr': '<f2'"))
        #expect(half.halves == unit.map { Float(Float16($0)) })
    }

    @Test("one safetensors file has the rows, the names as bytes and the digests")
    func safetensors() throws {
        let command = Command()
        try command.addPictures(4)
        try command.add("pictures/zz.jpg", "broken")
        try command.run(["embed", "pictures", "-o", "x.npy"])
        #expect(try command.run(["embed", "pictures", "-o", "x.safetensors"]).status == 3)
        let file = try SafetensorsFile(path: command.folder.path + "/x.safetensors")
        let rows = try #require(file["embeddings"])
        #expect(rows.shape == [4, 256])
        #expect(try rows.floats() == Matrix(command.file("x.npy")).floats)
        let offsets = try #require(file["path_offsets"]).integers()
        let letters = try #require(file["paths"]).integers().map { UInt8($0) }
        let names = zip(offsets, offsets.dropFirst()).map {
            String(decoding: letters[$0..<$1], as: UTF8.self)
        }
        #expect(names == (1000..<1004).map { "pictures/\($0).jpg" })
        let digests = try #require(file["sha256"]).integers()
        let expected = try command.lines("x.jsonl").dropFirst().compactMap { $0["sha256"] as? String }
            .joined()
        #expect(digests.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() == expected)
        #expect(file.metadata["model"] == "pocket" && file.metadata["normalised"] == "true")
        #expect(!command.has("x.safetensors.partial") && !command.has("x.safetensors.partial.jsonl"))
    }

    @Test("texts, from arguments and from a file, blank lines being texts too")
    func texts() throws {
        let command = Command()
        try command.add("texts", "a cat\n\na \"hat\"\n")
        try command.run(["embed", "--texts-file", "texts", "-o", "file.npy"])
        try command.run(["embed", "-o", "arguments.npy", "--text", "a cat", "", "a \"hat\""])
        #expect(try command.file("file.npy") == command.file("arguments.npy"))
        #expect(
            try command.lines("file.jsonl").dropFirst().map { $0["text"] as? String } == [
                "a cat", "", "a \"hat\"",
            ])
        #expect(try command.lines("file.jsonl")[0]["kind"] as? String == "text")
    }

    @Test("long texts are cut with a note, or refused")
    func longTexts() throws {
        let command = Command()
        let long = Array(repeating: "dog", count: 40).joined(separator: " ")
        let cut = try command.run(["embed", "--text", "short", long, "-o", "x.npy"])
        #expect(cut.status == 0)
        #expect(
            cut.notes.contains {
                $0.hasPrefix("1 text is longer than the model's 32 tokens and cut: \"dog dog")
            })
        let refused = try command.run(["embed", "--text", "short", long, "-o", "y.npy", "--on-long", "error"])
        #expect(refused.status == 1 && !command.has("y.npy"))
        #expect(refused.errors.contains("by 10 tokens; shorten it"))
    }

    @Test("shards together are the whole listing")
    func shards() throws {
        let command = Command()
        try command.addPictures(7)
        try command.run(["embed", "pictures", "-o", "all.npy"])
        var rows: [Int: ArraySlice<Float>] = [:]
        for shard in 1...3 {
            try command.run(["embed", "pictures", "-o", "\(shard).npy", "--shard", "\(shard)/3"])
            let values = try Matrix(try command.file("\(shard).npy")).floats
            for line in try command.lines("\(shard).jsonl").dropFirst() {
                let row = try #require(line["row"] as? Int)
                rows[try #require(line["index"] as? Int)] = values[row * 256..<(row + 1) * 256]
            }
        }
        let all = try Matrix(try command.file("all.npy")).floats
        #expect(rows.keys.sorted() == Array(0..<7))
        #expect((0..<7).flatMap { rows[$0] ?? [] } == all)
    }

    @Test(
        "a shard of a small folder that has nothing is an empty file", arguments: ["x.npy", "x.safetensors"])
    func emptyShard(output: String) throws {
        let command = Command()
        try command.addPictures(2)
        let embed = ["embed", "pictures", "-o", output, "--shard", "9/10"]
        #expect(try command.run(embed).status == 0)
        #expect(command.has(output) && !command.has("\(output).partial"))
        #expect(try command.run(embed + ["--resume"]).status == 0)
    }

    @Test("a folder of the output's name is noticed, and nothing is said of a file that is not written")
    func noFile() throws {
        let command = Command()
        try command.addPictures(1)
        _ = try command.shell("mkdir d.npy empty")
        let folder = try command.run(["embed", "pictures", "-o", "d.npy"])
        #expect(folder.status == 1 && folder.errors.contains("cannot write d.npy: it is a folder"))
        let empty = try command.run(["embed", "empty", "-o", "e.npy"])
        #expect(empty.status == 1 && !empty.errors.contains("0 unit vectors") && !command.has("e.npy"))
        let nowhere = try command.run(["embed", "pictures", "-o", "none/e.npy"])
        #expect(nowhere.errors.contains("cannot write none/e.npy: No such file"))
    }

    @Test("--fail-fast keeps the rows before the failure")
    func failFast() throws {
        let command = Command()
        try command.addPictures(3)
        try command.add("pictures/1001a.jpg", "broken")
        #expect(try command.run(["embed", "pictures", "-o", "x.npy", "--fail-fast"]).status == 1)
        #expect(try command.lines("x.npy.partial.jsonl").count == 3)
    }
}
