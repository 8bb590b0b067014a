import CLIP
import CLIPWeights

/// Embeddings as one `.safetensors` file, written from the spool in one pass per tensor.
///
/// `embeddings` `[N, E]` (`[N, T, D]` for hidden states), `sha256` U8 `[N, 32]`, and the names as bytes one after the other with
/// `[N + 1]` offsets: `paths` and `path_offsets` for pictures, `texts` and `text_offsets` for texts.
/// Lists stay out of the header, which readers limit to 100 MB.
enum SafetensorsEmbeddings {
    /// Writes the file aside and gives it its name.
    static func write(_ target: EmbeddingTarget, _ header: EmbeddingHeader, rows: Int) throws(FileError) {
        do {
            try writeTensors(target, header, rows)
        } catch let error as WeightError {
            throw FileError(error.message)
        } catch let error as FileError {
            throw error
        } catch {
            throw FileError("\(error)")
        }
    }

    private static func writeTensors(
        _ target: EmbeddingTarget, _ header: EmbeddingHeader, _ rows: Int
    ) throws {
        let noun = header.kind == .image ? "path" : "text"
        var letters = 0
        try forEachRow(target, header) { letters += $0.name.bytes.count }
        var writer = try SafetensorsWriter(
            path: target.path.text,
            tensors: [
                .init("\(noun)_offsets", .int64, shape: [rows + 1]),
                .init(
                    "embeddings", header.element == .float32 ? .float32 : .float16,
                    shape: [rows] + header.shape),
                .init("\(noun)s", .uint8, shape: [letters]), .init("sha256", .uint8, shape: [rows, 32]),
            ], metadata: header.metadata)
        var offset = 0
        try append(offset, to: &writer)
        try forEachRow(target, header) { row in
            offset += row.name.bytes.count
            try append(offset, to: &writer)
        }
        let matrix = try InputFile(target.matrixAside, from: NpyHeader.size)
        while let part = try matrix.read(atMost: 1 << 20) { try append(part, to: &writer) }
        try forEachRow(target, header) { try append($0.name.bytes, to: &writer) }
        try forEachRow(target, header) { row in
            try append(EmbeddingRow.bytes(hexadecimal: row.hash) ?? [], to: &writer)
        }
        try writer.finish()
    }

    private static func forEachRow(
        _ target: EmbeddingTarget, _ header: EmbeddingHeader, _ body: (EmbeddingRow) throws -> Void
    ) throws {
        var reader = try SpoolReader(target, header)
        while let (row, _) = reader?.next() { try body(row) }
    }

    private static func append(_ number: Int, to writer: inout SafetensorsWriter) throws {
        try withUnsafeBytes(of: Int64(number).littleEndian) { try writer.append($0) }
    }

    private static func append(_ bytes: [UInt8], to writer: inout SafetensorsWriter) throws {
        try bytes.withUnsafeBytes { try writer.append($0) }
    }
}
