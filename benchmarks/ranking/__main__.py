"""`make quality`, second half: how well search ranks on the judged set; fails below a pinned floor.

    python -m benchmarks.ranking [--pin] [--topics]

`--pin` raises the floors to what was measured and writes the table into docs/quality.md; `--topics` prints every topic.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path

from benchmarks.floors import pin, pinned
from benchmarks.floors import told as fallen
from benchmarks.measured import REALDOCS
from benchmarks.ranking.judged import JUDGED, Topic, judgements, topics
from benchmarks.ranking.runs import Run, bm25s, ours, read
from search.synonyms import ALL

FLOORS = JUDGED / "floors.toml"
DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "quality.md"
_TABLE = re.compile(r"(<!-- ranked -->\n).*?(<!-- end of ranked -->)", re.DOTALL)
MEASURES = ("nDCG@10", "RR", "R(rel=2)@20")
OURS = "verbale"

Figures = Mapping[str, float]


def main() -> int:
    """Measure, print, compare with the floors."""
    arguments = _arguments()
    if not REALDOCS.exists():
        print("ranking: no shared/realdocs here, skipped")
        return 0
    asked = topics()
    with tempfile.TemporaryDirectory() as folder:
        read(Path(folder))
        runs = {OURS: ours(Path(folder), asked), "verbale without its thesaurus": ours(Path(folder), asked, (ALL,))}
        if find_spec("bm25s"):
            runs["bm25s"] = bm25s(Path(folder), asked)
    told = {name: scored(run) for name, run in runs.items()}
    print(table(told))
    if arguments.topics:
        print(by_topic(runs, asked))
    if arguments.pin:
        _pin(told)
    return fallen(floors(), told[OURS])


def scored(run: Run) -> Figures:
    """The figures of a run over all topics, from 0 to 1; a topic without an answer counts as 0."""
    import ir_measures

    measures = [ir_measures.parse_measure(name) for name in MEASURES]
    found = ir_measures.calc_aggregate(measures, _qrels(), run)
    return {name: float(found[measure]) for name, measure in zip(MEASURES, measures, strict=True)}


def _qrels() -> dict[str, dict[str, int]]:
    told: dict[str, dict[str, int]] = {}
    for judged in judgements():
        told.setdefault(judged.topic, {})[judged.document] = judged.grade
    return told


def by_topic(runs: Mapping[str, Run], asked: Sequence[Topic]) -> str:
    """nDCG@10 of every topic, run by run."""
    import ir_measures

    measure = ir_measures.parse_measure("nDCG@10")
    found = {
        name: {one.query_id: one.value for one in ir_measures.iter_calc([measure], _qrels(), run)}
        for name, run in runs.items()
    }
    lines = [
        f"{topic.id}  {'  '.join(f'{figures.get(topic.id, 0.0):.2f}' for figures in found.values())}  {topic.query}"
        for topic in asked
    ]
    return "\n".join([", ".join(runs), *lines])


def floors() -> Figures:
    """The floors of tests/judged/floors.toml."""
    return pinned(FLOORS)


def table(told: Mapping[str, Figures]) -> str:
    """The figures as a Markdown table."""
    lines = [f"| | {' | '.join(MEASURES)} |", f"|---|{'---|' * len(MEASURES)}"]
    lines += [f"| {name} | {' | '.join(f'{figures[m]:.3f}' for m in MEASURES)} |" for name, figures in told.items()]
    return "\n".join(lines)


def _pin(told: Mapping[str, Figures]) -> None:
    pin(FLOORS, "What ranking reached on the judged set.", told[OURS])
    text = DOCUMENT.read_text(encoding="utf-8")
    DOCUMENT.write_text(_TABLE.sub(lambda found: f"{found[1]}{table(told)}\n{found[2]}", text), encoding="utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ranking", description="How well search ranks.")
    parser.add_argument("--pin", action="store_true", help="raise the floors and write docs/quality.md")
    parser.add_argument("--topics", action="store_true", help="print the figure of every topic")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
