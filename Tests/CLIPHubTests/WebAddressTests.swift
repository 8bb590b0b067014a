import Testing

@testable import CLIPHub

@Suite("Addresses")
struct WebAddressTests {
    @Test(
        "scheme, host and port are what a token is bound to",
        arguments: [
            ("https://huggingface.co/a", "https://huggingface.co", true),
            ("https://HuggingFace.co:443/a", "https://huggingface.co", true),
            ("https://huggingface.co:444", "https://huggingface.co", false),
            ("http://huggingface.co", "https://huggingface.co", false),
            ("https://huggingface.co.evil.example", "https://huggingface.co", false),
            ("https://huggingface.co@evil.example", "https://huggingface.co", false),
            ("https://evil.example/huggingface.co", "https://huggingface.co", false),
            ("https://evil.example?@huggingface.co", "https://huggingface.co", false),
            ("https://evil.example#@huggingface.co", "https://huggingface.co", false),
            ("http://[::1]:80/a", "http://[::1]", true), ("http://[::1]:81", "http://[::1]", false),
        ])
    func origins(first: String, second: String, areSame: Bool) throws {
        let addresses = try (#require(WebAddress(first)), #require(WebAddress(second)))
        #expect((addresses.0.origin == addresses.1.origin) == areSame)
    }

    @Test(
        "what is no address of the web is none",
        arguments: [
            "", "huggingface.co", "file:///etc/passwd", "ftp://a", "http://", "http:///a", "http://a:0",
            "http://a:70000",
            "http://a:b", "http://a b", "http://a\r\nHost: b", "https://evil.example\\@huggingface.co",
            "http://ä",
        ])
    func refused(text: String) { #expect(WebAddress(text) == nil) }

    @Test(
        "where a redirect leads",
        arguments: [
            ("https://other.example/x?s=1", "https://other.example/x?s=1"),
            ("/api/x", "https://h.example:8443/api/x"),
            ("//other.example/x", "https://other.example/x"), ("x", "https://h.example:8443/a/x"),
            ("?q=a:b", "https://h.example:8443/a/b?q=a:b"), ("file:///etc/passwd", nil),
            ("javascript:x", nil),
        ] as [(String, String?)])
    func redirects(location: String, target: String?) throws {
        let base = try #require(WebAddress("https://h.example:8443/a/b?c=d"))
        #expect(base.following(location)?.text == target)
    }

    @Test("what is shown has neither password nor signature")
    func shown() throws {
        let address = try #require(WebAddress("https://user:secret@h.example/a?X-Signature=secret"))
        #expect(address.shown == "https://h.example/a")
    }

    @Test("parts of a path are escaped byte by byte")
    func escaped() {
        #expect(WebAddress.escaped("refs/pr/1") == "refs%2Fpr%2F1")
        #expect(WebAddress.escaped("a/ü b?.json", keeping: "/") == "a/%C3%BC%20b%3F.json")
    }
}
