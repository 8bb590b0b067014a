extension ModelOptions {
    /// For numbers that people compare: f32 where no precision was asked for.
    var comparable: ModelOptions {
        var options = self
        options.precision = options.precision ?? .f32
        return options
    }
}
