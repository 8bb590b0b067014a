import ArgumentParser

/// Whether the network may be asked for a model.
struct HubOptions: ParsableArguments {
    @Flag(help: "Open no connection: take models from folders and the cache. HF_HUB_OFFLINE=1 does the same.")
    var offline = false
}
