import CLIPTestSupport
import CLIPWeights
import Testing

@testable import CLIP

@Suite("The bundled model's folder")
struct ConfigurationBundledTests {
    @Test("its configuration is read with OpenCLIP's defaults")
    func configuration() throws {
        let folder = try ModelFolder(.folder(Repository.bundledModel))
        #expect(folder.layout == .openCLIP)
        #expect(folder.name == "Model")
        #expect(folder.configuration.embedDimension == 256)
        #expect(
            folder.configuration.vision
                == .resnet(.init(layers: [2, 2, 3, 2], width: 32, heads: 16, imageSize: 64)))
        #expect(
            folder.configuration.text
                == .init(
                    width: 192, layers: 4, heads: 3, contextLength: 32, vocabularySize: 8193, mlpWidth: 768,
                    activation: .quickGELU, epsilon: 1e-5, pooling: .highestToken))
        #expect(folder.preprocessing?.imageSize == 64)
        #expect(folder.preprocessing?.mean == [0.48145466, 0.4578275, 0.40821073])
        #expect(folder.preprocessing?.cropRounding == .halfEven)
        #expect(folder.preprocessing?.colourOrder == .resizeFirst)
        #expect(folder.vocabulary != nil)
    }

    @Test("its weights have as many numbers as its configuration says, apart from statistics")
    func parameterCount() throws {
        let folder = try ModelFolder(.folder(Repository.bundledModel))
        let store = try folder.openWeights()
        let trained = store.canonicalNames.filter { !$0.contains("running_") }
        let counted = trained.reduce(0) { $0 + (store.peek($1)?.count ?? 0) }
        #expect(counted == folder.configuration.parameterCount)
    }

    @Test("it loads from memory as it does from the folder")
    func memory() throws {
        let folder = try ModelFolder(.folder(Repository.bundledModel))
        var files: [String: UnsafeRawBufferPointer] = [:]
        var buffers: [UnsafeMutableRawBufferPointer] = []
        defer { buffers.forEach { $0.deallocate() } }
        for name in ["open_clip_config.json", "open_clip_model.safetensors", "vocab.json", "merges.txt"] {
            let bytes = try FileBytes(path: Repository.bundledModel + "/" + name).copy()
            let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
            buffer.copyBytes(from: bytes)
            buffers.append(buffer)
            files[name] = UnsafeRawBufferPointer(buffer)
        }
        do {
            let memory = try ModelFolder(.memory(name: "bundled", files: files))
            #expect(memory.name == "bundled")
            #expect(memory.configuration == folder.configuration)
            #expect(memory.preprocessing == folder.preprocessing)
            #expect(try memory.openWeights().canonicalNames == folder.openWeights().canonicalNames)
        }
    }
}
