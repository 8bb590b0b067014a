import CLIP
import CLIPEvaluation

/// How to read what a temperature changes.
enum TemperatureWords {
    /// What a reader might take for more than it is, a sentence each; none where both numbers fall.
    static func remarks(_ fit: TemperatureFit) -> [String] {
        let (loss, error) = (fit.logLoss.difference, fit.calibrationError.difference)
        var remarks: [String] = []
        if loss.value < 0, error.value > 0 {
            let each = DisplayNumber.fixed(Float(fit.judged) / Float(Reliability.usualBins), decimals: 0)
            remarks.append(
                isUncertain(error)
                    ? "The log loss falls. The calibration error rises by no more than chance moves it, with \(each) pictures "
                        + "in a bin: go by the log loss."
                    : "The log loss falls and the calibration error rises: the temperature makes up for some very sure "
                        + "mistakes, and leaves the other answers less sure than they are right.")
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
