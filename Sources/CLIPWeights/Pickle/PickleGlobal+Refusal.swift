extension PickleGlobal {
    /// What tensors are that PyTorch saves in a way which is not read, in words; nil for a name that has nothing to do
    /// with tensors.
    static func unreadTensors(module: String, name: String) -> String? {
        let isPyTorch = ["torch", "torch._utils", "torch.storage", "torch.cuda", "torch.sparse"].contains(
            module)
        guard isPyTorch else { return nil }
        switch name {
        case "_rebuild_qtensor", "QInt8Storage", "QUInt8Storage", "QInt32Storage", "QUInt4x2Storage",
            "QUInt2x4Storage", "qint8", "quint8", "qint32", "per_tensor_affine", "per_channel_affine":
            return "quantised tensors"
        case "_rebuild_sparse_tensor", "_rebuild_sparse_csr_tensor": return "sparse tensors"
        case "_rebuild_meta_tensor_no_storage": return "tensors without numbers (of the device meta)"
        case "_rebuild_nested_tensor": return "nested tensors"
        case _ where name.hasPrefix("Complex") || name.hasPrefix("complex"):
            return "tensors of complex numbers"
        case _ where ["float8", "float4", "uint", "int", "bits"].contains { name.hasPrefix($0) }:
            return "tensors of the type \(name.prefix(40))"
        default: return nil
        }
    }
}
