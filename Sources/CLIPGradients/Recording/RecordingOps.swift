package import CLIP
package import CLIPNumerics

/// Runs the networks' words and records how gradients flow back through each: for training.
///
/// Forward it computes what `InferenceOps` computes in float32, bit for bit. What the way back needs is kept until
/// ``backward(from:_:)`` has passed it, everything else goes back to the arena at once; so after a first step no
/// memory is taken from the system. Gradients do not depend on the number of threads. For one thread at a time.
package struct RecordingOps: Ops {
    package typealias Value = Recorded
    package typealias Preparation = RecordingPreparation

    let compute: Compute
    let arena: Arena
    let tape = Tape()
    let memory = ProductMemory()

    /// - Parameters:
    ///   - compute: threads and instruction set, those of the preparation.
    ///   - arena: where values and gradients lie.
    package init(compute: Compute, arena: Arena) {
        self.compute = compute
        self.arena = arena
    }

    /// A value that nothing flows back to.
    package func constant(_ tensor: Tensor) -> Recorded { Recorded(tensor: tensor, slot: nil) }

    /// Goes back from a value to everything that learns, and forgets the way.
    /// - Parameters:
    ///   - value: where the way begins.
    ///   - gradient: of what is to become small with respect to `value`, of its shape.
    package func backward(from value: Recorded, _ gradient: Tensor) {
        precondition(gradient.shape == value.tensor.shape, "\(gradient.shape) for \(value.tensor.shape)")
        value.slot?.add { _ in gradient }
        tape.run()
    }

    /// Forgets what was recorded.
    package func forget() { tape.clear() }

    /// A word's result.
    /// - Parameters:
    ///   - tensor: its numbers.
    ///   - learns: whether something behind it needs gradients; if not, nothing is recorded.
    ///   - back: takes the result's gradient to where it flows. It must not hold `self`, whose tape holds it: a pass that
    ///     nobody goes back through would stay for ever.
    func record(_ tensor: Tensor, if learns: Bool, _ back: @escaping (_ gradient: Tensor) -> Void) -> Recorded
    {
        guard learns else { return Recorded(tensor: tensor, slot: nil) }
        let slot = GradientSlot()
        tape.record { if let gradient = slot.take() { back(gradient) } }
        return Recorded(tensor: tensor, slot: slot)
    }

    package func linear(
        _ x: Recorded, _ weights: RecordedLinear, activation: Activation, residual: Recorded?
    ) -> Recorded {
        let sum = compute.linear(x.tensor, weights.forward, residual: residual?.tensor, on: arena)
        let isPlain = activation == .identity
        // Kept for the way back, as far as that needs them.
        let before = isPlain ? nil : sum
        let input = weights.weight == nil ? nil : x.tensor
        let (source, other) = (x.slot, residual?.slot)
        return record(
            isPlain ? sum : compute.activated(sum, activation, on: arena),
            if: source != nil || other != nil || weights.weight != nil || weights.bias != nil
        ) { [compute, arena, memory] gradient in
            let flow =
                before.map { compute.activationGradient(of: gradient, at: $0, activation, on: arena) }
                ?? gradient
            if let input {
                weights.weight?.add {
                    Self.product(flow, input, weights, also: $0, by: compute, in: memory, on: arena)
                }
            }
            weights.bias?.add { compute.columnSums(flow, also: $0, on: arena) }
            source?.add { compute.linear(flow, weights.backward, residual: $0, on: arena) }
            other?.add { also in also.map { compute.sum(flow, $0, on: arena) } ?? flow }
        }
    }

    // `flowᵀ input`, added to what the parameter alone has.
    private static func product(
        _ flow: Tensor, _ input: Tensor, _ weights: RecordedLinear, also: Tensor?, by compute: Compute,
        in memory: ProductMemory, on arena: Arena
    ) -> Tensor {
        let shape = Shape(batch: 1, tokens: weights.outputs, channels: weights.inputs)
        let target = also ?? Tensor(shape, on: arena) { _ in }
        compute.multiply(
            flow.matrix().transposed, input.matrix(), into: target.target(), adding: also != nil, in: memory)
        return withExtendedLifetime((flow, input)) { target }
    }

    package func layerNorm(_ x: Recorded, _ norm: RecordedNorm) -> Recorded {
        let parameters = norm.parameters
        let (input, source, learns) = (x.tensor, x.slot, norm.gain != nil)
        return record(
            compute.layerNorm(input, parameters, on: arena), if: source != nil || learns
        ) { [compute, arena] gradient in
            var found: Tensor?
            func flow(_ also: Tensor?) -> Tensor {
                let (flow, both) = compute.layerNormGradient(
                    of: gradient, at: input, parameters, also: also, learns: learns, on: arena)
                found = both
                return flow
            }
            if let source { source.add(flow) } else { _ = flow(nil) }
            guard let found else { return }
            for (row, parameter) in [norm.gain, norm.offset].enumerated() {
                parameter?.add { also in
                    compute.scatteredSum(
                        found, to: row == 0 ? [0, -1] : [-1, 0],
                        of: Shape(batch: 1, tokens: 1, channels: input.shape.channels), also: also, on: arena)
                }
            }
        }
    }

    package func attention(
        queries: Recorded, keysAndValues: Recorded, heads: Int, mask: AttentionMask, selection: RowSelection?
    ) -> Recorded {
        var mask = mask
        if case .causal(let paths) = mask, selection != nil { mask = .causal(paths.askedByEnds) }
        let (q, kv) = (queries.tensor, keysAndValues.tensor)
        let (asking, seen) = (queries.slot, keysAndValues.slot)
        let result = compute.attention(queries: q, keysAndValues: kv, heads: heads, mask: mask, on: arena)
        return record(result, if: asking != nil || seen != nil) { [compute, arena] gradient in
            let flows = compute.attentionGradient(
                of: gradient, queries: q, keysAndValues: kv, heads: heads, mask: mask, on: arena)
            asking?.add { also in also.map { compute.sum(flows.queries, $0, on: arena) } ?? flows.queries }
            seen?.add { also in
                also.map { compute.sum(flows.keysAndValues, $0, on: arena) } ?? flows.keysAndValues
            }
        }
    }

    package func rows(_ x: Recorded, at selection: RowSelection) -> Recorded {
        let shape = x.tensor.shape
        switch selection {
        case .first: return rows(x, (0..<shape.batch).map { Int32($0 * shape.tokens) })
        case .at(let places):
            return rows(x, places.indices.map { Int32($0 * shape.tokens) + places[$0] })
        case .ends(let paths): return rows(x, paths.ends, isOneMatrix: true)
        }
    }

    private func rows(_ x: Recorded, _ rows: [Int32], isOneMatrix: Bool = false) -> Recorded {
        let (whole, source) = (x.tensor.shape, x.slot)
        let shape =
            isOneMatrix
            ? Shape(batch: 1, tokens: rows.count, channels: whole.channels)
            : Shape(batch: rows.count, tokens: 1, channels: whole.channels)
        return record(compute.gathered(x.tensor, rows: rows, as: shape, on: arena), if: source != nil) {
            [compute, arena] gradient in
            source?.add { compute.scatteredSum(gradient, to: rows, of: whole, also: $0, on: arena) }
        }
    }

    package func note(_ x: Recorded, _ name: @autoclosure () -> String) {}
}
