extension ModelConfiguration {
    /// How many numbers are trained: what tables of models call "params".
    public var parameterCount: Int { visionParameterCount + textParameterCount + 1 }

    private var visionParameterCount: Int {
        switch vision {
        case .vit(let tower):
            let width = tower.width
            // Patches, class token, positions, the norms before and after, projection.
            return 3 * tower.patchSize * tower.patchSize * width + width + tower.tokens * width + 4 * width
                + tower.layers * Self.blockParameterCount(width: width, mlpWidth: tower.mlpWidth)
                + width * embedDimension
        case .resnet(let tower):
            return tower.parameterCount(embedDimension: embedDimension)
        }
    }

    private var textParameterCount: Int {
        let width = text.width
        return (text.vocabularySize + text.contextLength) * width + 2 * width
            + text.layers * Self.blockParameterCount(width: width, mlpWidth: text.mlpWidth)
            + width * embedDimension
    }

    /// Two norms, attention's four projections, and the MLP, all with biases.
    private static func blockParameterCount(width: Int, mlpWidth: Int) -> Int {
        4 * width + 4 * (width * width + width) + 2 * width * mlpWidth + mlpWidth + width
    }
}

extension ModelConfiguration.ModifiedResNet {
    fileprivate func parameterCount(embedDimension: Int) -> Int {
        /// A convolution without bias and its batch norm's gain and offset.
        func convolution(_ input: Int, _ output: Int, _ kernel: Int) -> Int {
            input * output * kernel * kernel + 2 * output
        }
        var total = convolution(3, width / 2, 3) + convolution(width / 2, width / 2, 3)
        total += convolution(width / 2, width, 3)
        var input = width
        for (stage, blocks) in layers.enumerated() {
            let planes = width << stage
            for block in 0..<blocks {
                total += convolution(input, planes, 1) + convolution(planes, planes, 3)
                total += convolution(planes, 4 * planes, 1)
                // The first block of a stage changes the number of channels on its short cut, too.
                if block == 0 { total += convolution(input, 4 * planes, 1) }
                input = 4 * planes
            }
        }
        // Attention pooling: positions, three square projections, one into the shared space.
        total += (grid * grid + 1) * input + 3 * (input * input + input)
        return total + input * embedDimension + embedDimension
    }
}
