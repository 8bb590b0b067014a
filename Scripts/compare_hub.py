"""Python's huggingface_hub and swift-clip on one cache, before the hub of hub_server.py: each reads what the other
downloaded, waits for the other's downloads and notices what the other removed.

    compare_hub.py [--command .build/release/swift-clip]

Needs the huggingface_hub of requirements.txt. Reaches nothing outside this machine.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

parser = argparse.ArgumentParser()
parser.add_argument("--command", default=".build/release/swift-clip")
arguments = parser.parse_args()
scripts = Path(__file__).resolve().parent
command = str(Path(arguments.command).resolve())
bundled = scripts.parent / "Sources/CCLIPBundledModel/Model"
work = Path(tempfile.mkdtemp(prefix="compare-hub-"))
failures = 0


def check(what: str, holds: bool, more: object = "") -> None:
    global failures
    failures += not holds
    print(f"{'ok  ' if holds else 'FAIL'} {what}{'' if holds else f': {more}'}", flush=True)


class Hub:
    """The server, with the bundled model as org/small and as Hugging Face's layout without a tokenizer.json."""

    def __init__(self) -> None:
        self.root = work / "hub"
        self.log = work / "requests"
        self.log.touch()
        shutil.copytree(bundled, self.root / "org/small")
        other = self.root / "org/other"
        other.mkdir()
        for name in ("config.json", "preprocessor_config.json"):
            shutil.copy(scripts.parent / "Tests/Goldens/networks/hf-quickgelu" / name, other / name)
        for name in ("vocab.json", "merges.txt"):
            shutil.copy(bundled / name, other / name)
        shutil.copy(bundled / "open_clip_model.safetensors", other / "model.safetensors")
        self.process = subprocess.Popen(
            [sys.executable, str(scripts / "hub_server.py"), str(self.root), str(self.log)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        port, _ = self.process.stdout.readline().split()
        self.endpoint = f"http://127.0.0.1:{port}"

    def faults(self, *faults: dict) -> None:
        self.process.stdin.write(json.dumps(faults) + "\n")
        self.process.stdin.flush()
        self.process.stdout.readline()

    def requests(self, part: str = "") -> list[dict]:
        lines = [json.loads(line) for line in self.log.read_text().splitlines()]
        # What concerns no model is Python's library asking for a registry of its own.
        return [line for line in lines if part in line["path"] and "/agent-harnesses" not in line["path"]]


hub = Hub()


def environment(cache: str, offline: bool) -> dict[str, str]:
    given = {k: v for k, v in os.environ.items() if not k.lower().startswith("hf_") and "proxy" not in k.lower()}
    extra = {"HF_HOME": str(work / cache), "HF_ENDPOINT": hub.endpoint, "HF_HUB_DISABLE_TELEMETRY": "1",
             "HF_HUB_DISABLE_UPDATE_CHECK": "1", "HF_HUB_DISABLE_PROGRESS_BARS": "1"}
    return given | extra | ({"HF_HUB_OFFLINE": "1"} if offline else {})


def ours(cache: str, *words: str, offline: bool = False) -> subprocess.CompletedProcess:
    return subprocess.run([command, *words], env=environment(cache, offline), capture_output=True, text=True)


def theirs(cache: str, code: str, offline: bool = False) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-c", "from huggingface_hub import *\nfrom huggingface_hub.file_download import _CACHED_NO_EXIST\n" + code],
        env=environment(cache, offline), capture_output=True, text=True)


def weights_requests() -> int:
    return sum(r["server"] == "files" and r["method"] == "GET" for r in hub.requests("1750a7912e7c"))


def we_download_they_read() -> None:
    pulled = ours("ours", "models", "pull", "org/small", "org/other", "-q")
    check("swift-clip downloads", pulled.returncode == 0, pulled.stderr)
    small, other = pulled.stdout.splitlines()
    before = len(hub.requests())
    files = ["open_clip_config.json", "vocab.json", "merges.txt", "open_clip_model.safetensors"]
    read = theirs("ours", f"for f in {files}: print(hf_hub_download('org/small', f))", offline=True)
    check("Python finds every file offline", read.stdout.split() == [f"{small}/{f}" for f in files], read.stderr[-500:])
    same = theirs("ours", "print(snapshot_download('org/other', local_files_only=True))")
    check("and the snapshot", same.stdout.strip() == other, same.stderr[-500:])
    check("without a request", len(hub.requests()) == before, [r["path"] for r in hub.requests()[before:]])
    online = theirs("ours", f"for f in {files}: print(hf_hub_download('org/small', f))")
    check("online it downloads nothing again", online.stdout.split() == [f"{small}/{f}" for f in files] and
          not [r for r in hub.requests()[before:] if r["method"] == "GET"],
          [r["path"] for r in hub.requests()[before:] if r["method"] == "GET"])
    absent = theirs("ours", "print(try_to_load_from_cache('org/other', 'tokenizer_config.json') is _CACHED_NO_EXIST)")
    check("knows which files the repository lacks", absent.stdout.strip() == "True", absent.stderr[-500:])
    scan = theirs("ours", "i = scan_cache_dir()\nprint(len(i.warnings), sorted(r.repo_id for r in i.repos), "
                          "sorted(x for r in i.repos for x in r.refs))")
    check("scans the cache without a warning", scan.stdout.strip() == "0 ['org/other', 'org/small'] ['main', 'main']",
          scan.stdout + scan.stderr[-500:])


def they_download_we_read() -> None:
    pulled = theirs("theirs", "print(snapshot_download('org/small'))")
    before = len(hub.requests())
    path = ours("theirs", "models", "path", "org/small", offline=True)
    check("swift-clip finds Python's snapshot", path.stdout == pulled.stdout != "", pulled.stderr[-500:] + path.stderr)
    run = ours("theirs", "tokenize", "a cat", "--model", "org/small", "-q", "--no-cache")
    check("and loads it without a request", run.returncode == 0 and len(hub.requests()) == before, run.stderr)
    again = ours("theirs", "models", "pull", "org/small", "-q")
    check("pull downloads nothing again", again.stdout == pulled.stdout and len(hub.requests()) == before + 1)
    few = theirs("few", "for f in ['config.json', 'preprocessor_config.json', 'model.safetensors']: print(hf_hub_download('org/other', f))")
    path = ours("few", "models", "path", "org/other", offline=True)
    check("a model that transformers took file by file is complete",
          path.stdout.strip() == str(Path(few.stdout.split()[0]).parent), path.stderr)
    half = theirs("half", "print(hf_hub_download('org/small', 'open_clip_config.json'))")
    path = ours("half", "models", "path", "org/small", offline=True)
    check("one without weights is not", half.returncode == 0 and path.returncode == 1, path.stdout)
    rest = ours("half", "models", "pull", "org/small", "-q")
    check("and gets the rest", rest.returncode == 0, rest.stderr)


def waiting_for_each_other() -> None:
    slow = {"server": "files", "path": "1750a7912e7c", "do": "slow", "bytes": 12_000_000}
    code = "print(hf_hub_download('org/small', 'open_clip_model.safetensors'))"
    for first in ("ours", "theirs"):
        cache = f"both-{first}"
        count = weights_requests()
        hub.faults(slow)
        if first == "ours":
            words, seen = [command, "models", "pull", "org/small"], ".incomplete"
        else:
            words, seen = [sys.executable, "-c", "from huggingface_hub import *\n" + code], ".incomplete"
        process = subprocess.Popen(words, env=environment(cache, False), stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, text=True)
        blobs = work / cache / "hub/models--org--small/blobs"
        while not [p for p in blobs.glob("1750*" + seen)] and process.poll() is None:
            pass
        second = theirs(cache, code) if first == "ours" else ours(cache, "models", "pull", "org/small")
        out, err = process.communicate()
        check(f"the second waits where the first is {first}", weights_requests() == count + 1, weights_requests() - count)
        check("both have the model", process.returncode == 0 and second.returncode == 0, err[-500:] + second.stderr[-500:])
        if first == "theirs":
            check("swift-clip says that it waits", "waiting for it" in second.stderr, second.stderr)
        check("nothing incomplete stays", not list(blobs.glob("*.incomplete")))


def removing() -> None:
    gone = ours("ours", "models", "remove", "org/other")
    scan = theirs("ours", "i = scan_cache_dir()\nprint(len(i.warnings), [r.repo_id for r in i.repos])")
    check("what swift-clip removes, Python no longer has", scan.stdout.strip() == "0 ['org/small']", gone.stderr + scan.stdout)
    (hub.root / "org/small/vocab.json").write_bytes((bundled / "vocab.json").read_bytes() + b"\n")
    ours("ours", "models", "pull", "org/small", "-q")
    theirs("theirs", "snapshot_download('org/small')")
    for cache in ("ours", "theirs"):
        trial = ours(cache, "models", "prune")
        scan = theirs(cache, "i = scan_cache_dir()\nprint(len(i.warnings), [len(r.revisions) for r in i.repos], "
                             "[x for r in i.repos for v in r.revisions for x in v.refs])")
        check(f"prune leaves a cache that Python scans without a warning ({cache})",
              scan.stdout.strip() == "0 [1] ['main']", trial.stderr + scan.stdout + scan.stderr[-300:])
    theirs("theirs", "i = scan_cache_dir()\n"
                     "i.delete_revisions(*[v.commit_hash for r in i.repos for v in r.revisions]).execute()")
    path = ours("theirs", "models", "path", "org/small", offline=True)
    check("what Python removes, swift-clip no longer has", path.returncode == 1, path.stdout)


try:
    we_download_they_read()
    they_download_we_read()
    waiting_for_each_other()
    removing()
    version = theirs("version", "import huggingface_hub\nprint(huggingface_hub.__version__)").stdout.strip()
    print(f"huggingface_hub {version}: {failures} of these differ")
finally:
    hub.process.stdin.close()
    hub.process.wait()
    shutil.rmtree(work, ignore_errors=True)
sys.exit(failures > 0)
