/// A value of a MATLAB file.
indirect enum MatValue: Hashable {
    /// Numbers of any kind, as doubles, in the order of the file: the first axis runs fastest.
    case numbers([Double], shape: [Int])
    case text(String)
    case cells([MatValue])
    /// A table: each field's values, one for each row.
    case table([String: [MatValue]])
    /// Objects, sparse matrices and other values that no data set needs.
    case other

    /// The one number that it is.
    var number: Double? {
        guard case .numbers(let numbers, _) = self, numbers.count == 1 else { return nil }
        return numbers[0]
    }

    var text: String? {
        guard case .text(let text) = self else { return nil }
        return text
    }
}
