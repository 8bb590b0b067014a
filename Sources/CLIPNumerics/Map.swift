extension Compute {
    /// `inputs.map(transform)` on all threads.
    public func map<Input, Output>(_ inputs: [Input], _ transform: (Input) -> Output) -> [Output] {
        // With no capacity the initialiser would write its count into the empty array that all threads share.
        guard !inputs.isEmpty else { return [] }
        return [Output](unsafeUninitializedCapacity: inputs.count) { buffer, count in
            nonisolated(unsafe) let target = buffer
            parallel(inputs.count) { index, _ in
                target.initializeElement(at: index, to: transform(inputs[index]))
            }
            count = inputs.count
        }
    }
}
