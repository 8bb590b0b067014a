internal import CCLIPKernels

/// What a step may apply to its sum before storing it.
public enum Activation: String, Sendable, Hashable {
    /// Nothing.
    case identity
    /// *x · σ(1.702 x)*: OpenAI's checkpoints and those that say so.
    case quickGELU
    /// *x · (1 + erf(x/√2)) / 2*: most later checkpoints.
    case gelu
    /// *x · (1 + tanh(√(2/π) (x + 0.044715 x³))) / 2*: the approximation of ``gelu`` that some files ask for.
    case tanhGELU
    /// *max(x, 0)*: the residual network.
    case relu

    var code: cclip_activation {
        switch self {
        case .identity: CCLIP_ACTIVATION_NONE
        case .quickGELU: CCLIP_ACTIVATION_QUICK_GELU
        case .gelu: CCLIP_ACTIVATION_GELU
        case .tanhGELU: CCLIP_ACTIVATION_TANH_GELU
        case .relu: CCLIP_ACTIVATION_RELU
        }
    }
}
