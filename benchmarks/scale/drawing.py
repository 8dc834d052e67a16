"""Pictures and tables of what was measured: docs/scale.png, docs/scale-queries.png, docs/performance.md."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

DOCS = Path(__file__).resolve().parents[2] / "docs"
_BEGIN, _END = "<!-- scale: made by `python -m benchmarks.scale --draw` -->", "<!-- /scale -->"
_NAMES = {
    "whoosh": "verbale, whoosh", "opensearch": "verbale, opensearch", "tantivy": "tantivy", "fts5": "SQLite FTS5",
    "store": "the store",
}  # fmt: skip
_ENGINES = ("whoosh", "opensearch", "tantivy", "fts5")
_KINDS = {
    "rare": "a rare word", "common": "a common word", "and": "two words", "or": "five words, any",
    "fields": "three words in two fields", "phrase": "a phrase", "near": "nearness", "prefix": "a prefix",
    "fuzzy": "a fuzzy word", "not": "one word without another", "filter": "source and dates", "facets": "facets",
}  # fmt: skip
Row = Mapping[str, Any]


def draw(rows: Sequence[Row]) -> None:
    """Write the pictures and the tables of the newest figures of each job and size."""
    newest = {(row["passages"], row["job"]): row for row in rows if "failed" not in row}
    ordered = [newest[key] for key in sorted(newest)]
    _pictures(ordered)
    page = DOCS / "performance.md"
    page.write_text(with_tables(page.read_text(encoding="utf-8"), list(tables(ordered))), encoding="utf-8")


def with_tables(page: str, lines: Iterable[str]) -> str:
    """The page with these lines between the two marks. Raises ValueError where it does not have them."""
    made = "\n".join((_BEGIN, "", *lines, "", _END))
    told, count = re.subn(f"{re.escape(_BEGIN)}.*?{re.escape(_END)}", lambda _: made, page, flags=re.DOTALL)
    if not count:
        raise ValueError("docs/performance.md has lost the marks between which the table of sizes stands")
    return told


def tables(rows: Sequence[Row]) -> Iterator[str]:
    """The lines of three tables: engines by size, the store by size, kinds of query at the largest size of all."""
    yield "| paragraphs | engine | build, s | index, MB | memory, MB | p50, p95, p99, ms | asked again |"
    yield "|---|---|---|---|---|---|---|"
    for row in rows:
        if row["job"] in _ENGINES:
            asked = " | ".join(", ".join(f"{value:.3g}" for value in _times(row, when)["all"]) for when in _WHEN)
            yield f"| {_start(row)} | {_build(row):.1f} | {row['bytes'] / 1e6:.1f} | {_memory(row)} | {asked} |"
    yield from ("", _STORE, "|---|---|---|---|---|---|---|---|")
    for row in rows:
        if row["job"] == "store":
            yield _store_line(row)
    yield from ("", *_by_kind(rows))


_WHEN = ("first", "again")
_STORE = (
    "| paragraphs | deposits, paragraphs a second | store, MB | the whole feed, ms | 100 documents in it, ms "
    "| index for tracing, s | MB | a trace's candidates, p50, p95, ms |"
)


def _start(row: Row) -> str:
    return f"{row['passages']:,} | {_NAMES[row['job']]}"


def _times(row: Row, when: str) -> Mapping[str, Sequence[float]]:
    """Of the processor; on the clock where the work is done by other processes."""
    told: Mapping[str, Sequence[float]] = row[when if row["job"] == "opensearch" else f"{when}_cpu"]
    return told


def _build(row: Row) -> float:
    return float(row["build_s"] if row["job"] == "opensearch" else row["build_cpu_s"])


def _memory(row: Row) -> str:
    heap = row.get("cluster_heap_mb")
    return f"{row['peak_mb']}" + (f" + {heap} heap" if heap else "")


def _store_line(row: Row) -> str:
    rate = row["passages"] / row["build_cpu_s"]
    trace = ", ".join(f"{value:.3g}" for value in row["trace_ms"][:2])
    return (
        f"| {row['passages']:,} | {rate:,.0f} | {row['bytes'] / 1e6:.1f} | {row['feed_whole_ms']:.3g} "
        f"| {row['feed_night_ms']:.3g} | {row['shingles_cpu_s']:.1f} | {row['shingles_bytes'] / 1e6:.1f} | {trace} |"
    )


def _by_kind(rows: Sequence[Row]) -> Iterator[str]:
    engines = [row for row in rows if row["job"] in _ENGINES]
    if not engines:
        return
    sizes = [{row["passages"] for row in rows_of(engines, job)} for job in {row["job"] for row in engines}]
    # Of the largest size that all were measured at; of whatever is largest where they have none in common.
    common = max(set.intersection(*sizes), default=None)
    largest = {row["job"]: row for row in engines if common in (None, row["passages"])}
    names = [f"{_NAMES[job]}, {row['passages']:,}" for job, row in largest.items()]
    yield f"| p50, p95 in ms | {' | '.join(names)} |"
    yield f"|---|{'---|' * len(names)}"
    for kind, about in _KINDS.items():
        cells = [_times(row, "first").get(kind) for row in largest.values()]
        told = [f"{cell[0]:.3g}, {cell[1]:.3g}" if cell else "" for cell in cells]
        yield f"| {about} | {' | '.join(told)} |"


def _pictures(rows: Sequence[Row]) -> None:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(10, 7), layout="constrained")
    panels = {
        "build, seconds": lambda row: _build(row),
        "index or store, MB": lambda row: row["bytes"] / 1e6,
        "memory at its peak, MB": lambda row: row["peak_mb"] + row.get("cluster_heap_mb", 0),
        "queries, p95, ms": lambda row: _times(row, "first")["all"][1] if row["job"] != "store" else None,
    }
    for axes, (title, value) in zip(figure.subplots(2, 2).flat, panels.items(), strict=True):
        _lines(axes, title, [(job, rows_of(rows, job), value) for job in _NAMES])
    figure.savefig(DOCS / "scale.png", dpi=110)
    figure = Figure(figsize=(12, 4), layout="constrained")
    for at, axes in enumerate(figure.subplots(1, 3, sharey=True)):
        value = partial(_percentile, at)
        _lines(axes, ("p50, ms", "p95, ms", "p99, ms")[at], [(job, rows_of(rows, job), value) for job in _ENGINES])
    figure.savefig(DOCS / "scale-queries.png", dpi=110)


def _percentile(at: int, row: Row) -> float:
    return _times(row, "first")["all"][at]


def rows_of(rows: Sequence[Row], job: str) -> list[Row]:
    """The rows of one job, the small sizes first."""
    return [row for row in rows if row["job"] == job]


def _lines(axes: Any, title: str, drawn: Iterable[tuple[str, Sequence[Row], Any]]) -> None:
    for job, rows, value in drawn:
        points = [(row["passages"], value(row)) for row in rows]
        if points and all(y is not None for _, y in points):
            axes.plot(*zip(*points, strict=True), marker="o", label=_NAMES[job])
    axes.set(xscale="log", yscale="log", title=title, xlabel="paragraphs")
    axes.grid(alpha=0.3)
    axes.legend(fontsize=8)
