extension Compute {
    /// `inputs.map(transform)` on all threads.
    public func map<Input, Output>(_ inputs: [Input], _ transform: (Input) -> Output) -> [Output] {
        [Output](unsafeUninitializedCapacity: inputs.count) { buffer, count in
            nonisolated(unsafe) let target = buffer
            parallel(inputs.count) { index, _ in
                target.initializeElement(at: index, to: transform(inputs[index]))
            }
            count = inputs.count
        }
    }
}
