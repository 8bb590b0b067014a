extension ModelConfiguration {
    /// How many numbers are trained: what tables of models call "params". Of positions the checkpoint's count.
    public var parameterCount: Int {
        let hasTemperature = towers == .both
        return visionParameterCount + textParameterCount + (hasTemperature ? 1 : 0)
    }

    private var visionParameterCount: Int {
        switch vision {
        case nil: return 0
        case .vit(let tower):
            let width = tower.width
            let positions = tower.trainedGrid * tower.trainedGrid + 1
            // Patches, class token, positions, the norms before and after, projection.
            return 3 * tower.patchSize * tower.patchSize * width + width + positions * width
                + (tower.hasPreNorm ? 4 : 2) * width
                + tower.layers * Self.blockParameterCount(TransformerSizes(tower))
                + width * embedDimension
        case .resnet(let tower):
            return tower.parameterCount(embedDimension: embedDimension)
        }
    }

    private var textParameterCount: Int {
        guard let text else { return 0 }
        let width = text.width
        let projection =
            switch text.projection {
            case .matrix: width * embedDimension
            case .affine: (width + 1) * embedDimension
            case .none: 0
            }
        return (text.vocabularySize + text.contextLength) * width + 2 * width
            + text.layers * Self.blockParameterCount(TransformerSizes(text)) + projection
    }

    /// Two norms, attention's four projections, and the MLP, all with biases; two layer scales where there are.
    private static func blockParameterCount(_ sizes: TransformerSizes) -> Int {
        let (width, mlpWidth) = (sizes.width, sizes.mlpWidth)
        return (sizes.hasLayerScale ? 6 : 4) * width + 4 * (width * width + width) + 2 * width * mlpWidth
            + mlpWidth + width
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
