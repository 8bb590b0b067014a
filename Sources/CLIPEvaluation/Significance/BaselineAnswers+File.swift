internal import CLIPWeights

extension BaselineAnswers {
    /// Reads the answers of a result that `evaluate --output` wrote.
    ///
    /// - Parameter name: what messages call the file.
    /// - Throws: ``EvaluationError`` that says what the file lacks.
    package init(file bytes: [UInt8], name: String) throws(EvaluationError) {
        let parsed = bytes.withUnsafeBytes { bytes in
            Result { () throws(JSONError) in try JSONValue(bytes) }
        }
        let document: JSONValue
        switch parsed {
        case .success(let value): document = value
        case .failure(let error):
            throw EvaluationError("\(name) is no JSON: \(error.reason), at byte \(error.offset)")
        }
        guard case .string(let dataset)? = document["dataset"], case .string(let model)? = document["model"],
            document["task"] != nil
        else {
            throw EvaluationError("\(name) is no result of evaluate: give a file that --output wrote")
        }
        guard let predictions = document["predictions"], let ids = Self.strings(predictions["images"]),
            let given = Self.integers(predictions["given"]),
            let predicted = Self.integers(predictions["predicted"]),
            case .array(let rows)? = document["classes"], case .string(let space)? = document["space"]
        else {
            throw EvaluationError(
                "\(name) has no predictions: only results of zero-shot classification that --output wrote "
                    + "can be compared with")
        }
        let names = rows.compactMap { Self.string($0["class"]) }
        guard ids.count == given.count, ids.count == predicted.count, names.count == rows.count,
            (given + predicted).allSatisfy({ names.indices.contains($0) })
        else { throw EvaluationError("\(name) is damaged: its lists do not fit together") }
        self.init(
            dataset: dataset, split: Self.string(document["split"]), model: model, space: space, ids: ids,
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
