/// A few samples of each class, chosen at random by a seed.
///
/// With one seed, fewer shots are always among more: a curve over shots then shows what the added samples bring.
public struct FewShot: Sendable, Hashable {
    /// Indices of the samples, class by class, in the order in which they were drawn.
    public let indices: [Int]
    /// Shots of each class.
    public let shots: Int
    /// What decided the choice.
    public let seed: UInt32

    /// Chooses samples.
    ///
    /// - Parameters:
    ///   - labels: a sample's class each.
    ///   - shots: samples of each class, at least 1.
    ///   - seed: of what is drawn.
    ///   - classes: how many classes there are: each must have that many samples. Nil takes those that occur.
    /// - Throws: ``DatasetError`` that names a class with fewer samples.
    public init(labels: [Int], shots: Int, seed: UInt32, classes: [DatasetClass]? = nil) throws(DatasetError)
    {
        guard shots > 0 else { throw DatasetError("\(shots) shots: give a number from 1 on") }
        let members = ClassMembers(labels)
        let expected = classes.map { Array($0.indices) } ?? members.classes
        let places = Dictionary(uniqueKeysWithValues: zip(members.classes, members.indices))
        var random = RandomState(seed: seed)
        var indices: [Int] = []
        for number in expected {
            let samples = places[number] ?? []
            guard samples.count >= shots else {
                let name = classes.map { "\"\($0[number].name)\"" } ?? "\(number)"
                throw DatasetError(
                    "\(shots == 1 ? "1 shot" : "\(shots) shots") of each class: the class \(name) has \(samples.count == 1 ? "1 sample" : "\(samples.count) samples"); "
                        + "give fewer shots, or leave the class out")
            }
            indices += random.permutation(samples.count)[..<shots].map { samples[$0] }
        }
        self.indices = indices
        self.shots = shots
        self.seed = seed
    }
}
