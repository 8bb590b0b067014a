import Testing

@testable import CLIPWeights

@Suite("Widening")
struct WideningTests {
    /// Widens bytes that begin at an odd address.
    private func widened(_ bytes: [UInt8], _ type: ElementType) -> [Float] {
        let shifted = [0] + bytes
        guard !bytes.isEmpty else { return [] }
        return [Float](unsafeUninitializedCapacity: bytes.count / type.size) { buffer, count in
            count = bytes.count / type.size
            shifted.withUnsafeBytes {
                widen($0.baseAddress! + 1, type, into: UnsafeMutableBufferPointer(rebasing: buffer[..<count]))
            }
        }
    }

    private func littleEndian<Number: FixedWidthInteger>(_ numbers: [Number]) -> [UInt8] {
        numbers.flatMap { number in withUnsafeBytes(of: number.littleEndian) { Array($0) } }
    }

    /// The value of a small float by its definition, nil for NaN.
    private func value(_ bits: Int, exponentBits: Int, mantissaBits: Int, hasInfinity: Bool) -> Float? {
        let bias = (1 << (exponentBits - 1)) - 1
        let mantissa = bits & ((1 << mantissaBits) - 1)
        let exponent = (bits >> mantissaBits) & ((1 << exponentBits) - 1)
        let sign: Float = bits >> (mantissaBits + exponentBits) & 1 == 1 ? -1 : 1
        let top = (1 << exponentBits) - 1
        let one = Float(1 << mantissaBits)
        if hasInfinity, exponent == top { return mantissa == 0 ? sign * .infinity : nil }
        if !hasInfinity, exponent == top, mantissa == (1 << mantissaBits) - 1 { return nil }
        func power(_ exponent: Int) -> Float { Float(sign: .plus, exponent: exponent, significand: 1) }
        return exponent == 0
            ? sign * Float(mantissa) / one * power(1 - bias)
            : sign * (1 + Float(mantissa) / one) * power(exponent - bias)
    }

    private func expectEqual(_ found: [Float], _ expected: (Int) -> Float?) {
        for (bits, number) in found.enumerated() {
            guard let expected = expected(bits) else {
                #expect(number.isNaN, "\(bits)")
                continue
            }
            // By bits, so that the two zeros are told apart.
            #expect(number.bitPattern == expected.bitPattern, "\(bits): \(number), not \(expected)")
        }
    }

    @Test("all halves, exactly")
    func halves() {
        let found = widened(littleEndian((0...UInt16.max).map { $0 }), .float16)
        expectEqual(found) { value($0, exponentBits: 5, mantissaBits: 10, hasInfinity: true) }
    }

    @Test("all brain halves, exactly")
    func brainHalves() {
        let found = widened(littleEndian((0...UInt16.max).map { $0 }), .bfloat16)
        expectEqual(found) { value($0, exponentBits: 8, mantissaBits: 7, hasInfinity: true) }
    }

    @Test("all eight-bit floats, exactly")
    func eightBits() {
        let all = (0...UInt8.max).map { $0 }
        expectEqual(widened(all, .float8E5M2)) {
            value($0, exponentBits: 5, mantissaBits: 2, hasInfinity: true)
        }
        expectEqual(widened(all, .float8E4M3)) {
            value($0, exponentBits: 4, mantissaBits: 3, hasInfinity: false)
        }
    }

    @Test("NaN keeps its sign and payload")
    func payload() {
        let found = widened(littleEndian([0x7E01, 0xFD55] as [UInt16]), .float16).map(\.bitPattern)
        #expect(found == [0x7FC0_2000, 0xFFAA_A000])
    }

    @Test("singles, doubles and whole numbers")
    func others() {
        let singles: [Float] = [0, -0, 1.5, .infinity, .leastNonzeroMagnitude]
        #expect(
            widened(littleEndian(singles.map(\.bitPattern)), .float32).map(\.bitPattern)
                == singles.map(\.bitPattern))
        let doubles = [0.1, -1e300, 1e-300, Double(16_777_217)]
        #expect(widened(littleEndian(doubles.map(\.bitPattern)), .float64) == doubles.map { Float($0) })
        #expect(widened(littleEndian([-1, Int64.max] as [Int64]), .int64) == [-1, Float(Int64.max)])
        #expect(widened(littleEndian([-7] as [Int32]), .int32) == [-7])
        #expect(widened(littleEndian([-7] as [Int16]), .int16) == [-7])
        #expect(widened(littleEndian([-7] as [Int8]), .int8) == [-7])
        #expect(widened(littleEndian([UInt64.max]), .uint64) == [Float(UInt64.max)])
        #expect(widened(littleEndian([UInt32.max]), .uint32) == [Float(UInt32.max)])
        #expect(widened(littleEndian([UInt16.max]), .uint16) == [65535])
        #expect(widened([255, 0, 1], .uint8) == [255, 0, 1])
        #expect(widened([0, 1], .bool) == [0, 1])
    }

    @Test("counts that do not fill a vector", arguments: 0...35)
    func remainders(count: Int) {
        let halves = (0..<count).map { UInt16($0 * 311) }
        let found = widened(littleEndian(halves), .float16)
        #expect(found.count == count)
        expectEqual(found.enumerated().map { found[$0.offset] }) { index in
            value(Int(halves[index]), exponentBits: 5, mantissaBits: 10, hasInfinity: true)
        }
    }
}
