public import Foundation

/// A hub of models on this machine, `Scripts/hub_server.py`: nothing of a test reaches the outside.
public final class HubServer {
    /// The folder of its repositories, `ORG/NAME/FILE`.
    public let folder = TemporaryFolder()
    /// What `HF_ENDPOINT` is to be set to.
    public let endpoint: String
    /// The second host's address, where large files lie.
    public let filesEndpoint: String
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()
    private let log: String

    /// A request that came.
    public struct Request {
        /// Whether the hub was asked, not the host of large files.
        public let isHub: Bool
        /// Path and query.
        public let path: String
        /// The answer's number.
        public let status: Int
        /// `Range`, where it was asked for a part.
        public let range: String?
        /// `If-Range`.
        public let ifRange: String?
        /// `Authorization`.
        public let authorization: String?
    }

    /// Why there is no server.
    public struct Failure: Error, CustomStringConvertible {
        /// The reason.
        public let description: String

        /// With the reason.
        public init(_ description: String) { self.description = description }
    }

    /// Starts it.
    public init() throws {
        log = folder.path("requests")
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", Repository.root + "/Scripts/hub_server.py", folder.path, log]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        let ports = Self.line(output).split(separator: " ")
        guard ports.count == 2 else {
            throw Failure(
                "Scripts/hub_server.py does not start: it needs python3, which make setup installs")
        }
        endpoint = "http://127.0.0.1:\(ports[0])"
        filesEndpoint = "http://localhost:\(ports[1])"
    }

    deinit {
        // It ends when its input does.
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    private static func line(_ pipe: Pipe) -> String {
        var bytes: [UInt8] = []
        while let byte = try? pipe.fileHandleForReading.read(upToCount: 1)?.first, byte != UInt8(ascii: "\n")
        {
            bytes.append(byte)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Puts a file into a repository.
    public func add(_ repository: String, _ file: String, _ content: Data) throws {
        let url = URL(fileURLWithPath: "\(folder.path)/\(repository)/\(file)")
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try content.write(to: url)
    }

    /// Puts a folder's files into a repository.
    public func add(_ repository: String, filesOf path: String, except: Set<String> = []) throws {
        for name in TemporaryFolder.list(path) ?? [] where !except.contains(name) {
            try add(repository, name, Data(contentsOf: URL(fileURLWithPath: path + "/" + name)))
        }
    }

    /// What it shall do wrong from now on, as the script describes it.
    public func set(_ faults: [[String: Any]]) throws {
        var line = try JSONSerialization.data(withJSONObject: faults)
        line.append(UInt8(ascii: "\n"))
        try input.fileHandleForWriting.write(contentsOf: line)
        let answer = Self.line(output)
        guard answer == "ok" else { throw Failure("the server says \(answer)") }
    }

    /// The requests so far.
    public var requests: [Request] {
        let text = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").compactMap { line in
            let object = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            guard let object, let path = object["path"] as? String, let status = object["status"] as? Int
            else {
                return nil
            }
            return Request(
                isHub: object["server"] as? String == "hub", path: path, status: status,
                range: object["range"] as? String, ifRange: object["if_range"] as? String,
                authorization: object["authorization"] as? String)
        }
    }
}
