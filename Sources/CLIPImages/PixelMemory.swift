internal import CCLIPImaging

extension [UInt8] {
    /// Memory for `count` samples that `fill` writes all of; empty where it reports failure.
    init(pixelBytes count: Int, fill: (UnsafeMutablePointer<UInt8>) -> Bool) {
        self.init(unsafeUninitializedCapacity: count) { buffer, initialised in
            guard let base = buffer.baseAddress else { return }
            cclip_expect_large(base, count)
            initialised = fill(base) ? count : 0
        }
    }
}
