extension DiskCache {
    /// The folder of prepared towers.
    static let preparedCategory = "prepared"
    /// What their files end in.
    static let preparedSuffix = ".panels"
    /// Prepared towers are as large as models, so that they have a limit of their own.
    public static let preparedCapacity = 16 << 30

    /// Removes the prepared towers that were not used for longest until the rest fits.
    func shrinkPrepared(to capacity: Int = preparedCapacity) {
        Self.remove(
            allFiles(of: Self.preparedCategory).filter { $0.name.hasSuffix(Self.preparedSuffix) },
            above: capacity)
    }
}
