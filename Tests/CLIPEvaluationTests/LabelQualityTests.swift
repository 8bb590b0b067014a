import CLIP
import CLIPTestSupport
import Testing

@testable import CLIPEvaluation

@Suite("Label quality")
struct LabelQualityTests {
    @Test("thresholds, joint and doubtful labels are those of confident learning")
    func issues() throws {
        let golden = try EvaluationGolden()
        let result = golden.result()
        let quality = LabelQuality(
            golden.images, by: golden.classifier, given: golden.given, predictions: result.predictions)
        let thresholds = quality.thresholds.map { $0 ?? -1 }
        #expect(distance(thresholds, try golden.doubles("thresholds")) <= 2e-6)
        #expect(quality.confidentJoint == (try golden.file.integers("joint")))
        #expect(quality.issues.map(\.picture) == (try golden.file.integers("issue_row")))
        #expect(quality.issues.map(\.suggested) == (try golden.file.integers("issue_suggested")))
        #expect(
            distance(quality.issues.map { Double($0.margin) }, try golden.doubles("issue_margin")) <= 4e-6)
        #expect(distance([quality.estimatedIssues], try golden.doubles("estimate")) <= 1e-9)
        #expect(
            quality.issues.allSatisfy { $0.given == golden.given[$0.picture] && $0.given != $0.suggested })
    }

    @Test("a model is weak that answers less than half of what chance gets wrong")
    func agreement() throws {
        let golden = try EvaluationGolden()
        let result = golden.result()
        let quality = LabelQuality(
            golden.images, by: golden.classifier, given: golden.given, predictions: result.predictions)
        #expect(quality.agreement.right == result.metric("acc1")?.value)
        let sizes = Dictionary(grouping: golden.given) { $0 }.values.map(\.count)
        #expect(quality.agreement.chance == Double(sizes.max() ?? 0) / Double(golden.given.count))
        #expect(!quality.agreement.isWeak)
        for (right, chance, isWeak) in [
            (0.25, 0.22, true), (0.59, 0.2, true), (0.61, 0.2, false), (0.1, 0.2, true), (1, 1, false),
        ] {
            #expect(LabelAgreement(right: right, chance: chance).isWeak == isWeak, "\(right) of \(chance)")
        }
    }

    @Test("a table says what the doubts in it are worth")
    func agreementOfTables() throws {
        func fixes(_ numbers: String) throws(EvaluationError) -> LabelFixes {
            let table = "image,given,model_right,chance_right,fix\ncat/1.jpg,cat,\(numbers),dog\n"
            return try LabelFixes(table: Array(table.utf8), name: "f.csv", folders: classes)
        }
        #expect(try fixes("0.25,0.2").agreement == LabelAgreement(right: 0.25, chance: 0.2))
        #expect(try self.fixes("cat/1.jpg,cat,dog,-1,dog\n").agreement == nil)
        for numbers in ["x,0.2", "0.2,nan", "2,0.2", "-1,0", ","] {
            let error = #expect(throws: EvaluationError.self) { try fixes(numbers) }
            #expect(error?.message.contains("f.csv, line 2: model_right and chance_right") == true)
        }
    }

    private let classes = ["cat", "dog", "keep it"]

    private func fixes(_ rows: String, below parts: [String] = [""]) throws(EvaluationError) -> LabelFixes {
        let table = "image,given,suggested,margin,fix\n" + rows
        let folders = parts.flatMap { part in classes.map { part + $0 } }
        return try LabelFixes(table: Array(table.utf8), name: "f.csv", folders: folders)
    }

    @Test("fixes become moves to the class's folder, in the same part and below")
    func moves() throws {
        let plain = try fixes("cat/1.jpg,cat,dog,-1,dog\ncat/2.jpg,cat,dog,-1,\ncat/a/3.jpg,cat,dog,0,keep\n")
        #expect(plain.moves == [.init(from: "cat/1.jpg", to: "dog/1.jpg", given: "cat", fix: "dog")])
        #expect(plain.kept == 2)
        let parted = try fixes("val/cat/x/cat.jpg,cat,dog,-1, keep it \n", below: ["train/", "val/"])
        #expect(parted.moves.map(\.to) == ["val/keep it/x/cat.jpg"])
        #expect(
            parted.undoing(parted.moves) == [
                ["image", "given", "fix"], ["val/keep it/x/cat.jpg", "keep it", "cat"],
            ])
    }

    @Test("only the class folder changes, whatever lies around it or in it")
    func namesakes() throws {
        let around = try fixes("cat/cat/1.jpg,cat,dog,-1,dog\n", below: ["cat/"])
        #expect(around.moves.map(\.to) == ["cat/dog/1.jpg"])
        let within = try fixes("dog/cat/1.jpg,dog,cat,-1,keep it\n")
        #expect(within.moves.map(\.to) == ["keep it/cat/1.jpg"])
        // The picture is in the folder of the dogs, whatever the table says.
        let error = #expect(throws: EvaluationError.self) { try fixes("dog/cat/1.jpg,cat,dog,-1,keep it\n") }
        #expect(error?.message.contains("does not lie in a folder of the class cat") == true)
    }

    @Test(
        "tables that make no sense are errors with their line",
        arguments: [
            ("cat/1.jpg,cat,dog,-1,bird\n", "line 2: there is no class \"bird\""),
            ("cat/1.jpg,cat,dog,-1,dog\ncat/1.jpg,cat,dog,-1,dog\n", "line 3: cat/1.jpg has a second fix"),
            ("../cat/1.jpg,cat,dog,-1,dog\n", "does not lie in a folder of the class cat"),
            ("/cat/1.jpg,cat,dog,-1,dog\n", "does not lie in"),
            ("dog/cat,cat,dog,-1,dog\n", "does not lie in"), ("cat/1.jpg,cat\n", "line 2: it has 2 columns"),
        ])
    func refused(rows: String, message: String) {
        let error = #expect(throws: EvaluationError.self) { try fixes(rows) }
        #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
    }

    @Test("a table without the columns is refused")
    func columns() {
        let error = #expect(throws: EvaluationError.self) {
            try LabelFixes(table: Array("a,b\n1,2\n".utf8), name: "f.csv", folders: classes)
        }
        #expect(error?.message == "f.csv: the columns image, given and fix are needed; it has a, b")
    }

    @Test("a picture never goes over another one")
    func safeMove() throws {
        let files = StripedFiles()
        let path = { RawPath(files.folder.path + "/" + $0) }
        _ = try files.write(1, as: "a.ppm")
        _ = try files.write(2, as: "b.ppm")
        #expect(SafeMove.move(path("a.ppm"), to: path("b.ppm"))?.contains("already") == true)
        #expect(try WholeFile.read(path("b.ppm")) == (try StripedFiles.bytes(2)))
        #expect(SafeMove.move(path("a.ppm"), to: path("new/folder/a.ppm")) == nil)
        #expect(try WholeFile.read(path("new/folder/a.ppm")) == (try StripedFiles.bytes(1)))
        #expect(SafeMove.move(path("a.ppm"), to: path("c.ppm")) != nil)
    }
}
