internal import CLIPImages
internal import CLIPWeights

extension CLIPModel {
    /// What makes a model useless although its files are whole and all numbers in them finite: a matrix of zeros, or
    /// a tower that gives no vector. None for a sound model.
    ///
    /// Vectors of numbers that are all zero, biases for example, may be right; a matrix that is has lost its content.
    /// Looks for a first other number in every matrix, then takes a picture and a text through the towers that there
    /// are, for which their weights are packed.
    /// - Returns: sentences for a person.
    @concurrent
    public func faults() async throws(CancellationError) -> [String] {
        let zeros = weights.store.readTensors.filter { $0.tensor.shape.count > 1 && $0.tensor.isZero }
        if !zeros.isEmpty {
            let shown = zeros.prefix(10).map { "\($0.file): '\($0.tensor.name)' is all zeros" }
            let more = zeros.count > 10 ? ["and \(zeros.count - 10) more tensors"] : []
            return shown + more + ["the weights are damaged; fetch or convert them again"]
        }
        var faults: [String] = []
        if configuration.vision != nil, let picture = Self.pattern(preprocessing.size) {
            let rows = try await encode(crops: [picture])
            if !rows.hasDirection(0) { faults.append(Self.noVector("a picture")) }
        }
        if configuration.text != nil {
            let rows = try await encode(texts: ["a photo of a cat"])
            if !rows.hasDirection(0) { faults.append(Self.noVector("a text")) }
        }
        return faults
    }

    /// What is said where a model's vector is zero or no number.
    /// - Parameter input: what it was asked for.
    package static func noVector(_ input: String) -> String {
        "the model gives no vector for \(input): its weights are damaged"
    }

    /// A picture in which all three channels change in both directions.
    private static func pattern(_ side: Int) -> RGBImage? {
        let pixels = (0..<side * side).flatMap { place in
            [place % side * 5, place / side * 3, place * 7].map { UInt8(truncatingIfNeeded: $0) }
        }
        return try? RGBImage(width: side, height: side, rowBytes: side * 3, pixels: pixels)
    }
}

extension WeightTensor {
    /// Whether every element is zero; false for no elements. Reads up to the first that is not.
    fileprivate var isZero: Bool {
        let piece = 1 << 14
        return count > 0
            && stride(from: 0, to: count, by: piece).allSatisfy { start in
                let end = min(start + piece, count)
                return withUnsafeTemporaryAllocation(of: Float.self, capacity: end - start) { floats in
                    copyFloats(start..<end, into: floats)
                    return floats.allSatisfy { $0 == 0 }
                }
            }
    }
}
