import Synchronization

/// The weights of one model: asked for by name and shape, in one naming whatever file they come from.
///
/// Names are OpenCLIP's; a file in another known layout is translated (see ``Naming``). Asking never
/// fails: what is missing or has another shape is noted and answered with zeros, and ``finish(ignoring:)``
/// reports all of it at once, together with what nobody asked for.
public final class WeightStore: Sendable {
    /// The layout that the names in the files show.
    public let naming: Naming
    /// The files, for messages.
    public let fileNames: [String]
    /// All tensors that have a canonical name.
    private let sources: [String: Source]
    /// Tensors without a place in a CLIP model, by the file's naming.
    private let strangers: [String]
    let files: [WeightFile]
    /// What stands before all names in the files.
    let wrapper: String
    private let record = Mutex(Record())

    /// Where a canonical tensor lies: the file's names of its parts, in order.
    private struct Source {
        var parts: [(name: String, tensor: WeightTensor)?]
        let isTransposed: Bool
    }

    /// What was asked for so far.
    private struct Record {
        var used: Set<String> = []
        var missing: [String] = []
        var misshapen: [WeightError.Misfit] = []
    }

    /// Opens a model's weights; several files together may hold the parts of one model.
    public convenience init(_ files: [SafetensorsFile]) throws(WeightError) {
        try self.init(files.map { WeightFile($0) })
    }

    /// Opens a model's weights; several files together may hold the parts of one model.
    public init(_ files: [WeightFile]) throws(WeightError) {
        self.files = files
        fileNames = files.map(\.name)
        let names = files.flatMap(\.tensorNames)
        let wrapper = Naming.wrapper(of: names)
        self.wrapper = wrapper
        naming = Naming.detect(names.map { String($0.dropFirst(wrapper.count)) })
        var sources: [String: Source] = [:]
        var strangers: [String] = []
        var seen: Set<String> = []
        for file in files {
            for name in file.tensorNames {
                guard seen.insert(name).inserted else {
                    throw WeightError(.malformed, "\(file.name): '\(name)' is in another of the files, too")
                }
                guard let place = naming.place(of: String(name.dropFirst(wrapper.count))),
                    let tensor = file[name]
                else {
                    strangers.append(name)
                    continue
                }
                let empty = Source(
                    parts: Array(repeating: nil, count: place.partCount), isTransposed: place.isTransposed)
                var source = sources[place.canonicalName] ?? empty
                guard source.parts.count == place.partCount, source.parts[place.part] == nil else {
                    strangers.append(name)
                    continue
                }
                source.parts[place.part] = (name, tensor)
                sources[place.canonicalName] = source
            }
        }
        self.sources = sources
        self.strangers = strangers
    }

    /// The place from which all names are reached.
    public var root: WeightCursor { WeightCursor(store: self, path: "") }

    /// How many numbers the files hold: no model can need more.
    public var elementCount: Int { files.reduce(0) { $0 + $1.elementCount } }

    /// The canonical names of all tensors that belong to a model, sorted; buffers that a network does not
    /// read (see ``isBuffer(_:)``) are left out.
    public var canonicalNames: [String] {
        sources.keys.filter { !Self.isBuffer($0) }.sorted()
    }

    /// Whether the files have a tensor of this canonical name, whole.
    public func has(_ name: String) -> Bool {
        sources[name].map { $0.parts.allSatisfy { $0 != nil } } ?? false
    }

    /// The tensor of this canonical name in the shape it has, without noting that it was used.
    public func peek(_ name: String) -> WeightTensor? {
        guard let source = sources[name] else { return nil }
        return try? assemble(name, source).get()
    }

    /// Whether a name is of a tensor that training keeps and inference does not read.
    public static func isBuffer(_ name: String) -> Bool {
        let last = name.split(separator: ".").last.map(String.init) ?? name
        return buffers.contains(last)
    }

    /// Positions, counters, masks, and the sizes that OpenAI's archives carry as tensors.
    private static let buffers: Set<String> = [
        "position_ids", "num_batches_tracked", "attn_mask", "input_resolution", "context_length",
        "vocab_size",
    ]

    // MARK: Asking

    /// The tensor of a canonical name, or zeros of the same shape if it cannot be had.
    func tensor(_ name: String, shape: [Int]) -> WeightTensor {
        guard let source = sources[name] else {
            record.withLock { $0.missing += fileNames(of: name) }
            return .zeros(name: name, shape: shape)
        }
        let present = source.parts.compactMap { $0?.name }
        record.withLock { $0.used.formUnion(present) }
        switch assemble(name, source) {
        case .success(let tensor):
            // A single number may be written with or without an axis.
            let isNumber =
                tensor.count == 1 && shape.reduce(1, *) == 1 && max(tensor.shape.count, shape.count) <= 1
            if tensor.shape == shape { return tensor }
            if isNumber {
                return WeightTensor(name: name, shape: shape, pieces: tensor.pieces, isTransposed: false)
            }
            note(name, present, expected: shape, found: tensor.shape, reason: nil)
        case .failure(.incomplete):
            let all = fileNames(of: name)
            record.withLock { $0.missing += all.filter { !present.contains($0) } }
        case .failure(.unusable(let found, let reason)):
            note(name, present, expected: shape, found: found, reason: reason)
        }
        return .zeros(name: name, shape: shape)
    }

    /// What the files call a canonical tensor, or its parts.
    private func fileNames(of name: String) -> [String] {
        naming.fileNames(of: name).map { wrapper + $0 }
    }

    private func note(
        _ name: String, _ present: [String], expected: [Int], found: [Int], reason: String?
    ) {
        let isTransposed = sources[name]?.isTransposed ?? false
        let misfit = WeightError.Misfit(
            name: present.joined(separator: " + "),
            expected: isTransposed ? expected.reversed() : expected,
            found: isTransposed ? found.reversed() : found, reason: reason)
        record.withLock { $0.misshapen.append(misfit) }
    }

    private enum Fault: Error {
        case incomplete
        case unusable(found: [Int], reason: String?)
    }

    /// Puts a canonical tensor together from its parts.
    private func assemble(_ name: String, _ source: Source) -> Result<WeightTensor, Fault> {
        let parts = source.parts.compactMap { $0?.tensor }
        guard parts.count == source.parts.count, let first = parts.first else { return .failure(.incomplete) }
        var shape = first.shape
        if let odd = parts.first(where: { !$0.elementType.isWeight }) {
            return .failure(
                .unusable(found: shape, reason: "\(Self.oddType)\(odd.elementType.rawValue), not floats"))
        }
        if parts.count > 1 {
            guard !shape.isEmpty,
                parts.allSatisfy({ $0.shape.dropFirst() == shape.dropFirst() && !$0.shape.isEmpty })
            else { return .failure(.unusable(found: shape, reason: "its parts differ in shape")) }
            shape[0] = parts.reduce(0) { $0 + $1.shape[0] }
        }
        if source.isTransposed {
            guard shape.count == 2 else { return .failure(.unusable(found: shape, reason: nil)) }
            shape.reverse()
        }
        return .success(
            WeightTensor(
                name: name, shape: shape, pieces: parts.flatMap(\.pieces), isTransposed: source.isTransposed))
    }

    // MARK: The reckoning

    /// Reports every tensor that is missing, misshapen or left over.
    ///
    /// - Parameter ignored: canonical prefixes of tensors that may be left over, such as `visual.` when
    ///   only the text tower is loaded.
    /// - Throws: one error that names all of them, in the files' own naming.
    public func finish(ignoring ignored: [String] = []) throws(WeightError) {
        let record = record.withLock { $0 }
        let unused = sources.flatMap { canonical, source -> [String] in
            guard !Self.isBuffer(canonical), !ignored.contains(where: canonical.hasPrefix) else { return [] }
            return source.parts.compactMap { $0?.name }.filter { !record.used.contains($0) }
        }
        let foreign = strangers.filter { name in
            !Self.isBuffer(name) && !ignored.contains(where: name.dropFirst(wrapper.count).hasPrefix)
        }
        let surplus = (unused + foreign).sorted()
        guard !record.missing.isEmpty || !record.misshapen.isEmpty || !surplus.isEmpty else { return }
        let hasOddTypes = record.misshapen.contains { $0.reason?.hasPrefix(Self.oddType) == true }
        // Where nothing else is wrong, the model is the right one.
        let fitsOtherwise =
            record.missing.isEmpty && surplus.isEmpty
            && record.misshapen.allSatisfy { $0.reason?.hasPrefix(Self.oddType) == true }
        if fitsOtherwise { try checkTypes(ignoring: ignored) }
        throw WeightError.mismatch(
            files: fileNames, missing: record.missing.sorted(),
            misshapen: record.misshapen.sorted { $0.name < $1.name },
            surplus: surplus.map { name in (name, files.lazy.compactMap { $0[name]?.shape }.first ?? []) },
            remarks: remarks + (hasOddTypes ? ["Of element types, \(WeightError.readTypes)."] : []))
    }

    private static let oddType = "its elements are "

    /// Refuses tensors of a model that are stored in a type which is not read.
    ///
    /// - Parameter ignored: canonical prefixes of tensors that are not looked at.
    package func checkTypes(ignoring ignored: [String] = []) throws(WeightError) {
        let odd = sources.flatMap { canonical, source -> [(file: String, name: String, type: ElementType)] in
            guard !Self.isBuffer(canonical), !ignored.contains(where: canonical.hasPrefix) else { return [] }
            return source.parts.compactMap { part in
                guard let part, !part.tensor.elementType.isWeight else { return nil }
                let file = files.first { $0[part.name] != nil }?.name ?? ""
                return (file, part.name, part.tensor.elementType)
            }
        }
        guard !odd.isEmpty else { return }
        throw .wrongTypes(odd.sorted { $0.name < $1.name }, remarks)
    }

    /// What was chosen among the contents of the files, a sentence each.
    package var remarks: [String] {
        files.compactMap { file in
            guard let selection = file.selection, !selection.others.isEmpty else { return nil }
            let others = selection.others.joined(separator: ", ")
            return "\(file.name) holds several sets of weights: \(selection.key) is read, not \(others)"
        }
    }
}

// MARK: Values

extension WeightStore {
    /// Every tensor of the files that a network reads, by the file's own naming; buffers, which may hold
    /// infinities, are left out.
    package var readTensors: [(file: String, tensor: WeightTensor)] {
        files.flatMap { file in
            file.tensorNames.compactMap { name in
                guard !Self.isBuffer(name), let tensor = file[name] else { return nil }
                return (file.name, tensor)
            }
        }
    }
}

extension WeightError {
    /// The report of weights that hold numbers that are none.
    ///
    /// - Parameter damaged: the tensors, each with the place of its first such element; at least one.
    package static func notFinite(_ damaged: [(file: String, tensor: WeightTensor, place: Int)])
        -> WeightError
    {
        let lines = damaged.prefix(longestList).map { entry in
            let indices = entry.tensor.indices(of: entry.place)
            let value = [Float](unsafeUninitializedCapacity: 1) { buffer, count in
                entry.tensor.copyFloats(
                    entry.place..<entry.place + 1, into: UnsafeMutableBufferPointer(rebasing: buffer[..<1]))
                count = 1
            }
            // A NaN has many spellings, and which one it is helps nobody.
            let word = value[0].isNaN ? "nan" : "\(value[0])"
            return "\(entry.file): '\(entry.tensor.name)' holds \(word) at \(indices)"
        }
        let more = damaged.count > longestList ? ["and \(damaged.count - longestList) more tensors"] : []
        return WeightError(
            .malformed,
            (lines + more).joined(separator: "\n")
                + "\nNo vector can come of it: the weights are damaged; fetch or convert them again.")
    }
}
