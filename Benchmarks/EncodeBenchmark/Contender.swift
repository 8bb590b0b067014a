import CLIP
import CLIPImages
import CLIPNumerics
import Foundation

/// This project's process in a comparison: it holds one model and encodes when it is told to, as
/// `Scripts/comparison/worker.py` does for the others, whose commands and answers these are.
struct Contender {
    private let clip: CLIPModel
    private let inputs: Inputs

    private enum Inputs {
        case crops([RGBImage])
        case tokens([[Int32]])
    }

    private struct Order: Decodable {
        let `do`: String
        var count: Int?
        var to: String?
        var batch: Int?
        var seconds: Double?
    }

    /// - Parameter arguments: MODEL PRECISION THREADS image|text FILE, where FILE is crops' bytes or a JSON list of
    ///   lists of ids.
    init(_ arguments: [String]) async throws {
        guard arguments.count == 5, let precision = Precision(rawValue: arguments[1]),
            let threads = Int(arguments[2]), arguments[3] == "image" || arguments[3] == "text"
        else {
            throw ContenderError(description: "no such model, precision or input: \(arguments)")
        }
        let isText = arguments[3] == "text"
        let options = LoadingOptions(precision: precision, needs: isText ? .text : .vision)
        clip = try await CLIPModel.load(arguments[0], options: options, compute: Compute(threads: threads))
        let bytes = try Data(contentsOf: URL(fileURLWithPath: arguments[4]), options: .mappedIfSafe)
        if isText {
            inputs = .tokens(try JSONDecoder().decode([[Int32]].self, from: bytes))
        } else {
            let side = clip.preprocessing.size
            let size = side * side * 3
            inputs = .crops(
                try (0..<bytes.count / size).map { index in
                    try RGBImage(
                        width: side, height: side, pixels: [UInt8](bytes[index * size..<(index + 1) * size]))
                })
        }
    }

    /// Answers until standard input ends.
    func serve() async throws {
        Self.answer("{\"versions\":{\"swift-clip\":\"\(Engine.version)\"}}")
        while let line = readLine() {
            let order = try JSONDecoder().decode(Order.self, from: Data(line.utf8))
            switch (order.do, order.to) {
            case ("vectors", let path?):
                let rows = try await encode(order.count ?? 1)
                try NpyFile.write(
                    rows.values, shape: [rows.rows, rows.dimension], to: RawPath(path))
                Self.answer("{\"shape\":[\(rows.rows),\(rows.dimension)]}")
            case ("time", _):
                try await time(order.batch ?? 1, atLeast: order.seconds ?? 1)
            default: throw ContenderError(description: "no such command: \(line)")
            }
        }
    }

    /// Pictures: one batch. Texts: all, in batches that the model chooses.
    private func time(_ batch: Int, atLeast seconds: Double) async throws {
        let count = if case .tokens(let tokens) = inputs { tokens.count } else { batch }
        let warmUp = ContinuousClock.now
        _ = try await encode(count)
        // What takes long is not warmed up in every turn.
        let once = (ContinuousClock.now - warmUp) / .seconds(1) > max(seconds, 0.5)
        let (start, busy) = (ContinuousClock.now, clock())
        var repeats = 0
        var wall = 0.0
        repeat {
            _ = try await encode(count)
            repeats += 1
            wall = (ContinuousClock.now - start) / .seconds(1)
        } while !once && wall < seconds
        let processor = Double(clock() - busy) / Double(CLOCKS_PER_SEC)
        let encoded = Double(count * repeats)
        Self.answer(
            """
            {"per_second":\(encoded / wall),"per_cpu_second":\(encoded / max(processor, 1e-9)),\
            "repeats":\(repeats)}
            """)
    }

    private func encode(_ count: Int) async throws -> EmbeddingMatrix {
        switch inputs {
        case .crops(let crops):
            try await clip.encode(crops: (0..<count).map { crops[$0 % crops.count] }, normalised: false)
        case .tokens(let tokens):
            try await clip.encode(tokens: (0..<count).map { tokens[$0 % tokens.count] }, normalised: false)
        }
    }

    /// Tells the parent why there is no contender.
    static func fail(_ error: any Error) {
        let reason = (try? JSONEncoder().encode("\(error)")) ?? Data("\"\"".utf8)
        answer("{\"error\":\(String(decoding: reason, as: UTF8.self))}")
    }

    private static func answer(_ text: String) {
        FileHandle.standardOutput.write(Data("{\"answer\":\(text)}\n".utf8))
    }
}

/// Why a contender cannot begin.
struct ContenderError: Error, CustomStringConvertible {
    let description: String
}
