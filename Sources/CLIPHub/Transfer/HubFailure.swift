/// What was asked for, for messages.
struct HubSubject: Sendable {
    let model: HubModel
    /// A file of the repository; nil for the repository itself.
    var file: String?

    var text: String { file.map { "\(model): \($0)" } ?? model.description }
}

/// Failures of the network and answers of the hub, as sentences with a remedy.
enum HubFailure {
    static let cancelled = HubError(
        .cancelled, "the download was stopped; what came so far is kept for the next time")

    static func error(_ failure: TransferFailure, _ address: WebAddress) -> HubError {
        let host = address.origin.description
        switch failure {
        case .noLibrary(let reason):
            return HubError(
                .noLibrary,
                "downloads need libcurl, which this machine lacks (\(reason)): install it (Debian and Ubuntu: apt "
                    + "install libcurl4; Fedora: dnf install libcurl), or give the folder of a model that is here"
            )
        case .noConnection(let reason):
            return HubError(
                .unreachable,
                "\(host) cannot be reached: \(reason)",
                remedy: ". Check the network and http_proxy, https_proxy and no_proxy; "
                    + "HF_ENDPOINT names another hub; models that are in the cache already are listed by "
                    + "swift-clip models list")
        case .notTrusted(let reason):
            return HubError(
                .unreachable,
                "\(host) cannot be trusted: \(reason). Install the system's certificates (ca-certificates), or name "
                    + "a proxy's certificate in SSL_CERT_FILE")
        case .stalled(let seconds):
            return HubError(
                .unreachable,
                "\(host) sent nothing for \(seconds) seconds",
                remedy: "; HF_HUB_DOWNLOAD_TIMEOUT and HF_HUB_ETAG_TIMEOUT allow more")
        case .cut(let reason):
            return HubError(.unreachable, "\(host): the connection broke: \(reason)")
        case .stopped:
            return HubError(.malformed, "\(host): the answer is not one that can be used")
        case .badRedirect(let reason):
            return HubError(.malformed, "\(reason); if HF_ENDPOINT is set, check it")
        }
    }

    /// - Parameters:
    ///   - answer: an answer that is no success.
    ///   - address: who gave it.
    static func error(
        _ answer: TransferAnswer, at address: WebAddress, _ subject: HubSubject, hasToken: Bool
    ) -> HubError {
        let page = "\(address.origin)/\(subject.model.id)"
        let said = answer["x-error-message"].map { " (the hub says: \(shown($0)))" } ?? ""
        let token =
            hasToken
            ? "the token that is set may not read it: check its rights in your account's settings"
            : "set HF_TOKEN, or run Python's \"hf auth login\" once"
        switch (answer.status, answer["x-error-code"]) {
        case (_, "GatedRepo"):
            return HubError(
                .refused, "\(subject.text): gated: accept its terms at \(page), then \(token)\(said)")
        case (_, "RevisionNotFound"):
            let revision = subject.model.revision
            return HubError(
                .notFound, "\(subject.model.id) has no revision \(revision): see \(page)/tree/main\(said)")
        case (_, "EntryNotFound"):
            return HubError(.notFound, "\(subject.text): the repository has no such file\(said)")
        case (401, _), (403, _):
            return HubError(
                .refused,
                "\(subject.text): there is no such repository, or it is private (status \(answer.status)): check "
                    + "the name, or \(token)\(said)")
        case (404, _):
            return HubError(
                .notFound,
                "\(subject.text): not found at \(address.origin): check the name, or, if it is private, \(token)\(said)"
            )
        case (429, _):
            return HubError(
                .busy,
                "\(address.origin) limits how much may be asked of it (status 429)",
                remedy: (hasToken ? "" : "; with HF_TOKEN set it allows more") + said)
        case (500..., _), (408, _), (425, _):
            return HubError(
                .busy, "\(address.origin) has a fault of its own (status \(answer.status))", remedy: said)
        default:
            return HubError(
                .malformed, "\(subject.text): \(address.shown) answered with status \(answer.status)\(said)")
        }
    }

    /// A server's words, shortened and without control characters.
    private static func shown(_ text: String) -> String {
        String(
            text.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F }.prefix(200).map(
                Character.init))
    }
}
