"""A hub of models on this machine, for tests: the protocol of huggingface.co with a second host for large files.

    hub_server.py ROOT LOG

ROOT/ORG/NAME/… are the repositories' files. Prints the ports of the hub and of the second host, then takes faults from
standard input, each line a JSON list that replaces the last one, answered by "ok"; ends when standard input does. Each
request is a line of JSON in LOG. Standard library only.

A fault is {"server": "hub" | "files", "path": part of the path, "times": how often, "do": …}:

    status   with "status" and "headers"     another answer
    cut      after "bytes" of the body       the connection ends
    stall    after "bytes"                   nothing more comes
    slow     "bytes" a second
    corrupt                                  the first byte is another
    whole                                    a request for a part is answered by the whole file
    shift                                    a part begins one byte too late, and says so
    longer                                   more bytes than there should be, without a length
    endless                                  a redirect to itself
    redirect "to"                            a redirect elsewhere
    text     "body"                          another body

Repositories whose name begins with gated need the token "right" and say that they are gated; private ones say that
they do not exist. The names of "bare" ones are listed without sizes and digests.
"""

import hashlib
import json
import os
import re
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

root = Path(sys.argv[1])
log_path = sys.argv[2]
lock = threading.Lock()
faults: list[dict] = []
commits: dict[str, dict[str, bytes]] = {}
blobs: dict[str, bytes] = {}


def git_digest(content: bytes) -> str:
    return hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()


def is_large(name: str, content: bytes) -> bool:
    return len(content) >= 4096 or name.endswith((".safetensors", ".bin"))


def repository(name: str) -> tuple[str, dict[str, bytes]] | None:
    """The commit of the files as they are now, and the files."""
    folder = root / name
    if not folder.is_dir():
        return None
    files = {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    commit = hashlib.sha1(repr([(n, git_digest(c)) for n, c in files.items()]).encode()).hexdigest()
    with lock:
        commits[commit] = files
        for content in files.values():
            blobs[hashlib.sha256(content).hexdigest()] = content
    return commit, files


def resolve(name: str, revision: str) -> tuple[str, dict[str, bytes]] | None:
    found = repository(name)
    if found and revision in ("main", "v1", "refs/pr/1", found[0]):
        return found
    if found and revision in commits:
        return revision, commits[revision]
    return None


def entry(name: str, content: bytes, is_bare: bool) -> dict:
    if is_bare:
        return {"rfilename": name}
    info: dict = {"rfilename": name, "size": len(content), "blobId": git_digest(content)}
    if is_large(name, content):
        info["blobId"] = hashlib.sha1(content).hexdigest()
        digest = hashlib.sha256(content).hexdigest()
        info["lfs"] = {"sha256": digest, "size": len(content), "pointerSize": 134}
    return info


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    kind = "hub"

    def log_message(self, *_) -> None:
        pass

    def note(self, status: int) -> None:
        line = {
            "server": self.kind, "method": self.command, "path": self.path, "status": status,
            "range": self.headers.get("Range"), "if_range": self.headers.get("If-Range"),
            "authorization": self.headers.get("Authorization"), "agent": self.headers.get("User-Agent"),
        }
        with lock, open(log_path, "a") as log:
            log.write(json.dumps(line) + "\n")

    def fault(self) -> dict:
        with lock:
            for fault in faults:
                if fault.get("server", self.kind) != self.kind or fault.get("path", "") not in self.path:
                    continue
                if fault.get("times", 1) > 0:
                    fault["times"] = fault.get("times", 1) - 1
                    return fault
        return {}

    def answer(self, status: int, headers: dict[str, str], body: bytes = b"", fault: dict = {}) -> None:
        self.note(status)
        what = fault.get("do")
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if what == "longer":
            body += b"more"
            self.send_header("Connection", "close")
            self.close_connection = True
        else:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "HEAD":
            return
        if what == "corrupt" and body:
            body = bytes([body[0] ^ 1]) + body[1:]
        try:
            self.send_body(body, what, fault.get("bytes", 0))
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def send_body(self, body: bytes, what: str | None, count: int) -> None:
        if what == "cut":
            self.wfile.write(body[:count])
            self.wfile.flush()
            self.connection.shutdown(2)
            self.close_connection = True
        elif what == "stall":
            self.wfile.write(body[:count])
            self.wfile.flush()
            # As long as the peer stays.
            self.connection.settimeout(60)
            try:
                self.connection.recv(1)
            except OSError:
                pass
            self.close_connection = True
        elif what == "slow":
            for start in range(0, len(body), max(count // 20, 1)):
                self.wfile.write(body[start : start + max(count // 20, 1)])
                self.wfile.flush()
                time.sleep(0.05)
        else:
            self.wfile.write(body)

    def content(self, content: bytes, headers: dict[str, str], fault: dict) -> None:
        """A file or the part of it that is asked for."""
        wanted = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
        condition = self.headers.get("If-Range")
        headers = {"Accept-Ranges": "bytes", **headers}
        if wanted is None or fault.get("do") == "whole" or condition not in (None, headers["ETag"]):
            return self.answer(200, headers, content, fault)
        start = int(wanted[1])
        if start >= len(content):
            return self.answer(416, {"Content-Range": f"bytes */{len(content)}"})
        start += fault.get("do") == "shift"
        headers["Content-Range"] = f"bytes {start}-{len(content) - 1}/{len(content)}"
        self.answer(206, headers, content[start:], fault)

    def do_GET(self) -> None:
        fault = self.fault()
        what = fault.get("do")
        if what == "status":
            return self.answer(fault["status"], fault.get("headers", {}), b"{}")
        if what == "endless":
            return self.answer(302, {"Location": self.path})
        if what == "redirect":
            return self.answer(302, {"Location": fault["to"]})
        if what == "text":
            return self.answer(200, {"ETag": '"x"'}, fault["body"].encode())
        self.route(fault)

    do_HEAD = do_GET

    def error(self, status: int, code: str, message: str, commit: str | None = None) -> None:
        headers = {"X-Error-Code": code, "X-Error-Message": message}
        self.answer(status, headers | ({"X-Repo-Commit": commit} if commit else {}))

    def refused(self, name: str) -> bool:
        """Answers for repositories that are not open to everybody."""
        is_right = self.headers.get("Authorization") == "Bearer right"
        plain = name.split("/")[-1]
        if plain.startswith("gated") and not is_right:
            self.error(403 if self.headers.get("Authorization") else 401, "GatedRepo", "Access to it is restricted")
        elif plain.startswith("private") and not is_right or not (root / name).is_dir():
            self.error(404 if self.headers.get("Authorization") else 401, "RepoNotFound", "Repository not found")
        else:
            return False
        return True

    def route(self, fault: dict) -> None:
        address = urlsplit(self.path)
        path = unquote(address.path)
        if found := re.fullmatch(r"/api/models/([^/]+/[^/]+)(?:/(revision|tree)/(.+))?", path):
            name, kind, revision = found[1], found[2], found[3] or "main"
            if self.refused(name):
                return None
            resolved = resolve(name, revision)
            if resolved is None:
                return self.error(404, "RevisionNotFound", f"Invalid rev id: {revision}")
            return self.describe(name, kind, *resolved, "blobs" in parse_qs(address.query), fault)
        if found := re.fullmatch(r"/([^/]+/[^/]+)/resolve/([^/]+(?:/pr/\d+)?)/(.+)", path):
            if self.refused(found[1]):
                return None
            resolved = resolve(found[1], found[2])
            if resolved is None:
                return self.error(404, "RevisionNotFound", f"Invalid rev id: {found[2]}")
            return self.file(found[1], *resolved, found[3], fault)
        if found := re.fullmatch(r"/api/resolve-cache/models/[^/]+/[^/]+/([0-9a-f]{40})/(.+)", path):
            content = commits[found[1]][found[2]]
            headers = {"ETag": f'"{git_digest(content)}"', "X-Repo-Commit": found[1]}
            return self.content(content, headers, fault)
        self.error(404, "NotFound", "nothing here")

    def describe(
        self, name: str, kind: str | None, commit: str, files: dict[str, bytes], has_blobs: bool, fault: dict
    ) -> None:
        is_bare = not has_blobs or "bare" in name
        if kind == "tree":
            body: object = [
                {"type": "file", "path": n, "size": len(c), "oid": entry(n, c, False)["blobId"]}
                | ({"lfs": {"oid": hashlib.sha256(c).hexdigest(), "size": len(c), "pointerSize": 134}}
                   if is_large(n, c) else {})
                for n, c in files.items()
            ]
        else:
            siblings = [entry(n, c, is_bare) for n, c in files.items()]
            body = {"id": name, "modelId": name, "sha": commit, "private": False, "gated": False, "tags": [],
                    "downloads": 0, "likes": 0, "siblings": siblings}
        self.answer(200, {"Content-Type": "application/json"}, json.dumps(body).encode(), fault)

    def file(self, name: str, commit: str, files: dict[str, bytes], file: str, fault: dict) -> None:
        content = files.get(file)
        if content is None:
            return self.error(404, "EntryNotFound", "Entry not found", commit)
        if is_large(file, content):
            digest = hashlib.sha256(content).hexdigest()
            headers = {
                "X-Repo-Commit": commit, "X-Linked-Etag": f'"{digest}"', "X-Linked-Size": str(len(content)),
                "ETag": f'"{hashlib.sha1(content).hexdigest()}"',
                "Location": f"http://localhost:{files_port}/lfs/{digest}?signature=secret",
            }
            return self.answer(302, headers)
        headers = {"X-Repo-Commit": commit, "ETag": f'"{git_digest(content)}"'}
        if file == "config.json":
            # As the hub does for small files: a redirect that stays.
            return self.answer(307, headers | {"Location": f"/api/resolve-cache/models/{name}/{commit}/{file}"})
        self.content(content, headers, fault)


class FilesHandler(Handler):
    kind = "files"

    def route(self, fault: dict) -> None:
        digest = urlsplit(self.path).path.removeprefix("/lfs/")
        content = blobs.get(digest)
        if content is None:
            return self.answer(404, {})
        # What this host calls the content is not what the hub calls it.
        self.content(content, {"ETag": f'"{hashlib.md5(content).hexdigest()}"'}, fault)


def serve(handler: type[Handler]) -> int:
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_address[1]


files_port = serve(FilesHandler)
print(serve(Handler), files_port, flush=True)
for line in sys.stdin:
    with lock:
        faults[:] = json.loads(line)
    print("ok", flush=True)
os._exit(0)
