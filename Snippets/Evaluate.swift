// Measure words on labelled pictures, then a head that learned from half of them.
import CLIP
import CLIPBundledModel
import CLIPData
import CLIPEvaluation
import CLIPProbes

let clip = try await CLIPModel.load(.bundled)
// A folder with a folder of pictures for each class, a manifest, or an archive.
let data = try OpenedDataset(path: "photos")
let pictures = try await DatasetEncoder(clip).encode(data).features

let words = try await ZeroShotClassifier(
    model: clip, labels: data.classes.map { $0.names[0] }, templates: ["a photo of a {}."])
let findings = try Evaluator().classify(
    pictures, by: LinearClassifier(vectors: words.vectors, scale: words.logitScale))
for metric in findings.result.metrics {
    print(metric.name, metric.estimate.value, metric.estimate.interval.map { "\($0)" } ?? "")
}

let examples = try LabelledFeatures(
    pictures.embeddings, labels: pictures.targets.map { $0[0] }, classes: data.classes.count)
let halves = try StratifiedSplit(labels: examples.labels, fractions: [0.5, 0.5], seed: 0).parts
let learned = try LogisticMethod().fit(ProbeTask(training: examples.selecting(halves[0])))
let judged = examples.selecting(halves[1])
let scores = ProbeScores(
    logits: learned.head.logits(of: judged.features, compute: clip.compute), labels: judged.labels,
    classes: judged.classes)
print("learned from \(halves[0].count), judged on \(scores.count): \(scores.acc1)")
