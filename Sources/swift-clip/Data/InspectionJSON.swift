import CLIP
import CLIPData

/// What `data inspect` found, as one object.
extension InspectionOutput {
    func writeJSON() throws(CommandFailure) {
        let parts = found.parts.map { part in
            JSONText.object([
                (name: "name", value: part.name.map(JSONText.string) ?? .null),
                (name: "samples", value: .integer(part.samples)),
                (name: "captions", value: .integer(part.captions)),
                (name: "unlabelled", value: .integer(part.unlabelled)),
                (name: "per_class", value: .array(part.perClass.map(JSONText.integer))),
            ])
        }
        let classes = data.classes.map { known in
            JSONText.object([
                (name: "name", value: .string(known.name)), (name: "names", value: .strings(known.names)),
            ])
        }
        let unreadable = found.unreadable.map { entry in
            JSONText.object([
                (name: "id", value: .string(entry.id)), (name: "reason", value: .string(entry.reason)),
            ])
        }
        let document = JSONText.object([
            (name: "schema", value: .integer(1)), (name: "dataset", value: .string(data.name)),
            (name: "path", value: .string(data.path)), (name: "kind", value: .string(data.kind.rawValue)),
            (name: "multi_label", value: .bool(data.isMultiLabel)),
            (name: "samples", value: .integer(found.parts.reduce(0) { $0 + $1.samples })),
            (name: "classes", value: .array(classes)), (name: "parts", value: .array(parts)),
            (name: "templates", value: .strings(data.templates)),
            (name: "notes", value: .strings(data.notes)),
            (name: "examples", value: .array(found.examples.map(example))),
            (name: "duplicates", value: found.hasReadPictures ? duplicates : .null),
            (name: "unreadable", value: .array(unreadable)),
        ])
        try console.result(document.text + "\n")
    }

    private func example(_ example: DatasetInspection.Example) -> JSONText {
        .object([
            (name: "id", value: .string(example.id)),
            (name: "part", value: example.part.map(JSONText.string) ?? .null),
            (name: "labels", value: labels(example.labels)),
            (name: "captions", value: .strings(example.captions)),
            (name: "size", value: example.size.map { .array($0.map(JSONText.integer)) } ?? .null),
        ])
    }

    private var duplicates: JSONText {
        .array(
            found.duplicates.map { duplicate in
                let places = duplicate.places.map { place in
                    JSONText.object([
                        (name: "id", value: .string(place.id)),
                        (name: "part", value: place.part.map(JSONText.string) ?? .null),
                        (name: "labels", value: labels(place.labels)),
                    ])
                }
                return .object([
                    (name: "places", value: .array(places)),
                    (name: "across_parts", value: .bool(duplicate.isAcrossParts)),
                    (name: "other_labels", value: .bool(duplicate.hasOtherLabels)),
                ])
            })
    }

    private func labels(_ labels: [Int]) -> JSONText { .strings(labels.map { data.classes[$0].name }) }
}
