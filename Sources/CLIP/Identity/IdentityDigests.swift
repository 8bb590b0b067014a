internal import CLIPText
public import CLIPWeights

extension ModelConfiguration {
    /// The digest of what decides an embedding and cannot be seen in the weights.
    ///
    /// How the end of a text is found is left out: layouts describe it differently, and for texts that the
    /// tokenizer made they mean the same row.
    public var digest: ContentDigest {
        var builder = DigestBuilder("swift-clip architecture 1")
        appendVision(to: &builder)
        builder.append(textDigest)
        return builder.finish()
    }

    /// The image tower's part of ``digest``.
    package var visionDigest: ContentDigest {
        var builder = DigestBuilder("swift-clip image architecture 1")
        appendVision(to: &builder)
        return builder.finish()
    }

    private func appendVision(to builder: inout DigestBuilder) {
        switch vision {
        case nil: builder.append("no image tower")
        case .vit(let tower):
            builder.append("vit")
            builder.append(tower.heads)
            builder.append(tower.patchSize)
            builder.append(tower.activation.rawValue)
            builder.append([tower.epsilon])
            // What nearly no model has is appended only where one has it, so that older digests stay. A missing
            // norm or a layer scale shows in the weights.
            if tower.pooling != .classToken { builder.append(tower.pooling.rawValue) }
            if tower.grid != tower.trainedGrid { builder.append(tower.positionFilter.rawValue) }
        case .resnet(let tower):
            builder.append("resnet")
            builder.append(tower.heads)
        }
    }

    /// The text tower's part of ``digest``.
    public var textDigest: ContentDigest {
        var builder = DigestBuilder("swift-clip text architecture 1")
        guard let text else {
            builder.append("no text tower")
            return builder.finish()
        }
        builder.append(text.heads)
        builder.append(text.activation.rawValue)
        builder.append([text.epsilon])
        if !text.isCausal { builder.append("sees all tokens") }
        switch text.pooling {
        case .highestToken, .first: break
        case .start: builder.append("first token")
        case .last: builder.append("last token")
        }
        return builder.finish()
    }
}

extension PreprocessingConfiguration {
    /// The digest of what a model asks of a picture. The rounding of the crop and the order of conversion are
    /// left out: they differ between layouts of one model, and between the ways in which it is published.
    public var digest: ContentDigest {
        var builder = DigestBuilder("swift-clip preprocessing 1")
        builder.append(imageSize)
        builder.append(mean)
        builder.append(standardDeviation)
        builder.append(interpolation.rawValue)
        builder.append(resizeMode.rawValue)
        // What nearly no model asks for is appended only where one does, so that older digests stay.
        if let resizedSide, resizedSide != imageSize {
            builder.append("resized side")
            builder.append(resizedSide)
        }
        if resizeMode == .longest, fill != 0 {
            builder.append("fill")
            builder.append(Int(fill))
        }
        // Files write 1/255 with more or fewer digits.
        if abs(rescaleFactor * 255 - 1) >= 1e-6 {
            builder.append("rescale factor")
            builder.append([Float(rescaleFactor)])
        }
        return builder.finish()
    }
}

extension TokenizerDigest {
    /// The digest of a tokenizer.
    static func digest(of tokenizer: Tokenizer) -> ContentDigest {
        digest(
            rules: tokenizer.rulesIdentity, count: tokenizer.vocabularySize,
            specials: [tokenizer.startToken, tokenizer.endToken], spelling: { tokenizer.token($0) },
            merges: tokenizer.mergedTokens)
    }

    /// The digest of OpenAI's vocabulary by these rules, where it is written down here; a test holds it against
    /// ``digest(of:)``.
    static func openAI(_ rules: Tokenizer.Rules) -> ContentDigest? {
        switch rules {
        case .openCLIP:
            ContentDigest(hex: "d82155dba6b60a2d1bec19324af232ec46a4ddd6728fc5db3f790fb1e276303c")
        case .openAI, .huggingFace: nil
        }
    }
}

/// The digest of a tokenizer: its rules and its vocabulary, whatever files the vocabulary came from.
public enum TokenizerDigest {
    /// - Parameters:
    ///   - rules: the rules for cleaning and splitting text, with their version.
    ///   - count: tokens of the vocabulary.
    ///   - specials: the ids of start and end; how a vocabulary spells these two is not looked at, because
    ///     layouts differ in it.
    ///   - spelling: how the vocabulary spells a token.
    ///   - merges: the tokens that merges make, first merge first.
    public static func digest(
        rules: String, count: Int, specials: [Int32], spelling: (Int32) -> String?,
        merges: some Collection<Int32>
    ) -> ContentDigest {
        var builder = DigestBuilder("swift-clip tokenizer 2")
        builder.append(rules)
        builder.append(count)
        builder.append(specials.count)
        for id in specials { builder.append(Int(id)) }
        for id in 0..<Int32(count) where !specials.contains(id) { builder.append(spelling(id) ?? "") }
        builder.append(merges.count)
        for id in merges { builder.append(Int(id)) }
        return builder.finish()
    }
}
