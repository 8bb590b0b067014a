import CLIPTestSupport
import Foundation
import Testing

@testable import CLIPHub

@Suite("The hub's variables, as Python's library reads them")
struct SettingsTests {
    private func settings(_ variables: [String: String]) -> HubSettings {
        HubSettings { variables[$0] }
    }

    @Test(
        "where the cache is",
        arguments: [
            (["HOME": "/h"], "/h/.cache/huggingface/hub"),
            (["HOME": "/h", "XDG_CACHE_HOME": "/x"], "/x/huggingface/hub"),
            (["HOME": "/h", "XDG_CACHE_HOME": "/x", "HF_HOME": "/f"], "/f/hub"),
            (["HOME": "/h", "HF_HOME": "~/f"], "/h/f/hub"),
            (["HOME": "/h", "HF_HOME": "$HOME/f/${HOME}"], "/h/f//h/hub"),
            (["HOME": "/h", "HF_HOME": "/$NONE/${NONE}/$"], "/$NONE/${NONE}/$/hub"),
            (["HOME": "/h", "HF_HOME": "/f", "HF_HUB_CACHE": "/c"], "/c"),
            (["HOME": "/h", "HUGGINGFACE_HUB_CACHE": "/old"], "/old"),
            (["HOME": "/h", "HUGGINGFACE_HUB_CACHE": "/old", "HF_HUB_CACHE": "/c"], "/c"),
            (["HOME": "/h", "HF_HUB_CACHE": ""], "/h/.cache/huggingface/hub"),
        ])
    func cache(variables: [String: String], folder: String) {
        #expect(settings(variables).cacheFolder == folder)
    }

    @Test("nothing is set: the hub's own address, no token, and no folder without a home")
    func nothing() throws {
        let settings = settings([:])
        #expect(settings.endpoint == "https://huggingface.co" && settings.cacheFolder == nil)
        #expect(
            settings.token == nil && !settings.isOffline && settings.showsProgress && !settings.avoidsLinks)
        #expect(settings.answerTimeout == 10 && settings.downloadTimeout == 10)
        let error = #expect(throws: HubError.self) { try ModelHub(settings).cache }
        #expect(error?.message.contains("HF_HOME") == true)
    }

    @Test(
        "offline is what Python takes for it",
        arguments: [
            ("1", true), ("on", true), ("Yes", true), ("TRUE", true), ("0", false), ("", false),
            ("false", false),
        ])
    func offline(value: String, isOffline: Bool) {
        #expect(settings(["HF_HUB_OFFLINE": value]).isOffline == isOffline)
        #expect(settings(["TRANSFORMERS_OFFLINE": value]).isOffline == isOffline)
    }

    @Test("the endpoint loses its slashes, and in messages its password")
    func endpoint() {
        let settings = settings(["HF_ENDPOINT": "https://user:secret@mirror.example:8443//"])
        #expect(settings.endpoint == "https://user:secret@mirror.example:8443")
        #expect(settings.shownEndpoint == "https://mirror.example:8443")
    }

    @Test(
        "time-outs are whole seconds above zero", arguments: [("30", 30), ("0", 10), ("x", 10), ("-1", 10)])
    func timeouts(value: String, seconds: Int) {
        #expect(settings(["HF_HUB_ETAG_TIMEOUT": value]).answerTimeout == seconds)
        #expect(settings(["HF_HUB_DOWNLOAD_TIMEOUT": value]).downloadTimeout == seconds)
    }

    @Test("the token: the variable, else the file, else none; none where that is asked for")
    func token() throws {
        let folder = TemporaryFolder()
        try Data("  from-file \n".utf8).write(to: URL(fileURLWithPath: folder.path + "/token"))
        let home = ["HF_HOME": folder.path]
        #expect(settings(home).token?.header == "Authorization: Bearer from-file")
        #expect(
            settings(home.merging(["HF_TOKEN": " set\r\n"]) { $1 }).token?.header
                == "Authorization: Bearer set")
        #expect(
            settings(home.merging(["HF_TOKEN": "set", "HF_HUB_DISABLE_IMPLICIT_TOKEN": "1"]) { $1 }).token
                == nil)
        #expect(settings(["HF_TOKEN_PATH": folder.path + "/token"]).token != nil)
        #expect(settings(["HF_TOKEN_PATH": folder.path + "/none"]).token == nil)
        #expect(settings(["HUGGING_FACE_HUB_TOKEN": "old"]).token?.header == "Authorization: Bearer old")
    }

    @Test("a token cannot carry a header of its own, and is never printed")
    func tokenIsSecret() throws {
        #expect(
            HubToken("a\r\nHost: b") == HubToken("aHost: b") && HubToken("a b") == nil
                && HubToken(" \n") == nil)
        let token = try #require(HubToken("hf_secret"))
        var dumped = ""
        dump(settings(["HF_TOKEN": "hf_secret"]), to: &dumped)
        for text in [
            "\(token)", String(reflecting: token), "\([token])", "\(settings(["HF_TOKEN": "hf_secret"]))",
            dumped,
        ] {
            #expect(!text.contains("secret"), "\(text)")
        }
    }
}
