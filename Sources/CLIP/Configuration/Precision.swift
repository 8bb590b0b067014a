internal import CLIPNumerics

/// The numbers that a model computes with.
public enum Precision: String, Sendable, Hashable, CaseIterable {
    /// The engine's choice.
    case auto
    /// 32-bit floating point: what references compute, to the last digits.
    case f32
    /// Products of bf16, summed in 32 bits: twice as fast where the processor has them, slower where it does not.
    case bf16

    /// What products take.
    func element(on compute: Compute) -> Element {
        switch self {
        case .auto, .f32: .f32
        case .bf16: .bf16
        }
    }
}
