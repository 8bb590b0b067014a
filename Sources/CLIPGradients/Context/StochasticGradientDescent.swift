internal import CLIPNumerics

/// Stochastic gradient descent with momentum and weight decay, in PyTorch's form: `v ← μ v + (g + λ p)`,
/// `p ← p − rate · v`, where v begins as the first gradient.
struct StochasticGradientDescent {
    let momentum: Double
    let weightDecay: Double
    private var speed: [Float] = []

    init(momentum: Double, weightDecay: Double) {
        self.momentum = momentum
        self.weightDecay = weightDecay
    }

    /// Changes a parameter, always the same one, along its gradient.
    mutating func step(_ parameter: Parameter, rate: Double) {
        guard let gradient = parameter.gradient?.floats else { return }
        let isFirst = speed.isEmpty
        if isFirst { speed = gradient }
        let (decay, kept, rate) = (Float(weightDecay), Float(momentum), Float(rate))
        parameter.update { values in
            for index in values.indices {
                let slope = gradient[index] + decay * values[index]
                speed[index] = isFirst ? slope : kept * speed[index] + slope
                values[index] -= rate * speed[index]
            }
        }
    }
}
