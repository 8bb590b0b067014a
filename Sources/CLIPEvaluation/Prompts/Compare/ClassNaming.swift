public import CLIPData

/// A way of calling the classes of a dataset in prompts.
public struct ClassNaming: Sendable, Hashable {
    /// What results call it.
    public let name: String
    /// At least one name for each class, in the order of the classes; several share the class's ensemble.
    public let names: [[String]]

    /// Names for the classes, as many lists as there are classes.
    public init(name: String, names: [[String]]) {
        precondition(names.allSatisfy { !$0.isEmpty }, "a class without a name")
        self.name = name
        self.names = names
    }

    /// As the dataset was opened, with spaces for underscores: what `classify` and `evaluate` use.
    public static func usual(_ classes: [DatasetClass]) -> ClassNaming {
        ClassNaming(name: "usual", names: classes.map { $0.names.map(spaced) })
    }

    /// To the letter as the data has them, such as `apple_braeburn_1`.
    public static func raw(_ classes: [DatasetClass]) -> ClassNaming {
        ClassNaming(name: "raw", names: classes.map { [$0.name] })
    }

    /// Made words of: `apple_braeburn_1` becomes `apple braeburn`.
    /// - Throws: `DatasetError` where two classes would have one name.
    public static func cleaned(_ classes: [DatasetClass]) throws(DatasetError) -> ClassNaming {
        let raw = classes.map { DatasetClass($0.name) }
        return ClassNaming(name: "cleaned", names: try CleanName.clean(raw).classes.map(\.names))
    }

    /// From a set of names.
    /// - Throws: `DatasetError` that names classes without a name.
    public static func named(
        _ set: ClassNameSet, _ classes: [DatasetClass]
    ) throws(DatasetError) -> ClassNaming {
        ClassNaming(name: set.name, names: try set.naming(classes).map(\.names))
    }

    private static func spaced(_ name: String) -> String {
        String(name.map { $0 == "_" ? " " : $0 })
    }
}
