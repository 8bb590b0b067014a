"""The comparison for people and for the plot."""

import json
import pathlib
from typing import Any


def write(path: pathlib.Path, document: dict[str, Any], keep: bool) -> None:
    """Writes the document aside, then gives it its name. With `keep`, rows of the file that this run did not take
    stay as they were, with their own date."""
    if keep and path.exists():
        taken = {key(row) for row in document["rows"]}
        before = json.loads(path.read_text())
        old = [row for row in before["rows"] if key(row) not in taken]
        document = {**document, "rows": sorted(old + document["rows"], key=key),
                    "versions": {**before["versions"], **document["versions"]}}
    aside = path.with_suffix(".new")
    aside.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n")
    aside.replace(path)


def key(row: dict[str, Any]) -> tuple[str, str, str, int]:
    return row["row"], row["model"], row.get("precision", ""), row.get("batch", 0)


def best_peer(row: dict[str, Any]) -> str | None:
    """The fastest of the row's own precision among those that agree and do all of the work."""
    peers = {who: result["median"] for who, result in row["contenders"].items()
             if not who.startswith("swift-clip") and not result.get("partial") and result.get("agrees", True)
             and result.get("precision", "") == row.get("precision", "")}
    if not peers:
        return None
    return (max if row["better"] == "more" else min)(peers, key=lambda who: peers[who])


def table(rows: list[dict[str, Any]]) -> str:
    head = ["| work | ours | best peer | ratio | others |", "| --- | --- | --- | --- | --- |"]
    return "\n".join(head + [line for row in rows for line in lines(row)])


def lines(row: dict[str, Any]) -> list[str]:
    return encode_lines(row) if row["better"] == "more" else process_lines(row)


def encode_lines(row: dict[str, Any]) -> list[str]:
    results, peer = row["contenders"], best_peer(row)
    if "swift-clip" not in results:
        return []
    ours = f"{results['swift-clip']['median']:.1f}/s"
    work = f"{row['row']}, {row['model']}, {row['precision']}, batch {row['batch']}"
    if row.get("share_of_ceiling"):
        ours += f" ({row['share_of_ceiling']:.0%} of the ceiling)"
    others = ", ".join(f"{who} {result['median']:.1f} ({row['ours_over'][who]:.2f} ×{mark(result)})"
                       for who, result in results.items() if who not in ("swift-clip", peer))
    if peer is None:
        return [f"| {work} | {ours} | – | – | {others} |"]
    best = f"{peer} {results[peer]['median']:.1f}/s"
    return [f"| {work} | {ours} | {best} | {row['ours_over'][peer]:.2f} × | {others} |"]


def mark(result: dict[str, Any]) -> str:
    if result.get("partial"):
        return ", products alone"
    return "" if result.get("agrees", True) else f", disagrees: cosine {result['cosine']:.3f}"


def process_lines(row: dict[str, Any]) -> list[str]:
    results, peer = row["contenders"], best_peer(row)
    result = []
    for who, ratios in row["ours_over"].items():
        others = ", ".join(f"{other} {shown(results[other])} ({ratio:.1f} ×)" for other, ratio in ratios.items()
                           if other != peer)
        best = f"{peer} {shown(results[peer])}" if peer else "–"
        ratio = f"{ratios[peer]:.1f} ×" if peer else "–"
        result.append(f"| {row['row']}, {row['model']}: {who} | {shown(results[who])} | {best} | {ratio} | {others} |")
    return result


def shown(result: dict[str, Any]) -> str:
    return f"{result['median']:.2f} s, {result['peak_memory_bytes'] / 1e6:.0f} MB"
