import CLIP
import CLIPEvaluation
import CLIPWeights

/// Reads the answers of an earlier result.
enum BaselineFile {
    /// - Throws: `FileError`, or `EvaluationError` that says what the file lacks.
    static func read(_ path: RawPath) throws -> BaselineAnswers {
        let bytes = try WholeFile.read(path)
        let parsed = bytes.withUnsafeBytes { bytes in
            Result { () throws(JSONError) in try JSONValue(bytes) }
        }
        let document: JSONValue
        switch parsed {
        case .success(let value): document = value
        case .failure(let error):
            throw EvaluationError("\(path.text) is no JSON: \(error.reason), at byte \(error.offset)")
        }
        guard case .string(let dataset)? = document["dataset"], case .string(let model)? = document["model"],
            document["task"] != nil
        else {
            throw EvaluationError("\(path.text) is no result of evaluate: give a file that --output wrote")
        }
        guard let predictions = document["predictions"], let ids = strings(predictions["images"]),
            let given = integers(predictions["given"]), let predicted = integers(predictions["predicted"]),
            case .array(let rows)? = document["classes"], case .string(let space)? = document["space"]
        else {
            throw EvaluationError(
                "\(path.text) has no predictions: only results of zero-shot classification that --output wrote "
                    + "can be compared with")
        }
        let names = rows.compactMap { string($0["class"]) }
        guard ids.count == given.count, ids.count == predicted.count,
            (given + predicted).allSatisfy({ names.indices.contains($0) })
        else { throw EvaluationError("\(path.text) is damaged: its lists do not fit together") }
        return BaselineAnswers(
            dataset: dataset, split: string(document["split"]), model: model, space: space, ids: ids,
            given: given.map { names[$0] }, predicted: predicted.map { names[$0] })
    }

    private static func string(_ value: JSONValue?) -> String? {
        if case .string(let text)? = value { text } else { nil }
    }

    private static func strings(_ value: JSONValue?) -> [String]? {
        guard case .array(let elements)? = value else { return nil }
        let texts = elements.compactMap { string($0) }
        return texts.count == elements.count ? texts : nil
    }

    private static func integers(_ value: JSONValue?) -> [Int]? {
        guard case .array(let elements)? = value else { return nil }
        let numbers = elements.compactMap { element -> Int? in
            if case .number(let digits) = element { Int(digits) } else { nil }
        }
        return numbers.count == elements.count ? numbers : nil
    }
}
