internal import CLIPImages

/// Values `[H, W, C]` of a picture while it is worked on, row by row without padding.
struct Samples<Value: BinaryFloatingPoint & Sendable> {
    let width: Int
    let height: Int
    let channels: Int
    var values: [Value]

    /// Values that `fill` writes, all of them.
    init(
        width: Int, height: Int, channels: Int, fill: (UnsafeMutableBufferPointer<Value>) -> Void
    ) {
        self.width = width
        self.height = height
        self.channels = channels
        let count = width * height * channels
        values = [Value](unsafeUninitializedCapacity: count) { buffer, initialised in
            fill(UnsafeMutableBufferPointer(rebasing: buffer[..<count]))
            initialised = count
        }
    }

    /// A picture's samples through a table of 256.
    init(_ image: RGBImage, _ table: [Value]) {
        self.init(width: image.width, height: image.height, channels: 3) { values in
            image.pixels.withUnsafeBufferPointer { samples in
                table.withUnsafeBufferPointer { table in
                    for index in values.indices { values[index] = table[Int(samples[index])] }
                }
            }
        }
    }

    /// Values per row.
    var row: Int { width * channels }
}

extension Samples {
    /// The values as a picture; `sample` makes a sample of each.
    func image(_ sample: (Value) -> UInt8) -> RGBImage {
        let pixels = [UInt8](unsafeUninitializedCapacity: values.count) { buffer, initialised in
            values.withUnsafeBufferPointer { values in
                for index in values.indices { buffer[index] = sample(values[index]) }
            }
            initialised = values.count
        }
        return RGBImage(width: width, height: height, tightPixels: pixels)
    }
}
