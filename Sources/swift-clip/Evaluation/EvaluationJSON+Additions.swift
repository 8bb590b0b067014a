import CLIP
import CLIPData
import CLIPEvaluation

extension EvaluationJSON {
    static func json(_ unknown: UnknownDetection, _ result: EvaluationResult) -> JSONText {
        .object([
            ("classes", .strings(result.unknownClasses)), ("known", .integer(unknown.known)),
            ("unknown", .integer(unknown.unknown)), ("auroc_probability", value(unknown.probability)),
            ("auroc_\(result.productWord)", value(unknown.product)), ("auroc_margin", value(unknown.margin)),
        ])
    }

    static func json(_ fit: TemperatureFit) -> JSONText {
        .object([
            ("temperature", .double(fit.temperature)), ("fitted_on", .integer(fit.fitted)),
            ("judged_on", .integer(fit.judged)),
            ("log_loss_before", value(fit.logLoss.before)), ("log_loss_after", value(fit.logLoss.after)),
            ("log_loss_change", value(fit.logLoss.difference)),
            ("ece_before", value(fit.calibrationError.before)),
            ("ece_after", value(fit.calibrationError.after)),
            ("ece_change", value(fit.calibrationError.difference)),
            ("reliability_before", json(fit.reliabilityBefore)), ("reliability", json(fit.reliability)),
        ])
    }

    func json(_ quality: LabelQuality) -> JSONText {
        .object([
            ("estimated_issues", .double(quality.estimatedIssues)),
            ("model_right", .double(quality.agreement.right)),
            ("chance_right", .double(quality.agreement.chance)),
            ("model_is_weak", .bool(quality.agreement.isWeak)),
            ("thresholds", .array(quality.thresholds.map { $0.map(JSONText.double) ?? .null })),
            (
                "issues",
                .array(
                    quality.issues.map { issue in
                        .object([
                            ("image", .string(result.features.ids[issue.picture])),
                            ("given", .string(result.classes[issue.given].name)),
                            ("suggested", .string(result.classes[issue.suggested].name)),
                            ("given_probability", .float(issue.givenProbability)),
                            ("suggested_probability", .float(issue.suggestedProbability)),
                            ("margin", .float(issue.margin)),
                        ])
                    })
            ),
        ])
    }

    func json(_ comparison: BaselineComparison) -> JSONText {
        .object([
            ("model", .string(comparison.model)), ("space", .string(comparison.space)),
            ("acc1_before", Self.value(comparison.before)), ("acc1", Self.value(comparison.after)),
            ("change", Self.value(comparison.change)),
            ("only_before", .integer(comparison.test.onlyFirst)),
            ("only_now", .integer(comparison.test.onlySecond)),
            ("test", .string("McNemar, \(comparison.test.method.rawValue)")),
            ("statistic", comparison.test.statistic.map(JSONText.double) ?? .null),
            ("p", .double(comparison.test.p)), ("relabelled", .integer(comparison.relabelled)),
            (
                "classes",
                .array(
                    comparison.classes.map { change in
                        .object([
                            ("class", .string(change.name)), ("before", .double(change.before)),
                            ("after", .double(change.after)), ("support", .integer(change.support)),
                        ])
                    })
            ),
            (
                "flips",
                .array(
                    comparison.flips.map { flip in
                        .object([
                            ("image", .string(result.features.ids[flip.picture])),
                            ("gained", .bool(flip.isGained)), ("before", .string(flip.before)),
                        ])
                    })
            ),
        ])
    }
}
