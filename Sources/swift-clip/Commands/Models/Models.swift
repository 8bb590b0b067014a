import ArgumentParser

/// `swift-clip models`: which models there are, where they are, and what one is made of. Each subcommand has its file
/// beside this one.
struct Models: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List, download, remove and describe models.",
        discussion: """
            Downloaded models lie in the cache of Python's huggingface_hub, $HF_HUB_CACHE or \
            ~/.cache/huggingface/hub, and both use what the other has downloaded. A model that is there as a whole is \
            used without asking the network; "models pull" asks for what is new.
            """,
        subcommands: [
            List.self,
            Info.self,
            Pull.self,
            Path.self,
            Remove.self,
            Prune.self,
            Prepare.self,
            Convert.self,
            Verify.self,
            Diff.self,
        ])
}
