import CLIPWeights

extension TorchFile {
    /// A training checkpoint that has the float32 tensors of a safetensors file once under each of some keys.
    public static func checkpoint(of path: String, under keys: [String]) throws -> [UInt8] {
        let file = try SafetensorsFile(path: path)
        var storages: [String: [UInt8]] = [:]
        var items: [UInt8] = []
        for (index, name) in file.tensorNames.enumerated() {
            guard let tensor = file[name] else { continue }
            var strides: [Int] = []
            var step = 1
            for size in tensor.shape.reversed() {
                strides.insert(step, at: 0)
                step *= size
            }
            storages["\(index)"] = tensor.withUnsafeBytes { Array($0) }
            let view = Self.tensor(
                storage("\(index)", count: tensor.count), shape: tensor.shape, strides: strides)
            items += text(name) + view + Array("s".utf8)
        }
        let weights = Array("}".utf8) + items
        let outer = keys.flatMap { text($0) + weights + Array("s".utf8) }
        return saved(pickle(Array("}".utf8) + outer), storages: storages)
    }
}
