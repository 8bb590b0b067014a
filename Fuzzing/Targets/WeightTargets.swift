import CLIP
import CLIPWeights

extension FuzzTarget {
    private static let safetensorsWords = [
        "\"dtype\":\"F32\"", "\"F64\"", "\"F16\"", "\"BF16\"", "\"U8\"", "\"BOOL\"", "\"I64\"", "\"F8_E4M3\"",
        "\"F8_E5M2\"", "\"shape\":[", "\"data_offsets\":[", "\"__metadata__\":{", "9223372036854775807",
        "18446744073709551615", "4294967296", "]},\"", "\\ud800\\udc00", "\\u0000",
    ]

    /// JSON: what is read is written as text that reads as the same value.
    static let json = FuzzTarget(
        "json", seeds: ["Tests/Goldens/networks/hf-gelu/config.json", "Tests/Goldens/pocket/expected.json"],
        words: ["true", "false", "null", "\\ud83d\\ude00", "-0.0e+1", "{\"a\":", "[[[[[[[["]
    ) { bytes in
        withExactBytes(bytes) { buffer in
            guard let value = try? JSONValue(buffer) else { return false }
            let again = withExactBytes(Array(value.text.utf8)) { try? JSONValue($0) }
            precondition(again == value, "\(value.text) does not read as what was written")
            return true
        }
    }

    /// Safetensors: what is accepted can be read to its last element, asked for as weights, and digested.
    static let safetensors = FuzzTarget(
        "safetensors",
        seeds: [
            "Tests/Goldens/weights/all-types.safetensors", "Tests/Goldens/weights/openclip",
            "Tests/Goldens/hostile/safetensors",
        ], words: safetensorsWords
    ) { bytes in
        withExactBytes(bytes) { buffer in
            guard let file = try? SafetensorsFile(bytes: buffer, name: "input") else { return false }
            precondition(file.elementCount <= bytes.count, "more elements than bytes")
            for name in file.tensorNames {
                guard let tensor = file[name] else { preconditionFailure("\(name) is gone") }
                let values = tensor.floats()
                precondition(values.count == tensor.count)
                if let place = tensor.firstNotFinite {
                    precondition(
                        !values[place].isFinite && tensor.indices(of: place).count == tensor.shape.count)
                } else if tensor.elementType.isWeight {
                    precondition(values.allSatisfy(\.isFinite))
                }
                if tensor.elementType.isInteger { _ = tensor.integers() }
            }
            guard let store = try? WeightStore([file]) else { return true }
            for tower in WeightStore.Tower.allCases { _ = store.digest(of: tower) }
            for name in store.canonicalNames { _ = store.peek(name)?.floats() }
            _ = store.root["visual"].tensor("proj", shape: [2, 2]).floats()
            do { try store.finish() } catch { precondition(!"\(error)".isEmpty) }
            return true
        }
    }

    /// The index of a model in several files, and the files that it leads to.
    static let weightIndex = FuzzTarget(
        "weight-index", seeds: ["Tests/Goldens/hostile/weight-index"],
        words: [
            "\"weight_map\":{", ".safetensors\"", "model-00001-of-00002.safetensors", "../", "\"metadata\":",
        ]
    ) { bytes in
        opens(
            [
                "config.json": ConfigurationSamples.huggingFace,
                "preprocessor_config.json": ConfigurationSamples.preprocessor,
                "model.safetensors.index.json": bytes,
                "model-00001-of-00002.safetensors": ConfigurationSamples.weights("a"),
                "model-00002-of-00002.safetensors": ConfigurationSamples.weights("b"),
            ])
    }

    /// A classifier's file: what is accepted classifies.
    static let classifier = FuzzTarget(
        "classifier", seeds: ["Tests/Goldens/hostile/classifier"],
        words: safetensorsWords + [
            "\"kind\":\"swift-clip classifier 1\"", "\"labels\":\"[\\\"a\\\"]\"", "\"logit_scale\":\"1e4\"",
            "\"neutral\":\"n\"", "\"neutral_prompts\":\"[", "\"templates\":\"[\\\"{}\\\"]\"",
            "\"space.text_tower\":\"",
            "\"recipe\":\"{",
        ]
    ) { bytes in
        withExactBytes(bytes) { buffer in
            guard let file = try? SafetensorsFile(bytes: buffer, name: "input"),
                let (classifier, origin) = try? ClassifierFile.decode(file, RawPath("input"))
            else { return false }
            let dimension = classifier.vectors.dimension
            let rows = EmbeddingMatrix(
                rows: 2, dimension: dimension, values: (0..<2 * dimension).map { Float($0 % 3) - 1 })
            for predictions in classifier.classify(rows, top: 2) {
                precondition(predictions.count == min(2, classifier.labels.count))
            }
            precondition(origin.difference(from: origin) == nil && origin.warning(beside: origin) == nil)
            return true
        }
    }

    /// A file of the cache: whatever it holds, only records with their checksum come out.
    static let cacheFile = FuzzTarget(
        "cache", seeds: ["Tests/Goldens/hostile/cache"], words: ["SWCLIPC1"]
    ) { bytes in
        var found = 0
        CacheSegment.decode(bytes, valueSize: 4, wanted: nil) { key, value in
            precondition(value.count == 4 && key.bytes.count == 32)
            found += 1
        }
        precondition(found * CacheSegment.recordSize(4) <= bytes.count)
        return bytes.count > 16
    }

    /// A NumPy file of another tool.
    static let numpy = FuzzTarget(
        "npy", seeds: ["Tests/Goldens/hostile/npy"],
        words: [
            "'descr': '<f4'", "'<f2'", "'>f8'", "'|u1'", "'fortran_order': True", "'shape': (3, ",
            "\u{93}NUMPY", ", ), }",
        ]
    ) { bytes in
        guard let array = try? NpyArray(bytes) else { return false }
        precondition(array.shape.reduce(1, *) == array.values.count && array.values.count <= bytes.count)
        return true
    }
}
