internal import CLIPNumerics

/// The numbers that a model computes with.
public enum Precision: String, Sendable, Hashable, CaseIterable {
    /// ``bf16`` where the processor has it, else ``f32``.
    case auto
    /// 32-bit floating point: what references compute, to the last digits.
    case f32
    /// Products of bf16, summed in 32 bits: two take the time of one of `f32` where the processor has them; slower where not.
    case bf16
    /// Products of bytes, summed exactly, in the transformers' blocks but the first; the rest as `bf16`. Where the processor
    /// has them, four of these products take the time of one of `f32`; vectors are a little off.
    case int8

    /// What products take.
    func element(on compute: Compute) -> Element {
        switch self {
        case .auto: compute.isNative(.bf16) ? .bf16 : .f32
        case .f32: .f32
        case .bf16: .bf16
        case .int8: .int8
        }
    }
}
