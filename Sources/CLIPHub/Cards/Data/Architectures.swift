// The architectures of the checkpoints that can be loaded, with open_clip's names.
// Made by Scripts/cards.py from open_clip 3.3.0 and timm 1.0.31: change that, not this.

import CLIP

extension ModelCard {
    static let architectures: [String: ModelConfiguration] = [
        "RN50": .init(
            embedDimension: 1024,
            vision: .resnet(.init(layers: [3, 4, 6, 3], width: 64, heads: 32, imageSize: 224)),
            text: .init(
                width: 512, layers: 12, heads: 8, contextLength: 77,
                vocabularySize: 49408, mlpWidth: 2048, activation: .gelu)),
        "RN101": .init(
            embedDimension: 512,
            vision: .resnet(.init(layers: [3, 4, 23, 3], width: 64, heads: 32, imageSize: 224)),
            text: .init(
                width: 512, layers: 12, heads: 8, contextLength: 77,
                vocabularySize: 49408, mlpWidth: 2048, activation: .gelu)),
        "RN50x4": .init(
            embedDimension: 640,
            vision: .resnet(.init(layers: [4, 6, 10, 6], width: 80, heads: 40, imageSize: 288)),
            text: .init(
                width: 640, layers: 12, heads: 10, contextLength: 77,
                vocabularySize: 49408, mlpWidth: 2560, activation: .gelu)),
        "RN50x16": .init(
            embedDimension: 768,
            vision: .resnet(.init(layers: [6, 8, 18, 8], width: 96, heads: 48, imageSize: 384)),
            text: .init(
                width: 768, layers: 12, heads: 12, contextLength: 77,
                vocabularySize: 49408, mlpWidth: 3072, activation: .gelu)),
        "RN50x64": .init(
            embedDimension: 1024,
            vision: .resnet(.init(layers: [3, 15, 36, 10], width: 128, heads: 64, imageSize: 448)),
            text: .init(
                width: 1024, layers: 12, heads: 16, contextLength: 77,
                vocabularySize: 49408, mlpWidth: 4096, activation: .gelu)),
        "ViT-B-32": .init(
            embedDimension: 512,
            vision: .vit(
                .init(
                    width: 768, layers: 12, heads: 12, mlpWidth: 3072,
                    patchSize: 32, imageSize: 224, activation: .gelu)),
            text: .init(
                width: 512, layers: 12, heads: 8, contextLength: 77,
                vocabularySize: 49408, mlpWidth: 2048, activation: .gelu)),
        "ViT-B-32-256": .init(
            embedDimension: 512,
            vision: .vit(
                .init(
                    width: 768, layers: 12, heads: 12, mlpWidth: 3072,
                    patchSize: 32, imageSize: 256, activation: .gelu)),
            text: .init(
                width: 512, layers: 12, heads: 8, contextLength: 77,
                vocabularySize: 49408, mlpWidth: 2048, activation: .gelu)),
        "ViT-B-16": .init(
            embedDimension: 512,
            vision: .vit(
                .init(
                    width: 768, layers: 12, heads: 12, mlpWidth: 3072,
                    patchSize: 16, imageSize: 224, activation: .gelu)),
            text: .init(
                width: 512, layers: 12, heads: 8, contextLength: 77,
                vocabularySize: 49408, mlpWidth: 2048, activation: .gelu)),
        "ViT-B-16-plus-240": .init(
            embedDimension: 640,
            vision: .vit(
                .init(
                    width: 896, layers: 12, heads: 14, mlpWidth: 3584,
                    patchSize: 16, imageSize: 240, activation: .gelu)),
            text: .init(
                width: 640, layers: 12, heads: 10, contextLength: 77,
                vocabularySize: 49408, mlpWidth: 2560, activation: .gelu)),
        "ViT-L-14": .init(
            embedDimension: 768,
            vision: .vit(
                .init(
                    width: 1024, layers: 24, heads: 16, mlpWidth: 4096,
                    patchSize: 14, imageSize: 224, activation: .gelu)),
            text: .init(
                width: 768, layers: 12, heads: 12, contextLength: 77,
                vocabularySize: 49408, mlpWidth: 3072, activation: .gelu)),
        "ViT-L-14-336": .init(
            embedDimension: 768,
            vision: .vit(
                .init(
                    width: 1024, layers: 24, heads: 16, mlpWidth: 4096,
                    patchSize: 14, imageSize: 336, activation: .gelu)),
            text: .init(
                width: 768, layers: 12, heads: 12, contextLength: 77,
                vocabularySize: 49408, mlpWidth: 3072, activation: .gelu)),
        "ViT-H-14": .init(
            embedDimension: 1024,
            vision: .vit(
                .init(
                    width: 1280, layers: 32, heads: 16, mlpWidth: 5120,
                    patchSize: 14, imageSize: 224, activation: .gelu)),
            text: .init(
                width: 1024, layers: 24, heads: 16, contextLength: 77,
                vocabularySize: 49408, mlpWidth: 4096, activation: .gelu)),
        "ViT-H-14-378": .init(
            embedDimension: 1024,
            vision: .vit(
                .init(
                    width: 1280, layers: 32, heads: 16, mlpWidth: 5120,
                    patchSize: 14, imageSize: 378, activation: .gelu)),
            text: .init(
                width: 1024, layers: 24, heads: 16, contextLength: 77,
                vocabularySize: 49408, mlpWidth: 4096, activation: .gelu)),
        "ViT-g-14": .init(
            embedDimension: 1024,
            vision: .vit(
                .init(
                    width: 1408, layers: 40, heads: 16, mlpWidth: 6144,
                    patchSize: 14, imageSize: 224, activation: .gelu)),
            text: .init(
                width: 1024, layers: 24, heads: 16, contextLength: 77,
                vocabularySize: 49408, mlpWidth: 4096, activation: .gelu)),
        "ViT-bigG-14": .init(
            embedDimension: 1280,
            vision: .vit(
                .init(
                    width: 1664, layers: 48, heads: 16, mlpWidth: 8192,
                    patchSize: 14, imageSize: 224, activation: .gelu)),
            text: .init(
                width: 1280, layers: 32, heads: 20, contextLength: 77,
                vocabularySize: 49408, mlpWidth: 5120, activation: .gelu)),
    ]
}
