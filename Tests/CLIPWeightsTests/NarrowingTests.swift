import Testing

@testable import CLIPWeights

@Suite("Rounding to 16 bits")
struct NarrowingTests {
    @Test("every half that is widened comes back")
    func halvesComeBack() {
        for bits in UInt16.min...UInt16.max {
            let value = widenHalf(UInt32(bits))
            if value.isNaN {
                #expect(narrowHalf(value) & 0x7C00 == 0x7C00 && narrowHalf(value) & 0x03FF != 0)
            } else {
                #expect(narrowHalf(value) == bits, "\(value)")
            }
        }
    }

    @Test("every brain half that is widened comes back")
    func brainHalvesComeBack() {
        for bits in UInt16.min...UInt16.max {
            let value = Float(bitPattern: UInt32(bits) << 16)
            if value.isNaN {
                #expect(narrowBrainHalf(value) & 0x7F80 == 0x7F80 && narrowBrainHalf(value) & 0x7F != 0)
            } else {
                #expect(narrowBrainHalf(value) == bits, "\(value)")
            }
        }
    }

    /// The two neighbours' middle goes to the even one; what is next to the middle to the nearer one.
    @Test("ties go to the even neighbour", arguments: [ElementType.float16, .bfloat16])
    func ties(type: ElementType) {
        let isHalf = type == .float16
        let narrow = isHalf ? narrowHalf : narrowBrainHalf
        let top: UInt16 = isHalf ? 0x7BFF : 0x7F7F
        for bits in 0..<top {
            let low = Self.widened(bits, isHalf)
            let high = Self.widened(bits + 1, isHalf)
            // Exact: a float has more digits than both.
            let middle = (low + high) / 2
            guard middle > low, middle < high else { continue }
            #expect(narrow(middle) == (bits % 2 == 0 ? bits : bits + 1), "\(middle)")
            #expect(narrow(middle.nextDown) == bits)
            #expect(narrow(middle.nextUp) == bits + 1)
            #expect(narrow(-middle) == narrow(middle) | 0x8000)
        }
    }

    private static func widened(_ bits: UInt16, _ isHalf: Bool) -> Float {
        isHalf ? widenHalf(UInt32(bits)) : Float(bitPattern: UInt32(bits) << 16)
    }

    @Test("what is beyond the largest becomes infinite, and is told")
    func overflow() {
        #expect(narrowHalf(65504) == 0x7BFF)
        #expect(narrowHalf(Float(65520).nextDown) == 0x7BFF)
        #expect(narrowHalf(65520) == 0x7C00)
        #expect(narrowHalf(1e30) == 0x7C00 && narrowHalf(-.infinity) == 0xFC00)
        #expect(narrowBrainHalf(.greatestFiniteMagnitude) == 0x7F80)
        let floats: [Float] = [1, .infinity, 7e4, -8e4]
        var bytes = [UInt8](repeating: 0, count: 8)
        let first = bytes.withUnsafeMutableBytes { target in
            floats.withUnsafeBufferPointer { narrow($0, .float16, into: target) }
        }
        // An infinity stays what it was.
        #expect(first == 2)
        #expect(bytes == [0x00, 0x3C, 0x00, 0x7C, 0x00, 0x7C, 0x00, 0xFC])
    }

    @Test("doubles are rounded once")
    func doubles() {
        // A little above the middle of two halves, nearer to it than floats are to each other.
        let middle = 1 + 0x1p-11
        #expect(narrowHalf(Float(middle + 0x1p-40)) == 0x3C00, "by way of the nearest float it is a tie")
        #expect(narrowHalf(roundedToOdd(middle + 0x1p-40)) == 0x3C01)
        #expect(narrowHalf(roundedToOdd(middle - 0x1p-40)) == 0x3C00)
        #expect(narrowHalf(roundedToOdd(middle)) == 0x3C00)
        #expect(narrowHalf(roundedToOdd(-middle - 0x1p-40)) == 0xBC01)
        #expect(roundedToOdd(1.5) == 1.5 && roundedToOdd(0) == 0)
        #expect(roundedToOdd(.infinity) == .infinity && roundedToOdd(.nan).isNaN)
    }
}
