import CLIP
import CLIPData
import CLIPEvaluation
import CLIPNumerics
import CLIPProbes
import CLIPWeights

extension FuzzTarget {
    /// What an evaluation reads beside the data.
    static let evaluation = [classNames, labelFixes, baseline, probe, cacheTable]

    /// Names of classes: lines, lines with keys, JSON. What is accepted names the classes that it has keys for.
    private static let classNames = FuzzTarget(
        "class-names", seeds: ["Tests/Goldens/hostile/class-names"],
        words: ["\u{FEFF}", "\r\n", "\",\"", "|", "{\"cat\": [\"", "\"]}", "n02123045", "_1", "\u{2029}"]
    ) { bytes in
        let scratch = ScratchFile()
        defer { withExtendedLifetime(scratch) {} }
        let path = RawPath(scratch.path)
        guard (try? ReplacedFile.write([bytes], to: path)) != nil else { return false }
        let set: ClassNameSet
        do throws(DatasetError) { set = try ClassNameSet(file: path) } catch {
            precondition(!error.message.isEmpty)
            return false
        }
        precondition(
            !set.entries.isEmpty && set.entries.allSatisfy { !$0.names.isEmpty && !$0.names.contains("") })
        let classes = set.entries.enumerated().map { DatasetClass($1.keys.first ?? "\($0)") }
        do throws(DatasetError) {
            let named = try set.naming(classes)
            precondition(named.map(\.name) == classes.map(\.name))
            let (cleaned, _) = try CleanName.clean(named)
            precondition(cleaned.allSatisfy { !$0.names.contains("") }, "a name was cleaned away")
        } catch {
            precondition(!error.message.isEmpty)
        }
        return true
    }

    /// The table of `--apply-fixes`: no row leads out of the dataset.
    private static let labelFixes = FuzzTarget(
        "label-fixes", seeds: ["Tests/Goldens/hostile/label-fixes"],
        words: ["image,given,fix\n", "train/cat/", "../", "\"", "dog", "keep", "\u{FEFF}", "\r\n"]
    ) { bytes in
        var isRead = false
        for folders in [
            ["cat", "dog"], ["train/cat", "train/dog", "test/cat", "test/dog"], ["cat/cat", "cat/dog"],
        ] {
            do throws(EvaluationError) {
                let fixes = try LabelFixes(table: bytes, name: "input", folders: folders)
                isRead = true
                for move in fixes.moves {
                    precondition(move.from != move.to && ["cat", "dog"].contains(move.fix))
                    for path in [move.from, move.to] {
                        precondition(
                            !path.split(separator: "/", omittingEmptySubsequences: false).contains {
                                ["", ".", ".."].contains($0)
                            })
                    }
                }
                precondition(fixes.undoing(fixes.moves).count == fixes.moves.count + 1)
            } catch {
                precondition(!error.message.isEmpty)
            }
        }
        return isRead
    }

    /// An earlier result: what is accepted has an answer for each picture.
    private static let baseline = FuzzTarget(
        "baseline", seeds: ["Tests/Goldens/hostile/baseline"],
        words: [
            "\"predictions\":{", "\"images\":[", "\"given\":[", "\"predicted\":[",
            "\"classes\":[{\"class\":\"", "\"space\":\"",
            "\"dataset\":\"", "\"task\":", "\"split\":null", "-1", "9223372036854775807", "1e3",
        ]
    ) { bytes in
        do throws(EvaluationError) {
            let answers = try BaselineAnswers(file: bytes, name: "input")
            precondition(
                answers.given.count == answers.ids.count && answers.predicted.count == answers.ids.count)
            return true
        } catch {
            precondition(!error.message.isEmpty)
            return false
        }
    }

    /// A head's file: what is accepted answers.
    private static let probe = FuzzTarget(
        "probe", seeds: ["Tests/Goldens/hostile/probe"],
        words: [
            "\"kind\":\"swift-clip probe 1\"", "\"head\":\"linear\"", "\"head\":\"knn\"",
            "\"head\":\"tip-adapter\"",
            "\"head\":\"mlp\"", "\"features\":\"pixels\"", "\"classes\":\"[\\\"a\\\"]\"",
            "\"number.neighbours\":\"2\"",
            "\"number.classes\":\"", "\"number.alpha\":\"1e6\"", "\"number.beta\":\"",
            "\"number.unit_rows\":\"1\"",
            "\"dtype\":\"F32\",\"shape\":[", "\"data_offsets\":[", "nan", "inf",
        ]
    ) { bytes in
        withExactBytes(bytes) { buffer in
            guard let file = try? SafetensorsFile(bytes: buffer, name: "input") else { return false }
            do throws(ProbeError) {
                let (probe, origin) = try ProbeFile.decode(file)
                let head = probe.head
                precondition(probe.classes.count == head.classes && head.dimension > 0)
                let rows = EmbeddingMatrix(
                    rows: 2, dimension: head.dimension,
                    values: (0..<2 * head.dimension).map { Float($0 % 3) - 1 })
                precondition(head.logits(of: rows, compute: Compute(threads: 1)).count == 2 * head.classes)
                precondition(origin.imageDifference(from: origin) == nil)
                return true
            } catch {
                precondition(!error.message.isEmpty)
                return false
            }
        }
    }

    /// A table of the cache: whatever it holds, only values with their checksum come out.
    private static let cacheTable = FuzzTarget(
        "cache-table", seeds: ["Tests/Goldens/hostile/cache-table"], words: ["SWCLIPT1"]
    ) { bytes in
        let shelf = CacheShelf(category: "fuzz", name: "table", valueSize: 4)
        let folder = ScratchFolder()
        defer { withExtendedLifetime(folder) {} }
        folder.write(bytes, "fuzz/table/a.table")
        guard let reader = DiskCache(folder: folder.path).tables(on: shelf), reader.count > 0 else {
            return false
        }
        let first = CacheTable.headerSize
        let values = first + reader.count * CacheTable.entrySize
        precondition(values + 4 * reader.count == bytes.count, "not as large as its header says")
        for record in 0..<reader.count {
            let start = first + record * CacheTable.entrySize
            guard let key = ContentDigest(bytes: bytes[start..<start + 32]), let value = reader.value(of: key)
            else {
                continue
            }
            precondition(value.count == 4)
        }
        return true
    }
}
