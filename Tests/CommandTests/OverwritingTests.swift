import CLIPTestSupport
import Foundation
import Testing

@Suite("Outputs do not take the place of inputs")
struct OverwritingTests {
    @Test("a picture that has the output's name stays", arguments: ["embed", "preprocess", "doctor"])
    func picture(name: String) throws {
        let command = Command()
        let photo = try Data(contentsOf: URL(fileURLWithPath: Command.photo("cat.jpg")))
        let output = name == "doctor" ? "x.png" : "x.npy"
        try command.add(output, photo)
        let result = try command.run([name, "./\(output)", "-o", output])
        #expect(result.status == 1 && result.errors.contains("give the output another name"))
        #expect(try command.file(output) == photo)
    }

    @Test("a picture of a list or a folder that is the output's file stays as well")
    func listedPicture() throws {
        let command = Command()
        let photo = try Data(contentsOf: URL(fileURLWithPath: Command.photo("cat.jpg")))
        try command.add("x.npy", photo)
        try command.addPictures(1)
        try command.add("list.txt", "pictures/1000.jpg\n./x.npy\n")
        let listed = try command.run([
            "embed", "--paths-from", "list.txt", "-o", "x.npy", "--batch-size", "1",
        ])
        #expect(
            listed.status == 1 && listed.errors.contains("./x.npy is a picture of the list"),
            "\(listed.errors)")
        #expect(try command.file("x.npy") == photo && command.has("x.npy.partial"))
        _ = try command.shell("rm x.npy.partial*; ln x.npy pictures/2000.jpg; rm pictures/1000.jpg")
        let found = try command.run(["embed", "pictures", "-o", "x.npy"])
        #expect(
            found.status == 1 && found.errors.contains("pictures/2000.jpg is a picture"), "\(found.errors)")
        #expect(try command.file("x.npy") == photo && !command.has("x.npy.partial"))
        let log = try command.run(["embed", "pictures", "-o", "y.npy", "--failed", "pictures/2000.jpg"])
        #expect(log.status == 64 && log.errors.contains("a picture would be replaced"))
        #expect(try command.file("x.npy") == photo)
    }

    @Test("failures do not go into the output's files", arguments: ["x.npy", "x.jsonl", "x.npy.partial"])
    func failures(name: String) throws {
        let result = try Command().run(["embed", Command.photo("cat.jpg"), "-o", "x.npy", "--failed", name])
        #expect(result.status == 64 && result.errors.contains("give it another name"))
    }

    @Test("lines that no run has written stay; those of an earlier run are replaced")
    func foreignLines() throws {
        let command = Command()
        let theirs = Data("{\"caption\": \"a cat\"}\n".utf8)
        try command.add("x.jsonl", theirs)
        let arguments = ["embed", Command.photo("cat.jpg"), "-o", "x.npy"]
        let refused = try command.run(arguments)
        #expect(refused.status == 1 && refused.errors.contains("x.jsonl is there and holds something else"))
        #expect(try command.file("x.jsonl") == theirs && !command.has("x.npy"))
        // What cannot be looked into may be anything.
        _ = try command.shell("rm x.jsonl; mkfifo x.jsonl")
        #expect(try command.run(arguments).errors.contains("x.jsonl is there and holds something else"))
        _ = try command.shell("rm x.jsonl")
        #expect(try command.run(arguments).status == 0)
        #expect(try command.run(arguments).status == 0)
    }
}
