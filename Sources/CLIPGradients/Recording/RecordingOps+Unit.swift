package import CLIPNumerics

extension RecordingOps {
    /// Each row divided by its length: what makes embeddings of a tower's output.
    package func normalise(_ x: Recorded) -> Recorded {
        let (input, source) = (x.tensor, x.slot)
        return record(compute.unitRows(input, on: arena), if: source != nil) { [compute, arena] gradient in
            let flow = compute.unitRowsGradient(of: gradient, at: input, on: arena)
            source?.add { also in also.map { compute.sum(flow, $0, on: arena) } ?? flow }
        }
    }
}

extension RecordingOps {
    /// A parameter's numbers as a value.
    package func value(of parameter: Parameter, as shape: Shape) -> Recorded {
        precondition(shape.count == parameter.values.count, "\(parameter.name) is not \(shape)")
        let tensor = Tensor(shape, on: arena) { _ = $0.update(fromContentsOf: parameter.values) }
        return record(tensor, if: true) { [compute, arena] gradient in
            parameter.add { also in
                let flow = gradient.reshaped(parameter.shape)
                return also.map { compute.sum(flow, $0, on: arena) } ?? flow
            }
        }
    }
}
