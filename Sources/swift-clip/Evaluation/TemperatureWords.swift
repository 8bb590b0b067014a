import CLIP
import CLIPEvaluation

/// How to read what a temperature changes.
enum TemperatureWords {
    /// What a reader might take for more than it is, a sentence each; none where both numbers fall.
    static func remarks(_ fit: TemperatureFit) -> [String] {
        let (loss, error) = (fit.logLoss.difference, fit.calibrationError.difference)
        var remarks: [String] = []
        if loss.value < 0, error.value > 0 {
            let each = Double(fit.judged) / Double(Reliability.usualBins)
            remarks.append(
                "The log loss falls and the calibration error rises: with \(DisplayNumber.fixed(Float(each), decimals: 0)) "
                    + "pictures in a bin, the latter is "
                    + (isUncertain(error)
                        ? "within what chance does to it" : "no measure to choose a temperature by")
                    + ". Go by the log loss.")
        }
        if loss.value >= 0 {
            remarks.append("On the other pictures the log loss does not fall: leave the scores as they are.")
        }
        return remarks
    }

    private static func isUncertain(_ change: Estimate) -> Bool {
        change.interval.map { $0.contains(0) } ?? true
    }
}
