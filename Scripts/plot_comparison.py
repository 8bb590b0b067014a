"""Draws Benchmarks/results.json as Benchmarks/results.svg, readable on light and dark pages, and writes the README's
table of it, between its marks `<!-- comparison -->` and `<!-- end -->`.

    python Scripts/plot_comparison.py [--results FILE] [--output FILE] [--readme FILE] [--batch 32]

A group of bars for each network and precision: pictures per second, as long as they are fast beside the group's
fastest contender. Needs the standard library alone.
"""

import argparse
import json
import pathlib
import re
from html import escape
from typing import Any

from comparison import report

ROOT = pathlib.Path(__file__).resolve().parents[1]
WIDTH, LABELS, VALUES = 760, 178, 118
BAR, GAP, GROUP, HEAD = 15, 4, 34, 52
STYLE = """
  text { font: 12px system-ui, -apple-system, "Segoe UI", sans-serif; fill: #24292f; }
  .title { font-size: 15px; font-weight: 600; }
  .group { font-weight: 600; }
  .quiet { fill: #57606a; }
  .ours { fill: #d9480f; } .peer { fill: #8c959f; } .line { stroke: #d0d7de; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; } .quiet { fill: #9198a1; }
    .ours { fill: #ff8c42; } .peer { fill: #6e7681; } .line { stroke: #3d444d; }
  }"""


def groups(document: dict[str, Any], batch: int) -> list[tuple[str, list[tuple[str, float, bool]]]]:
    """Title, and (contender, pictures per second, whether it is ours), the fastest first."""
    result = []
    for row in document["rows"]:
        if row["row"] != "images" or row["batch"] != batch or "swift-clip" not in row["contenders"]:
            continue
        bars = [(label(who, found), found["median"], who == "swift-clip") for who, found in row["contenders"].items()
                if not found.get("partial") and found.get("agrees", True)]
        bars.sort(key=lambda bar: -bar[1])
        result.append((f"{row['model']}, {row['precision']}", bars))
    return result


def label(who: str, result: dict[str, Any]) -> str:
    names = {"torch": "PyTorch", "torch.compile": "PyTorch, compiled", "transformers": "transformers",
             "onnxruntime": "ONNX Runtime", "openvino": "OpenVINO"}
    library = who.rsplit("-", 1)[0]
    return who if who == "swift-clip" else f"{names.get(library, library)}, {result['precision']}"


def drawn(document: dict[str, Any], batch: int) -> str:
    bars_width = WIDTH - LABELS - VALUES
    body, y = [], HEAD
    for title, bars in groups(document, batch):
        body.append(f'<text class="group" x="0" y="{y + 12}">{escape(title)}</text>')
        y += 22
        fastest = bars[0][1]
        for name, rate, is_ours in bars:
            length = max(round(bars_width * rate / fastest, 1), 1)
            kind = "ours" if is_ours else "peer"
            weight = ' class="group"' if is_ours else ""
            body.append(f'<text{weight} x="{LABELS - 8}" y="{y + 12}" text-anchor="end">{escape(name)}</text>')
            body.append(f'<rect class="{kind}" x="{LABELS}" y="{y}" width="{length}" height="{BAR}" rx="2"/>')
            shown = f"{rate:.1f}" if rate >= 10 else f"{rate:.2f}"
            body.append(f'<text{weight} x="{LABELS + length + 6}" y="{y + 12}">{shown}</text>')
            y += BAR + GAP
        y += GROUP - 22
    threads = document["threads"]
    foot = f"{document['processor']}, {threads} thread{'s' if threads > 1 else ''}, {document['date']}"
    head = f"Pictures per second in batches of {batch}"
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {y + 24}" width="{WIDTH}" height="{y + 24}" '
        f'role="img" aria-label="{escape(head)}">',
        f"<style>{STYLE}\n</style>",
        f'<text class="title" x="0" y="18">{escape(head)}</text>',
        f'<text class="quiet" x="0" y="36">full-size networks, random weights, the same inputs and threads; longer is '
        "better</text>",
        f'<line class="line" x1="{LABELS}" x2="{LABELS}" y1="{HEAD}" y2="{y - 6}"/>',
        *body,
        f'<text class="quiet" x="0" y="{y + 12}">{escape(foot)}</text>',
        "</svg>", ""])


def table(document: dict[str, Any]) -> str:
    """Ours beside the best peer of the row's own precision, beside all of them where whole processes are timed, and what
    all ran on."""
    lines = ["| work | swift-clip | peer | ratio |", "| --- | --- | --- | --- |"]
    for row in document["rows"]:
        if row["better"] == "less":
            lines += process_lines(row)
        elif not row.get("share_of_ceiling"):
            # The table for the terminal, without its last column.
            lines += [line.rsplit("|", 2)[0].rstrip() + " |" for line in report.lines(row)]
    for row in document["rows"]:
        if share := row.get("share_of_ceiling"):
            lines.append(f"| share of what {row['precision']} could reach on registers alone, {row['model']}, batch "
                         f"{row['batch']} | {share:.0%} | | |")
    versions = ", ".join(f"{name} {version}" for name, version in sorted(document["versions"].items())
                         if name != "swift-clip")
    return "\n".join([*lines, "", f"{document['processor']}, {document['cores']} cores, {document['date']}; {versions}."])


def process_lines(row: dict[str, Any]) -> list[str]:
    results = row["contenders"]
    return [f"| {row['row']}, {row['model']}: {who.removeprefix('swift-clip ')} | {report.shown(results[who])} | "
            + "; ".join(f"{peer} {report.shown(results[peer])}" for peer in ratios) + " | "
            + "; ".join(f"{ratio:.1f} ×" for ratio in ratios.values()) + " |"
            for who, ratios in row["ours_over"].items()]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--results", type=pathlib.Path, default=ROOT / "Benchmarks/results.json")
    parser.add_argument("--output", type=pathlib.Path, default=ROOT / "Benchmarks/results.svg")
    parser.add_argument("--readme", type=pathlib.Path, default=ROOT / "README.md")
    parser.add_argument("--batch", type=int, default=32)
    options = parser.parse_args()
    document = json.loads(options.results.read_text())
    if not groups(document, options.batch):
        raise SystemExit(f"{options.results} has no pictures in batches of {options.batch}")
    options.output.write_text(drawn(document, options.batch))
    text = options.readme.read_text()
    options.readme.write_text(re.sub(r"(<!-- comparison -->\n).*?(<!-- end -->)",
                                     lambda found: found.group(1) + table(document) + "\n" + found.group(2), text,
                                     flags=re.DOTALL))


if __name__ == "__main__":
    main()
