internal import CLIPText
public import CLIPWeights

/// A loaded model as files of another layout or element type, which open_clip and transformers read.
///
/// Tensors whose element type stays keep their bits; others are rounded once, ties to even. What the other layout
/// cannot express is refused before anything is written.
public struct ModelConversion: Sendable {
    /// Whose files are written.
    public enum Layout: String, Sendable, Hashable, CaseIterable {
        /// `open_clip_config.json` and `open_clip_model.safetensors`.
        case openCLIP
        /// transformers' `config.json`, `preprocessor_config.json` and `model.safetensors`.
        case huggingFace
    }

    /// The layout that is written.
    public let layout: Layout
    /// How floats are stored; nil for the types that they have.
    public let elementType: ElementType?
    /// What differs although the weights are the same: what a layout itself decides.
    public let remarks: [String]
    private let model: CLIPModel
    private let tensors: [StoredTensor]
    /// All files but the weights.
    private let files: [(name: String, bytes: [UInt8])]

    /// One file of the written folder.
    public struct WrittenFile: Sendable, Hashable {
        /// Its name.
        public let name: String
        /// Its length in bytes.
        public let bytes: Int
    }

    /// Plans a conversion.
    ///
    /// - Parameters:
    ///   - model: any loaded model.
    ///   - layout: whose files are written.
    ///   - elementType: `float32`, `float16` or `bfloat16`; nil to keep what each tensor has.
    /// - Throws: what the layout cannot express.
    public init(
        _ model: CLIPModel, to layout: Layout, storing elementType: ElementType? = nil
    ) throws(ConversionError) {
        precondition(
            elementType.map(ElementType.convertible.contains) ?? true, "weights are f32, f16 or bf16")
        if case .vit(let tower) = model.configuration.vision, tower.imageSize != tower.trainedImageSize {
            throw ConversionError(
                .unsupported,
                "\(model.name) was loaded for pictures of \(tower.imageSize) pixels, but its weights are for "
                    + "\(tower.trainedImageSize): convert it as it is")
        }
        self.model = model
        self.layout = layout
        self.elementType = elementType
        let towers = model.configuration.towers
        tensors = model.weights.store.tensors(as: layout.naming, storing: elementType) { name in
            // A tower alone has no scale, though its file may have kept the whole model's.
            if name.hasPrefix("logit_") { return towers == .both }
            return towers.contains(name.hasPrefix("visual.") ? .vision : .text)
        }
        let types = Set(tensors.map(\.elementType).filter(\.isWeight))
        var files: [(name: String, bytes: [UInt8])] = []
        switch layout {
        case .openCLIP:
            let text = try WrittenOpenCLIP.configuration(
                model.configuration, model.folder.preprocessing, logitBias: model.logitBias)
            files.append(("open_clip_config.json", Array(text.utf8)))
        case .huggingFace:
            let text = try WrittenHuggingFace.configuration(
                model.configuration, model.configuration.text == nil ? nil : model.tokenizer,
                storing: types.count == 1 ? types.first : nil)
            files.append(("config.json", Array(text.utf8)))
            guard model.logitBias == nil else {
                throw ConversionError(
                    .unsupported,
                    "the model adds a bias to its logits (logit_bias), which transformers' CLIPModel does not have: "
                        + "convert to openclip")
            }
            if let preprocessing = model.folder.preprocessing {
                let picture = try WrittenHuggingFace.preprocessing(preprocessing)
                files.append(("preprocessor_config.json", Array(picture.utf8)))
            }
        }
        self.files = files + ConvertedTokenizer.files(of: model, for: layout)
        remarks = ConversionRemarks.all(from: model, to: layout)
    }

    /// Writes the folder: beside `path` first, read back there, then renamed.
    ///
    /// - Parameters:
    ///   - path: the new folder.
    ///   - replacing: whether a model that lies there may be replaced; nothing else ever is.
    ///   - isCancelled: asked every few megabytes.
    /// - Returns: the files, the weights last.
    /// - Throws: `ConversionError`; then nothing is left but what was there before.
    public func write(
        to path: String, replacing: Bool = false, isCancelled: () -> Bool = { Task.isCancelled }
    ) throws(ConversionError) -> [WrittenFile] {
        let folder = try AsideFolder(path, replacing: replacing)
        var written: [WrittenFile] = []
        for file in files {
            try folder.add(file.name, file.bytes)
            written.append(WrittenFile(name: file.name, bytes: file.bytes.count))
        }
        guard try writeWeights(to: folder, isCancelled) else {
            throw ConversionError(.cancelled, "\(path): not written: cancelled")
        }
        let size = FileVersion(RawPath("\(folder.path)/\(layout.weightsName)"))?.size ?? 0
        written.append(WrittenFile(name: layout.weightsName, bytes: size))
        do {
            _ = try ModelWeights(
                ModelFolder(.folder(folder.path), options: LoadingOptions(needs: [])), model.compute)
        } catch {
            throw ConversionError(.unwritable, "\(path): what was written does not read back: \(error)")
        }
        try folder.commit()
        return written
    }

    /// - Returns: false if it was cancelled.
    private func writeWeights(
        to folder: borrowing AsideFolder, _ isCancelled: () -> Bool
    ) throws(ConversionError) -> Bool {
        do throws(WeightError) {
            // transformers asks for the format's name.
            var writer = try SafetensorsWriter(
                path: "\(folder.path)/\(layout.weightsName)", tensors: tensors.map(\.layout),
                metadata: ["format": "pt"])
            for tensor in tensors {
                guard !isCancelled(), try tensor.write(to: &writer, isCancelled: isCancelled) else {
                    return false
                }
            }
            try writer.finish()
            return true
        } catch {
            throw ConversionError(
                error.code == .unwritable ? .unwritable : .overflow, folder.known(error.message))
        }
    }
}

extension ModelConversion.Layout {
    /// The names of the tensors.
    var naming: Naming {
        switch self {
        case .openCLIP: .openCLIP
        case .huggingFace: .huggingFace
        }
    }

    /// The file of the weights.
    var weightsName: String {
        switch self {
        case .openCLIP: "open_clip_model.safetensors"
        case .huggingFace: "model.safetensors"
        }
    }
}
