import CLIPTestSupport
import CLIPWeights
import Foundation
import Testing

@Suite("probe: what cannot be done")
struct ProbeRefusalTests {
    private let command = Command()
    private let photos = ["cat", "hat", "dress", "jeans"]

    /// Class folders in which each class has so many pictures of its own, which differ in bytes alone.
    private func folders(_ counts: [String: Int], below part: String = "") throws {
        for (label, count) in counts {
            let photo = photos.contains(label) ? label : photos[0]
            let data = try Data(contentsOf: URL(fileURLWithPath: Command.photo("\(photo).jpg")))
            for copy in 0..<count {
                try command.add("data/\(part)\(label)/\(copy).jpg", data + Data("\(part)\(copy)".utf8))
            }
        }
    }

    @Test("one class only")
    func oneClass() throws {
        try folders(["cat": 6])
        let result = try command.run(["probe", "data"])
        #expect(result.status == 1 && result.output.isEmpty)
        #expect(result.errors.contains("data has one class only, cat: every answer would be right."))
    }

    @Test("more examples than a class has, with the class and its number")
    func tooManyShots() throws {
        try folders(["cat": 10, "hat": 20])
        let result = try command.run(["probe", "data", "--heads", "logistic", "--shots", "7", "-q"])
        #expect(result.status == 1 && result.output.isEmpty)
        #expect(
            result.errors.contains(
                "7 examples of each class: \"cat\" has 6 to learn from. Give --shots up to that, or leave the class out"
            ), "\(result.errors)")
        // Left out, there are as many as the smallest class allows.
        let fitting = try command.run(["probe", "data", "--heads", "logistic", "--seeds", "1"])
        #expect(fitting.status == 0)
        #expect(
            fitting.errors.contains(
                "8 and more examples of each class are left out: the smallest class has 6 to learn from"))
    }

    @Test("a label in one part only is named")
    func oneSplitOnly() throws {
        try folders(["cat": 3, "hat": 3, "jeans": 3], below: "train/")
        try folders(["cat": 2, "hat": 2, "dress": 2], below: "test/")
        let result = try command.run([
            "probe", "data", "--heads", "logistic", "--shots", "1", "--format", "json",
        ])
        #expect(result.status == 0, "\(result.errors)")
        let notes = try #require(try result.json()["notes"] as? [String])
        for note in [
            "the class \"dress\" has examples to judge by and none to learn from: a head never answers so",
            "the class \"jeans\" has examples to learn from and none to judge by",
        ] {
            #expect(result.notes.contains(note) && notes.contains(note), "\(result.errors)")
        }
    }

    @Test("rows without a label are left out and counted")
    func unlabelled() throws {
        try folders(["cat": 5, "hat": 5])
        let rows = ["cat", "hat"].flatMap { label in
            (0..<5).map { "data/\(label)/\($0).jpg,\(label == "hat" && $0 > 2 ? "" : label)" }
        }
        try command.add("list.csv", "path,label\n" + rows.joined(separator: "\n") + "\n")
        let result = try command.run([
            "probe", "list.csv", "--heads", "nearest-mean", "--shots", "all", "--format", "json",
        ])
        let notes = try #require(try result.json()["notes"] as? [String], "\(result.errors)")
        #expect(notes.contains("2 pictures without a label left out"))
        #expect(result.notes.contains("2 pictures without a label left out"))
    }

    @Test("nothing to learn from, no labels, several labels")
    func unsuitable() throws {
        try folders(["cat": 2, "hat": 2])
        try command.add("captions.csv", "path,caption\ndata/cat/0.jpg,a cat\ndata/hat/0.jpg,a hat\n")
        try command.add("several.csv", "path,labels\ndata/cat/0.jpg,cat|animal\ndata/hat/0.jpg,hat\n")
        try FileManager.default.createDirectory(
            atPath: command.folder.path + "/empty", withIntermediateDirectories: true)
        for (arguments, reason) in [
            (["captions.csv"], "captions has no labels: heads learn from labelled pictures"),
            (["several.csv", "--labels-col", "labels"], "several has several labels per picture"),
            (["empty"], "empty"), (["data", "--template", "a photo"], "{}"),
        ] {
            let result = try command.run(["probe"] + arguments)
            #expect(result.status != 0 && result.output.isEmpty, "\(arguments)")
            #expect(result.errors.contains(reason), "\(arguments): \(result.errors)")
        }
    }

    @Test("features that are no numbers: the reason, and no head")
    func notFinite() throws {
        let model = command.folder.path + "/broken"
        try FileManager.default.copyItem(atPath: Golden.folder + "/networks/hf-vision", toPath: model)
        let file = try SafetensorsFile(path: model + "/model.safetensors")
        let tensors = try file.tensorNames.map { name in
            let tensor = try #require(file[name])
            // Finite itself, so that loading lets it pass.
            let factor: Float = name == "visual_projection.weight" ? 3e38 : 1
            return Safetensors.Tensor(
                name, shape: tensor.shape, tensor.floats().map { min(max($0 * factor, -3e38), 3e38) })
        }
        try Safetensors.write(tensors, metadata: file.metadata, to: model + "/model.safetensors")
        try folders(["cat": 5, "hat": 5])
        let result = try command.run([
            "probe", "data", "--model", model, "--heads", "logistic", "--save", "h.safetensors",
        ])
        #expect(result.status == 1 && result.output.isEmpty && !command.has("h.safetensors"))
        #expect(
            result.errors.contains(
                "none of the 10 pictures of data can be read; the first, cat/0.jpg: the model gives no vector for it: its "
                    + "weights are damaged"), "\(result.errors)")
    }

    @Test("a head of another space is refused with status 4 and the models' names")
    func otherSpace() throws {
        let model = command.folder.path + "/other"
        try FileManager.default.copyItem(atPath: Repository.bundledModel, toPath: model)
        let path = model + "/open_clip_config.json"
        try String(contentsOfFile: path, encoding: .utf8).replacingOccurrences(of: "0.48145466", with: "0.5")
            .write(toFile: path, atomically: true, encoding: .utf8)
        try folders(["cat": 5, "hat": 5])
        let made = try command.run([
            "probe", "data", "--model", model, "--heads", "nearest-mean", "--shots", "all", "--save",
            "h.safetensors", "-q",
        ])
        #expect(made.status == 0, "\(made.errors)")
        for arguments in [["classify", "data/cat/0.jpg"], ["evaluate", "data"]] {
            let result = try command.run(arguments + ["--probe", "h.safetensors"])
            #expect(result.status == 4 && result.output.isEmpty, "\(arguments)")
            #expect(
                result.errors.contains("h.safetensors is of another space: it was made with the model other"),
                "\(result.errors)")
        }
    }

    @Test("a head of other classes than the data, and what is no head")
    func otherClasses() throws {
        try folders(["cat": 5, "hat": 5])
        let made = try command.run([
            "probe", "data", "--heads", "nearest-mean", "--shots", "all", "--save", "h.safetensors", "-q",
        ])
        #expect(made.status == 0, "\(made.errors)")
        let other = try command.run(["evaluate", clothes, "--probe", "h.safetensors"])
        #expect(other.status == 1 && other.errors.contains("the head has no class"), "\(other.errors)")
        try command.run(["classify", "--labels", "a,b", "--save-classifier", "c.safetensors"])
        let none = try command.run(["classify", "data", "--probe", "c.safetensors"])
        #expect(none.status == 1)
        #expect(
            none.errors.contains(
                "c.safetensors cannot be used: it is no probe; \"swift-clip probe --save\" writes one"))
    }

    @Test(
        "options that do not go together",
        arguments: [
            (["--save", "h.safetensors"], "--save keeps one head"),
            (["--save", "h.npy", "--heads", "knn"], "must end in .safetensors"),
            (["--label-quality", "l.txt"], "must end in .csv"), (["--seeds", "0"], "from 1 to 1000"),
            (["--shots", "0"], "--shots"), (["--heads", "forest"], "forest"),
            (["--heads", "tip-adapter", "--features", "pixels"], "starts from the classes' words"),
            (["--features", "pre-projection"], "its pooling ends in its projection"),
        ])
    func usage(arguments: [String], reason: String) throws {
        try folders(["cat": 2, "hat": 2])
        let result = try command.run(["probe", "data"] + arguments)
        #expect(result.status == 64 && result.output.isEmpty, "\(result.status)")
        #expect(result.errors.contains(reason), "\(result.errors)")
    }
}
