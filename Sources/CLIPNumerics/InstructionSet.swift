internal import CCLIPKernels

/// The instruction sets that kernels exist for.
///
/// Results differ between them in the last bits: a fused multiply-add rounds once. Within one set they
/// do not depend on batch or threads.
public enum InstructionSet: String, Sendable, CaseIterable {
    /// What the compiler's baseline has; the fallback that is always there.
    case plain
    /// x86-64 with AVX2 and FMA.
    case avx2
    /// x86-64 with AVX-512 F, BW, DQ and VL.
    case avx512
    /// 64-bit Arm.
    case neon

    /// The fastest set that this processor has kernels for.
    public static var best: InstructionSet {
        [.avx512, .avx2, .neon].first { $0.isAvailable } ?? .plain
    }

    /// Whether this processor and this build can run the set.
    public var isAvailable: Bool { kernels != nil }

    var kernels: UnsafePointer<cclip_kernels>? {
        switch self {
        case .plain: cclip_kernels_for(CCLIP_PLAIN)
        case .avx2: cclip_kernels_for(CCLIP_AVX2)
        case .avx512: cclip_kernels_for(CCLIP_AVX512)
        case .neon: cclip_kernels_for(CCLIP_NEON)
        }
    }
}
