extension ModelOptions {
    /// For numbers that people compare: `auto` is f32.
    var comparable: ModelOptions {
        var options = self
        if options.precision == .auto { options.precision = .f32 }
        return options
    }
}
