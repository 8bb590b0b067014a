import Testing

@testable import CLIPReports

@Suite("Numbers as people read them")
struct ShownNumberTests {
    @Test("shares, intervals and differences")
    func shares() {
        #expect(ShownNumber.percent(0.7834) == "78.3\u{A0}%")
        #expect(ShownNumber.percent(1.0) == "100.0\u{A0}%")
        #expect(ShownNumber.percent(0.5, 0) == "50\u{A0}%")
        #expect(ShownNumber.percent(nil as Double?) == "–")
        #expect(ShownNumber.percent(Double.nan) == "–")
        #expect(ShownNumber.percent(0.741...0.82) == "74.1–82.0\u{A0}%")
        #expect(ShownNumber.points(0.0234) == "+2.3")
        #expect(ShownNumber.points(-0.0234) == "−2.3")
        #expect(ShownNumber.points(0.0001) == "0.0")
        #expect(ShownNumber.points(-0.0001) == "0.0")
    }

    @Test("counts, significance and fixed decimals")
    func plain() {
        #expect(ShownNumber.grouped(1_234_567) == "1,234,567")
        #expect(ShownNumber.grouped(-1234) == "−1,234")
        #expect(ShownNumber.grouped(999) == "999")
        #expect(ShownNumber.count(1, "picture") == "1\u{A0}picture")
        #expect(ShownNumber.count(2, "class") == "2\u{A0}classes")
        #expect(ShownNumber.fixed(0.0499, 1) == "0.0")
        #expect(ShownNumber.fixed(1234.05, 1) == "1,234.1")
        #expect(ShownNumber.fixed(.infinity, 1) == "–")
        #expect(ShownNumber.fixed(1e300, 1) == "1e+300")
        #expect(ShownNumber.significance(0.0004) == "<\u{A0}0.001")
        #expect(ShownNumber.significance(0.0411) == "0.041")
    }

    @Test("coordinates have no digits that are not needed")
    func coordinates() {
        let pairs = [
            (1.0, "1"), (1.5, "1.5"), (1.25, "1.25"), (1.001, "1"), (-0.004, "0"), (-2.05, "-2.05"),
            (99.999, "100"),
        ]
        for (value, text) in pairs { #expect(ShownNumber.coordinate(value) == text) }
    }

    @Test(
        "ticks enclose their range in steps that people count by",
        arguments: [
            (0.0...1.0, [0, 0.2, 0.4, 0.6, 0.8, 1.0], 1), (0.13...0.87, [0, 0.2, 0.4, 0.6, 0.8, 1.0], 1),
            (0.61...0.64, [0.61, 0.62, 0.63, 0.64], 2), (0...7, [0, 2, 4, 6, 8], 0),
            (0...23_000, [0, 5000, 10_000, 15_000, 20_000, 25_000], 0),
            (-1...1, [-1, -0.5, 0, 0.5, 1], 1),
        ] as [(ClosedRange<Double>, [Double], Int)])
    func ticks(range: ClosedRange<Double>, values: [Double], decimals: Int) {
        let ticks = Ticks(enclosing: range)
        #expect(ticks.values == values)
        #expect(ticks.decimals == decimals)
    }

    @Test("ticks of a range that is none")
    func degenerate() {
        for range: ClosedRange<Double> in [0.5...0.5, 0...0, -.infinity...1, 1e-300...1e-300] {
            let ticks = Ticks(enclosing: range)
            #expect(ticks.values.count > 1 && ticks.values.count < 20, "\(range)")
            #expect(zip(ticks.values, ticks.values.dropFirst()).allSatisfy { $0 < $1 })
        }
        #expect(Ticks(enclosing: 0.9...0.99, within: 0...1).values.last == 1)
    }
}
