// Classify a photo by labels in words, with the model inside the program.
import CLIP
import CLIPBundledModel
import CLIPImages

let clip = try await CLIPModel.load(.bundled)  // or CLIPModel.load("path/to/a/model")
let classifier = try await ZeroShotClassifier(
    model: clip, labels: ["cat", "dog", "person"], templates: ["a photo of a {}."])

let photo = try RGBImage(path: "Examples/photos/cat.jpg")
let embeddings = try await clip.encode(images: [photo])
for prediction in classifier.classify(embeddings)[0] {
    print(prediction.label, prediction.score ?? 1)
}

let texts = try await clip.encode(texts: ["a sleeping animal", "a rocket launch"])
print(clip.similarity(embeddings, texts).cosines)
