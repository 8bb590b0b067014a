import CLIPImages
import CLIPTestSupport
import Foundation
import Testing

@Suite("evaluate --corrupt")
struct CorruptionCommandTests {
    /// Two classes of examples.
    private func data(_ command: Command) throws -> String {
        for (label, names) in [("cat", ["cat.jpg"]), ("dress", ["dress.jpg", "t-shirt.jpg"])] {
            for name in names {
                let bytes = try Data(contentsOf: URL(fileURLWithPath: Command.photo(name)))
                try command.add("data/\(label)/\(name)", bytes)
            }
        }
        return "data"
    }

    private func robustness(_ result: Command.Result) throws -> [String: Any] {
        #expect(result.status == 0, "\(result.errors)")
        return try #require(try result.json()["robustness"] as? [String: Any])
    }

    @Test("each corruption and severity has its accuracy; threads and the cache change nothing")
    func measured() throws {
        let command = Command()
        let folder = try data(command)
        let arguments = [
            "evaluate", folder, "--corrupt", "fog,edges,contrast", "--severities", "5,1", "--format", "json",
            "--resamples", "50",
        ]
        let result = try command.run(arguments + ["--threads", "1"])
        let found = try robustness(result)
        #expect(found["n"] as? Int == 3)
        #expect(found["severities"] as? [Int] == [1, 5])
        let rows = try #require(found["corruptions"] as? [[String: Any]])
        #expect(rows.map { $0["name"] as? String } == ["fog", "contrast", "edges"])
        let counts = rows.map { ($0["severities"] as? [Any])?.count }
        #expect(counts == [2, 2, 1])
        #expect((found["groups"] as? [[String: Any]])?.map { $0["name"] as? String } == ["common"])
        let again = try command.run(arguments)
        #expect(again.output == result.output)
        let uncached = try command.run(arguments + ["--no-cache"])
        #expect(uncached.output == result.output)
    }

    @Test("the table has a line for each corruption")
    func table() throws {
        let command = Command()
        let result = try command.run(
            ["evaluate", try data(command), "--corrupt", "noise", "--severities", "3", "--resamples", "20"])
        #expect(result.status == 0, "\(result.errors)")
        for name in ["gaussian_noise", "shot_noise", "impulse_noise", "mean of noise"] {
            #expect(result.output.contains("\n" + name))
        }
        #expect(result.output.contains("top-1 on the same 3 pictures when they go bad"))
    }

    @Test("a sheet shows every corruption of the first picture")
    func preview() throws {
        let command = Command()
        let sheet = "\(command.folder.path)/sheet.png"
        let result = try command.run([
            "evaluate", try data(command), "--corrupt", "shape,fog", "--severities", "1,5",
            "--corrupt-preview", sheet,
        ])
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.output == "1  fog\n2  edges\n3  greyscale\n4  rotation\n")
        let image = try RGBImage(path: sheet)
        #expect(image.width > 3 * 64 && image.height * 3 == (image.width - 4) * 4 + 12)
    }

    @Test(
        "wrong names, severities and combinations are told before anything is loaded",
        arguments: [
            (["--corrupt", "mist"], "gaussian_noise"), (["--corrupt", ""], "gaussian_noise"),
            (["--corrupt", "fog", "--severities", "0"], "1, 2, 3, 4 and 5"),
            (["--corrupt", "fog", "--severities", "6"], "1, 2, 3, 4 and 5"),
            (["--corrupt", "fog", "--severities", "strong"], "1, 2, 3, 4 and 5"),
            (["--severities", "1"], "--corrupt"), (["--corrupt-preview", "x.png"], "--corrupt"),
            (["--corrupt", "fog", "--corrupt-preview", "x.jpg"], ".png"),
        ] as [([String], String)])
    func misuse(arguments: [String], expected: String) throws {
        let result = try Command().run(["evaluate", "."] + arguments)
        #expect(result.status == 64)
        #expect(result.errors.contains(expected))
    }
}
