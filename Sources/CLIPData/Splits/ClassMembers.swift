/// The samples of each class that occurs.
struct ClassMembers {
    /// Numbers of the classes, ascending.
    let classes: [Int]
    /// Indices of each class's samples, ascending.
    let indices: [[Int]]

    init(_ labels: [Int]) {
        var members: [Int: [Int]] = [:]
        for (index, label) in labels.enumerated() { members[label, default: []].append(index) }
        let sorted = members.sorted { $0.key < $1.key }
        classes = sorted.map(\.key)
        indices = sorted.map(\.value)
    }
}
