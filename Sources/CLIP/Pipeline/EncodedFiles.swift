public import CLIPImages

/// Picture files that become embeddings, in their order; see ``CLIPModel/encode(files:normalised:options:)``.
public struct EncodedFiles: AsyncSequence, Sendable {
    /// The task was cancelled.
    public typealias Failure = CancellationError

    fileprivate let model: CLIPModel
    fileprivate let paths: [String]
    fileprivate let normalised: Bool
    fileprivate let options: DecodingOptions

    /// A file, and what became of it.
    public struct Element: Sendable {
        /// As it was given.
        public let path: String
        /// `[E]`, or why there is none.
        public let embedding: Result<[Float], ImageError>
    }

    /// Begins to read; goes on while results are taken.
    public func makeAsyncIterator() -> AsyncIterator {
        let (options, preprocessing) = (options, model.preprocessing)
        let stream = model.stream(
            paths.makeIterator(), making: .embedding(normalised: normalised),
            announce: { ReadAhead.begin($0) }
        ) { path -> ((String, ImageError?), RGBImage?) in
            do throws(ImageError) {
                return ((path, nil), try preprocessing.crop(path: path, options: options).image)
            } catch {
                return ((path, error), nil)
            }
        }
        return AsyncIterator(stream: stream)
    }

    /// Waits for one result after the other.
    public struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate let stream: PictureStream<IndexingIterator<[String]>, (String, ImageError?)>
        private var ready: ArraySlice<Element> = []

        fileprivate init(stream: PictureStream<IndexingIterator<[String]>, (String, ImageError?)>) {
            self.stream = stream
        }

        /// - Returns: nil behind the last file.
        /// - Throws: `CancellationError` once the task is cancelled.
        public mutating func next() async throws(CancellationError) -> Element? {
            if ready.isEmpty, let (outcomes, rows) = try await stream.next() {
                var row = 0
                ready =
                    outcomes.map { path, error in
                        if let error { return Element(path: path, embedding: .failure(error)) }
                        defer { row += 1 }
                        return Element(path: path, embedding: .success(Array(rows[row])))
                    }[...]
            }
            return ready.popFirst()
        }
    }
}

extension CLIPModel {
    /// Embeds picture files, any number of them: some are read, decoded and cropped while others go through the
    /// network, on all of the model's threads.
    ///
    /// Nothing happens before the first result is asked for. Reading keeps some way ahead of who takes the results and
    /// no further, so memory does not grow with the number of files.
    ///
    /// ```swift
    /// for try await file in model.encode(files: paths) {
    ///     switch file.embedding {
    ///     case .success(let vector): index.add(vector, named: file.path)
    ///     case .failure(let error): print(error)
    ///     }
    /// }
    /// ```
    ///
    /// - Parameters:
    ///   - paths: picture files. One that cannot be read is a failure of its own and stops nothing.
    ///   - normalised: unit rows if true, the tower's raw output if not.
    ///   - options: nil for what the model's preprocessing asks for.
    /// - Returns: the files with their embeddings, in the same order.
    public func encode(
        files paths: [String], normalised: Bool = true, options: DecodingOptions? = nil
    ) -> EncodedFiles {
        EncodedFiles(
            model: self, paths: paths, normalised: normalised,
            options: options ?? preprocessing.decodingOptions)
    }
}
