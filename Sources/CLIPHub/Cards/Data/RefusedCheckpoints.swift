// open_clip's other checkpoints.
// Made by Scripts/cards.py from open_clip 3.3.0 and timm 1.0.31: change that, not this.

extension ModelCard {
    static let refusedTable: [RefusedCheckpoint] = [
        .init(
            "roberta-ViT-B-32", "laion2b_s12b_b32k", "laion/CLIP-ViT-B-32-roberta-base-laion2B-s12B-b32k",
            "its text tower is roberta-base, not CLIP's transformer"),
        .init(
            "xlm-roberta-base-ViT-B-32", "laion5b_s13b_b90k",
            "laion/CLIP-ViT-B-32-xlm-roberta-base-laion5B-s13B-b90k",
            "its text tower is xlm-roberta-base, not CLIP's transformer"),
        .init(
            "xlm-roberta-large-ViT-H-14", "frozen_laion5b_s13b_b90k",
            "laion/CLIP-ViT-H-14-frozen-xlm-roberta-large-laion5B-s13B-b90k",
            "its text tower is xlm-roberta-large, not CLIP's transformer"),
        .init(
            "convnext_base", "laion400m_s13b_b51k", "laion/CLIP-convnext_base-laion400M-s13B-b51K",
            "its image tower is timm's convnext_base, not one of CLIP's own"),
        .init(
            "convnext_base_w", "laion2b_s13b_b82k", "laion/CLIP-convnext_base_w-laion2B-s13B-b82K",
            "its image tower is timm's convnext_base, not one of CLIP's own"),
        .init(
            "convnext_base_w", "laion2b_s13b_b82k_augreg",
            "laion/CLIP-convnext_base_w-laion2B-s13B-b82K-augreg",
            "its image tower is timm's convnext_base, not one of CLIP's own"),
        .init(
            "convnext_base_w", "laion_aesthetic_s13b_b82k",
            "laion/CLIP-convnext_base_w-laion_aesthetic-s13B-b82K",
            "its image tower is timm's convnext_base, not one of CLIP's own"),
        .init(
            "convnext_base_w_320", "laion_aesthetic_s13b_b82k",
            "laion/CLIP-convnext_base_w_320-laion_aesthetic-s13B-b82K",
            "its image tower is timm's convnext_base, not one of CLIP's own"),
        .init(
            "convnext_base_w_320", "laion_aesthetic_s13b_b82k_augreg",
            "laion/CLIP-convnext_base_w_320-laion_aesthetic-s13B-b82K-augreg",
            "its image tower is timm's convnext_base, not one of CLIP's own"),
        .init(
            "convnext_large_d", "laion2b_s26b_b102k_augreg",
            "laion/CLIP-convnext_large_d.laion2B-s26B-b102K-augreg",
            "its image tower is timm's convnext_large, not one of CLIP's own"),
        .init(
            "convnext_large_d_320", "laion2b_s29b_b131k_ft",
            "laion/CLIP-convnext_large_d_320.laion2B-s29B-b131K-ft",
            "its image tower is timm's convnext_large, not one of CLIP's own"),
        .init(
            "convnext_large_d_320", "laion2b_s29b_b131k_ft_soup",
            "laion/CLIP-convnext_large_d_320.laion2B-s29B-b131K-ft-soup",
            "its image tower is timm's convnext_large, not one of CLIP's own"),
        .init(
            "convnext_xxlarge", "laion2b_s34b_b82k_augreg",
            "laion/CLIP-convnext_xxlarge-laion2B-s34B-b82K-augreg",
            "its image tower is timm's convnext_xxlarge, not one of CLIP's own"),
        .init(
            "convnext_xxlarge", "laion2b_s34b_b82k_augreg_rewind",
            "laion/CLIP-convnext_xxlarge-laion2B-s34B-b82K-augreg-rewind",
            "its image tower is timm's convnext_xxlarge, not one of CLIP's own"),
        .init(
            "convnext_xxlarge", "laion2b_s34b_b82k_augreg_soup",
            "laion/CLIP-convnext_xxlarge-laion2B-s34B-b82K-augreg-soup",
            "its image tower is timm's convnext_xxlarge, not one of CLIP's own"),
        .init(
            "coca_ViT-B-32", "laion2b_s13b_b90k", "laion/CoCa-ViT-B-32-laion2B-s13B-b90k",
            "CoCa: attentional pooling and a decoder of captions"),
        .init(
            "coca_ViT-B-32", "mscoco_finetuned_laion2b_s13b_b90k",
            "laion/mscoco_finetuned_CoCa-ViT-B-32-laion2B-s13B-b90k",
            "CoCa: attentional pooling and a decoder of captions"),
        .init(
            "coca_ViT-L-14", "laion2b_s13b_b90k", "laion/CoCa-ViT-L-14-laion2B-s13B-b90k",
            "CoCa: attentional pooling and a decoder of captions"),
        .init(
            "coca_ViT-L-14", "mscoco_finetuned_laion2b_s13b_b90k",
            "laion/mscoco_finetuned_CoCa-ViT-L-14-laion2B-s13B-b90k",
            "CoCa: attentional pooling and a decoder of captions"),
        .init(
            "EVA01-g-14", "laion400m_s11b_b41k", "timm/eva_giant_patch14_clip_224.laion400m_s11b_b41k",
            "its image tower is timm's eva_giant_patch14_224, not one of CLIP's own"),
        .init(
            "EVA01-g-14-plus", "merged2b_s11b_b114k",
            "timm/eva_giant_patch14_plus_clip_224.merged2b_s11b_b114k",
            "its image tower is timm's eva_giant_patch14_224, not one of CLIP's own"),
        .init(
            "EVA02-B-16", "merged2b_s8b_b131k", "timm/eva02_base_patch16_clip_224.merged2b_s8b_b131k",
            "its image tower is timm's eva02_base_patch16_clip_224, not one of CLIP's own"),
        .init(
            "EVA02-L-14", "merged2b_s4b_b131k", "timm/eva02_large_patch14_clip_224.merged2b_s4b_b131k",
            "its image tower is timm's eva02_large_patch14_clip_224, not one of CLIP's own"),
        .init(
            "EVA02-L-14-336", "merged2b_s6b_b61k", "timm/eva02_large_patch14_clip_336.merged2b_s6b_b61k",
            "its image tower is timm's eva02_large_patch14_clip_336, not one of CLIP's own"),
        .init(
            "EVA02-E-14", "laion2b_s4b_b115k", "timm/eva02_enormous_patch14_clip_224.laion2b_s4b_b115k",
            "its image tower is timm's eva02_enormous_patch14_clip_224, not one of CLIP's own"),
        .init(
            "EVA02-E-14-plus", "laion2b_s9b_b144k",
            "timm/eva02_enormous_patch14_plus_clip_224.laion2b_s9b_b144k",
            "its image tower is timm's eva02_enormous_patch14_clip_224, not one of CLIP's own"),
        .init(
            "ViT-B-16-SigLIP", "webli", "timm/ViT-B-16-SigLIP",
            "its image tower is timm's vit_base_patch16_siglip_224, not one of CLIP's own"),
        .init(
            "ViT-B-16-SigLIP-256", "webli", "timm/ViT-B-16-SigLIP-256",
            "its image tower is timm's vit_base_patch16_siglip_256, not one of CLIP's own"),
        .init(
            "ViT-B-16-SigLIP-i18n-256", "webli", "timm/ViT-B-16-SigLIP-i18n-256",
            "its image tower is timm's vit_base_patch16_siglip_256, not one of CLIP's own"),
        .init(
            "ViT-B-16-SigLIP-384", "webli", "timm/ViT-B-16-SigLIP-384",
            "its image tower is timm's vit_base_patch16_siglip_384, not one of CLIP's own"),
        .init(
            "ViT-B-16-SigLIP-512", "webli", "timm/ViT-B-16-SigLIP-512",
            "its image tower is timm's vit_base_patch16_siglip_512, not one of CLIP's own"),
        .init(
            "ViT-L-16-SigLIP-256", "webli", "timm/ViT-L-16-SigLIP-256",
            "its image tower is timm's vit_large_patch16_siglip_256, not one of CLIP's own"),
        .init(
            "ViT-L-16-SigLIP-384", "webli", "timm/ViT-L-16-SigLIP-384",
            "its image tower is timm's vit_large_patch16_siglip_384, not one of CLIP's own"),
        .init(
            "ViT-SO400M-14-SigLIP", "webli", "timm/ViT-SO400M-14-SigLIP",
            "its image tower is timm's vit_so400m_patch14_siglip_224, not one of CLIP's own"),
        .init(
            "ViT-SO400M-16-SigLIP-i18n-256", "webli", "timm/ViT-SO400M-16-SigLIP-i18n-256",
            "its image tower is timm's vit_so400m_patch16_siglip_256, not one of CLIP's own"),
        .init(
            "ViT-SO400M-14-SigLIP-378", "webli", "timm/ViT-SO400M-14-SigLIP-384",
            "its image tower is timm's vit_so400m_patch14_siglip_378, not one of CLIP's own"),
        .init(
            "ViT-SO400M-14-SigLIP-384", "webli", "timm/ViT-SO400M-14-SigLIP-384",
            "its image tower is timm's vit_so400m_patch14_siglip_384, not one of CLIP's own"),
        .init(
            "ViT-B-32-SigLIP2-256", "webli", "timm/ViT-B-32-SigLIP2-256",
            "its image tower is timm's vit_base_patch32_siglip_256, not one of CLIP's own"),
        .init(
            "ViT-B-16-SigLIP2", "webli", "timm/ViT-B-16-SigLIP2",
            "its image tower is timm's vit_base_patch16_siglip_224, not one of CLIP's own"),
        .init(
            "ViT-B-16-SigLIP2-256", "webli", "timm/ViT-B-16-SigLIP2-256",
            "its image tower is timm's vit_base_patch16_siglip_256, not one of CLIP's own"),
        .init(
            "ViT-B-16-SigLIP2-384", "webli", "timm/ViT-B-16-SigLIP2-384",
            "its image tower is timm's vit_base_patch16_siglip_384, not one of CLIP's own"),
        .init(
            "ViT-B-16-SigLIP2-512", "webli", "timm/ViT-B-16-SigLIP2-512",
            "its image tower is timm's vit_base_patch16_siglip_512, not one of CLIP's own"),
        .init(
            "ViT-L-16-SigLIP2-256", "webli", "timm/ViT-L-16-SigLIP2-256",
            "its image tower is timm's vit_large_patch16_siglip_256, not one of CLIP's own"),
        .init(
            "ViT-L-16-SigLIP2-384", "webli", "timm/ViT-L-16-SigLIP2-384",
            "its image tower is timm's vit_large_patch16_siglip_384, not one of CLIP's own"),
        .init(
            "ViT-L-16-SigLIP2-512", "webli", "timm/ViT-L-16-SigLIP2-512",
            "its image tower is timm's vit_large_patch16_siglip_512, not one of CLIP's own"),
        .init(
            "ViT-SO400M-14-SigLIP2", "webli", "timm/ViT-SO400M-14-SigLIP2",
            "its image tower is timm's vit_so400m_patch14_siglip_224, not one of CLIP's own"),
        .init(
            "ViT-SO400M-14-SigLIP2-378", "webli", "timm/ViT-SO400M-14-SigLIP2-378",
            "its image tower is timm's vit_so400m_patch14_siglip_378, not one of CLIP's own"),
        .init(
            "ViT-SO400M-16-SigLIP2-256", "webli", "timm/ViT-SO400M-16-SigLIP2-256",
            "its image tower is timm's vit_so400m_patch16_siglip_256, not one of CLIP's own"),
        .init(
            "ViT-SO400M-16-SigLIP2-384", "webli", "timm/ViT-SO400M-16-SigLIP2-384",
            "its image tower is timm's vit_so400m_patch16_siglip_384, not one of CLIP's own"),
        .init(
            "ViT-SO400M-16-SigLIP2-512", "webli", "timm/ViT-SO400M-16-SigLIP2-512",
            "its image tower is timm's vit_so400m_patch16_siglip_512, not one of CLIP's own"),
        .init(
            "ViT-gopt-16-SigLIP2-256", "webli", "timm/ViT-gopt-16-SigLIP2-256",
            "its image tower is timm's vit_giantopt_patch16_siglip_256, not one of CLIP's own"),
        .init(
            "ViT-gopt-16-SigLIP2-384", "webli", "timm/ViT-gopt-16-SigLIP2-384",
            "its image tower is timm's vit_giantopt_patch16_siglip_384, not one of CLIP's own"),
        .init(
            "ViT-L-14-CLIPA", "datacomp1b", "UCSC-VLAA/ViT-L-14-CLIPA-datacomp1B",
            "its tokenizer is that of bert-base-uncased, not CLIP's"),
        .init(
            "ViT-L-14-CLIPA-336", "datacomp1b", "UCSC-VLAA/ViT-L-14-CLIPA-336-datacomp1B",
            "its tokenizer is that of bert-base-uncased, not CLIP's"),
        .init(
            "ViT-H-14-CLIPA", "datacomp1b", "UCSC-VLAA/ViT-H-14-CLIPA-datacomp1B",
            "its tokenizer is that of bert-base-uncased, not CLIP's"),
        .init(
            "ViT-H-14-CLIPA-336", "laion2b", "UCSC-VLAA/ViT-H-14-CLIPA-336-laion2B",
            "its tokenizer is that of bert-base-uncased, not CLIP's"),
        .init(
            "ViT-H-14-CLIPA-336", "datacomp1b", "UCSC-VLAA/ViT-H-14-CLIPA-336-datacomp1B",
            "its tokenizer is that of bert-base-uncased, not CLIP's"),
        .init(
            "ViT-bigG-14-CLIPA", "datacomp1b", "UCSC-VLAA/ViT-bigG-14-CLIPA-datacomp1B",
            "its tokenizer is that of bert-base-uncased, not CLIP's"),
        .init(
            "ViT-bigG-14-CLIPA-336", "datacomp1b", "UCSC-VLAA/ViT-bigG-14-CLIPA-336-datacomp1B",
            "its tokenizer is that of bert-base-uncased, not CLIP's"),
        .init(
            "nllb-clip-base", "v1", "visheratin/nllb-clip-base-oc",
            "its text tower is facebook/nllb-200-distilled-600M, not CLIP's transformer"),
        .init(
            "nllb-clip-large", "v1", "visheratin/nllb-clip-large-oc",
            "its text tower is facebook/nllb-200-distilled-1.3B, not CLIP's transformer"),
        .init(
            "nllb-clip-base-siglip", "v1", "visheratin/nllb-clip-base-siglip",
            "its text tower is facebook/nllb-200-distilled-600M, not CLIP's transformer"),
        .init(
            "nllb-clip-base-siglip", "mrl", "visheratin/nllb-siglip-mrl-base",
            "its text tower is facebook/nllb-200-distilled-600M, not CLIP's transformer"),
        .init(
            "nllb-clip-large-siglip", "v1", "visheratin/nllb-clip-large-siglip",
            "its text tower is facebook/nllb-200-distilled-1.3B, not CLIP's transformer"),
        .init(
            "nllb-clip-large-siglip", "mrl", "visheratin/nllb-siglip-mrl-large",
            "its text tower is facebook/nllb-200-distilled-1.3B, not CLIP's transformer"),
        .init(
            "MobileCLIP-S1", "datacompdr", "apple/MobileCLIP-S1-OpenCLIP",
            "its image tower is timm's fastvit_mci1, not one of CLIP's own"),
        .init(
            "MobileCLIP-S2", "datacompdr", "apple/MobileCLIP-S2-OpenCLIP",
            "its image tower is timm's fastvit_mci2, not one of CLIP's own"),
        .init(
            "MobileCLIP-B", "datacompdr", "apple/MobileCLIP-B-OpenCLIP",
            "its image tower is timm's vit_base_mci_224, not one of CLIP's own"),
        .init(
            "MobileCLIP-B", "datacompdr_lt", "apple/MobileCLIP-B-LT-OpenCLIP",
            "its image tower is timm's vit_base_mci_224, not one of CLIP's own"),
        .init(
            "MobileCLIP2-B", "dfndr2b", "timm/MobileCLIP2-B-OpenCLIP",
            "its image tower is timm's vit_base_mci_224, not one of CLIP's own"),
        .init(
            "MobileCLIP2-S0", "dfndr2b", "timm/MobileCLIP2-S0-OpenCLIP",
            "its image tower is timm's fastvit_mci0, not one of CLIP's own"),
        .init(
            "MobileCLIP2-S2", "dfndr2b", "timm/MobileCLIP2-S2-OpenCLIP",
            "its image tower is timm's fastvit_mci2, not one of CLIP's own"),
        .init(
            "MobileCLIP2-S3", "dfndr2b", "timm/MobileCLIP2-S3-OpenCLIP",
            "its image tower is timm's fastvit_mci3, not one of CLIP's own"),
        .init(
            "MobileCLIP2-S4", "dfndr2b", "timm/MobileCLIP2-S4-OpenCLIP",
            "its image tower is timm's fastvit_mci4, not one of CLIP's own"),
        .init(
            "MobileCLIP2-L-14", "dfndr2b", "timm/MobileCLIP2-L-14-OpenCLIP",
            "its image tower is timm's vit_large_patch14_clip_224, not one of CLIP's own"),
        .init(
            "ViTamin-S", "datacomp1b", "jienengchen/ViTamin-S",
            "its image tower is timm's vitamin_small_224, not one of CLIP's own"),
        .init(
            "ViTamin-S-LTT", "datacomp1b", "jienengchen/ViTamin-S-LTT",
            "its image tower is timm's vitamin_small_224, not one of CLIP's own"),
        .init(
            "ViTamin-B", "datacomp1b", "jienengchen/ViTamin-B",
            "its image tower is timm's vitamin_base_224, not one of CLIP's own"),
        .init(
            "ViTamin-B-LTT", "datacomp1b", "jienengchen/ViTamin-B-LTT",
            "its image tower is timm's vitamin_base_224, not one of CLIP's own"),
        .init(
            "ViTamin-L", "datacomp1b", "jienengchen/ViTamin-L-224px",
            "its image tower is timm's vitamin_large_224, not one of CLIP's own"),
        .init(
            "ViTamin-L-256", "datacomp1b", "jienengchen/ViTamin-L-256px",
            "its image tower is timm's vitamin_large_256, not one of CLIP's own"),
        .init(
            "ViTamin-L-336", "datacomp1b", "jienengchen/ViTamin-L-336px",
            "its image tower is timm's vitamin_large_336, not one of CLIP's own"),
        .init(
            "ViTamin-L-384", "datacomp1b", "jienengchen/ViTamin-L-384px",
            "its image tower is timm's vitamin_large_384, not one of CLIP's own"),
        .init(
            "ViTamin-L2", "datacomp1b", "jienengchen/ViTamin-L2-224px",
            "its image tower is timm's vitamin_large2_224, not one of CLIP's own"),
        .init(
            "ViTamin-L2-256", "datacomp1b", "jienengchen/ViTamin-L2-256px",
            "its image tower is timm's vitamin_large2_256, not one of CLIP's own"),
        .init(
            "ViTamin-L2-336", "datacomp1b", "jienengchen/ViTamin-L2-336px",
            "its image tower is timm's vitamin_large2_336, not one of CLIP's own"),
        .init(
            "ViTamin-L2-384", "datacomp1b", "jienengchen/ViTamin-L2-384px",
            "its image tower is timm's vitamin_large2_384, not one of CLIP's own"),
        .init(
            "ViTamin-XL-256", "datacomp1b", "jienengchen/ViTamin-XL-256px",
            "its image tower is timm's vitamin_xlarge_256, not one of CLIP's own"),
        .init(
            "ViTamin-XL-336", "datacomp1b", "jienengchen/ViTamin-XL-336px",
            "its image tower is timm's vitamin_xlarge_336, not one of CLIP's own"),
        .init(
            "ViTamin-XL-384", "datacomp1b", "jienengchen/ViTamin-XL-384px",
            "its image tower is timm's vitamin_xlarge_384, not one of CLIP's own"),
        .init(
            "PE-Core-T-16-384", "meta", "timm/PE-Core-T-16-384",
            "its image tower is timm's vit_pe_core_tiny_patch16_384, not one of CLIP's own"),
        .init(
            "PE-Core-S-16-384", "meta", "timm/PE-Core-S-16-384",
            "its image tower is timm's vit_pe_core_small_patch16_384, not one of CLIP's own"),
        .init(
            "PE-Core-B-16", "meta", "timm/PE-Core-B-16",
            "its image tower is timm's vit_pe_core_base_patch16_224, not one of CLIP's own"),
        .init(
            "PE-Core-L-14-336", "meta", "timm/PE-Core-L-14-336",
            "its image tower is timm's vit_pe_core_large_patch14_336, not one of CLIP's own"),
        .init(
            "PE-Core-bigG-14-448", "meta", "timm/PE-Core-bigG-14-448",
            "its image tower is timm's vit_pe_core_gigantic_patch14_448, not one of CLIP's own"),
        .init(
            "ViT-H-14-worldwide", "metaclip2_worldwide", "timm/vit_huge_patch14_clip_224.metaclip2_worldwide",
            "its tokenizer is that of facebook/xlm-v-base, not CLIP's"),
        .init(
            "ViT-H-14-worldwide-378", "metaclip2_worldwide",
            "timm/vit_huge_patch14_clip_378.metaclip2_worldwide",
            "its tokenizer is that of facebook/xlm-v-base, not CLIP's"),
        .init(
            "ViT-bigG-14-worldwide", "metaclip2_worldwide",
            "timm/vit_gigantic_patch14_clip_224.metaclip2_worldwide",
            "its tokenizer is that of facebook/xlm-v-base, not CLIP's"),
        .init(
            "ViT-bigG-14-worldwide-378", "metaclip2_worldwide",
            "timm/vit_gigantic_patch14_clip_378.metaclip2_worldwide",
            "its tokenizer is that of facebook/xlm-v-base, not CLIP's"),
        .init(
            "ViT-H-14-worldwide-quickgelu", "metaclip2_worldwide",
            "timm/vit_huge_patch14_clip_224.metaclip2_worldwide",
            "its tokenizer is that of facebook/xlm-v-base, not CLIP's"),
    ]
}
