package import CLIP
internal import CLIPNumerics

/// Learned vectors that stand in place of some tokens' (Zhou et al. 2022, "CoOp").
package struct ReplacedTokens: Sendable {
    /// `[M, D]`
    package let vectors: Parameter
    /// Where in each text the first of them stands; the others follow.
    package let place: Int

    package init(_ vectors: Parameter, at place: Int) {
        self.vectors = vectors
        self.place = place
    }

    /// Which vector stands at a place; nil where the token's own does.
    func index(at place: Int32) -> Int? {
        let index = Int(place) - self.place
        return (0..<vectors.rows).contains(index) ? index : nil
    }
}

extension RecordingOps {
    package func embed(_ tokens: TokenBatch, table: RecordedTable, positions: RecordedTable) -> Recorded {
        embed(tokens, table: table, positions: positions, replacing: nil)
    }

    /// Rows of `table` for token ids, learned vectors in place of some, plus the position's vector: `[B, T, D]`.
    package func embed(
        _ tokens: TokenBatch, table: RecordedTable, positions: RecordedTable,
        replacing learned: ReplacedTokens?
    ) -> Recorded {
        let width = table.width
        // Learned vectors count from −1 down.
        let ids = zip(tokens.ids, tokens.places).map { id, place in
            learned?.index(at: place).map { -1 - Int32($0) } ?? id
        }
        let result = compute.embed(
            ids, at: tokens.places, batch: tokens.batch, positions: positions.resident, width: width,
            on: arena
        ) { id, row in
            guard id < 0, let vectors = learned?.vectors else { return table.copyRow(Int(id), into: row) }
            let start = (-1 - Int(id)) * width
            for column in 0..<width { row[column] = vectors.values[start + column] }
        }
        let (places, compute, arena) = (tokens.places, compute, arena)
        return record(
            result, if: learned != nil || table.parameter != nil || positions.parameter != nil
        ) { gradient in
            learned?.vectors.add { also in
                compute.scatteredSum(
                    gradient, to: ids.map { $0 < 0 ? -1 - $0 : -1 }, of: learned!.vectors.shape, also: also,
                    on: arena)
            }
            if let parameter = table.parameter {
                parameter.add { also in
                    compute.scatteredSum(
                        gradient, to: ids.map { max($0, -1) }, of: parameter.shape, also: also, on: arena)
                }
            }
            if let parameter = positions.parameter {
                parameter.add { also in
                    compute.scatteredSum(gradient, to: places, of: parameter.shape, also: also, on: arena)
                }
            }
        }
    }

    package func prependToken(_ token: RecordedTable, to x: Recorded, positions: RecordedTable) -> Recorded {
        let result = compute.prepend(
            .token(token.resident), to: x.tensor, positions: positions.resident, on: arena)
        let (compute, arena) = (compute, arena)
        let (pixels, shape) = (x.tensor.shape, result.shape)
        let first = (0..<Int32(shape.rows)).map { $0 % Int32(shape.tokens) == 0 ? Int32(0) : -1 }
        return recordSequence(result, of: x, positions, if: token.parameter != nil) { gradient in
            if let parameter = token.parameter {
                parameter.add { also in
                    compute.scatteredSum(gradient, to: first, of: parameter.shape, also: also, on: arena)
                }
            }
            return compute.gathered(gradient, rows: RecordingOps.pixels(of: pixels), as: pixels, on: arena)
        }
    }

    package func prependMean(to x: Recorded, positions: RecordedTable) -> Recorded {
        let result = compute.prepend(.mean, to: x.tensor, positions: positions.resident, on: arena)
        let (compute, arena, pixels) = (compute, arena, x.tensor.shape)
        let tokens = Int32(pixels.tokens)
        return recordSequence(result, of: x, positions, if: false) { gradient in
            let own = compute.gathered(gradient, rows: RecordingOps.pixels(of: pixels), as: pixels, on: arena)
            let shared = compute.gathered(
                gradient, rows: (0..<Int32(pixels.rows)).map { $0 / tokens * (tokens + 1) }, as: pixels,
                times: 1 / Float(tokens), on: arena)
            return compute.sum(own, shared, on: arena)
        }
    }

    // The rows of a sequence that are a picture's pixels.
    private static func pixels(of shape: Shape) -> [Int32] {
        let tokens = Int32(shape.tokens)
        return (0..<Int32(shape.rows)).map { $0 / tokens * (tokens + 1) + 1 + $0 % tokens }
    }

    private func recordSequence(
        _ result: Tensor, of x: Recorded, _ positions: RecordedTable, if learns: Bool,
        _ back: @escaping (_ gradient: Tensor) -> Tensor
    ) -> Recorded {
        let source = x.slot
        let places = (0..<Int32(result.shape.rows)).map { $0 % Int32(result.shape.tokens) }
        let parameter = positions.parameter
        return record(result, if: source != nil || learns || parameter != nil) { [compute, arena] gradient in
            if let parameter {
                parameter.add { also in
                    compute.scatteredSum(gradient, to: places, of: parameter.shape, also: also, on: arena)
                }
            }
            let flow = back(gradient)
            source?.add { also in also.map { compute.sum(flow, $0, on: arena) } ?? flow }
        }
    }
}
