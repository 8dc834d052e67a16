"""`make quality`, third part: how right redlines are against judged pairs; fails below a pinned floor.

    python -m benchmarks.redline [--pin] [--differences]

`--pin` raises the floors to what was measured and writes the table into docs/quality.md; `--differences` lists every
link and move that is found otherwise than it was judged.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from operator import add
from pathlib import Path

from benchmarks.floors import pin, pinned
from benchmarks.floors import told as fallen
from benchmarks.kept import Kept
from benchmarks.measured import REALDOCS
from benchmarks.redline.gold import GOLD, Pair, pairs, texts
from benchmarks.redline.made import BASES, made
from benchmarks.redline.score import Score, differences, score
from search.redline import Change, Text
from search.redline.compare import compare

FLOORS = GOLD / "floors.toml"
DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "quality.md"
_TABLE = re.compile(r"(<!-- redlines -->\n).*?(<!-- end of redlines -->)", re.DOTALL)
SEEDS = (1, 2, 3)

Scored = tuple[Pair, Sequence[Change], Score]


def main() -> int:
    """Measure, print, compare with the floors."""
    arguments = _arguments()
    if not REALDOCS.exists():
        print("redline: no shared/realdocs here, skipped")
        return 0
    real, planted = measured()
    print(table(real, planted))
    if arguments.differences:
        for pair, changes, _ in (*real, *planted):
            print("\n".join([f"\n{pair.name}", *differences(pair, changes)]))
    told = figures(real, planted)
    if arguments.pin:
        _pin(told, table(real, planted))
    return fallen(floors(), told)


def measured(kept: Kept | None = None) -> tuple[list[Scored], list[Scored]]:
    """The real pairs and the made ones, each with the redline's changes and how they agree."""
    read = [(pair, *texts(pair, REALDOCS, kept)) for pair in pairs()]
    return [_scored(*item) for item in read], [_scored(*item) for item in _made(read)]


def _made(read: Sequence[tuple[Pair, Text, Text]]) -> Iterator[tuple[Pair, Text, Text]]:
    for pair, old, new in read:
        for seed in SEEDS if pair.name in BASES else ():
            shuffled, text = made(pair, new, seed)
            yield shuffled, old, text


def _scored(pair: Pair, old: Text, new: Text) -> Scored:
    changes = compare(old, new).changes
    return pair, changes, score(pair, changes)


def _sum(rows: Sequence[Scored]) -> Score:
    return reduce(add, (scored for _, _, scored in rows), Score())


def figures(real: Sequence[Scored], planted: Sequence[Scored]) -> dict[str, float]:
    """The figures that have floors, from 0 to 1."""
    all_real, all_made = _sum(real), _sum(planted)
    return {
        "F1": all_real.f1,
        "worst F1": min(scored.f1 for _, _, scored in real),
        "moved": all_real.moves_recall,
        "moved precision": all_real.moves_precision,
        "made F1": all_made.f1,
        "made moved": all_made.moves_recall,
        "made moved precision": all_made.moves_precision,
    }


def table(real: Sequence[Scored], planted: Sequence[Scored]) -> str:
    """A table in Markdown, one row a pair."""
    lines = ["| pair | links judged | F1 | moved | recognised | called moved |", "|---|--:|--:|--:|--:|--:|"]
    lines += [_line(pair.name.replace("_", " "), scored) for pair, _, scored in real]
    lines += [_line("**all real pairs**", _sum(real)), _line("**made pairs, paragraphs moved**", _sum(planted))]
    return "\n".join(lines)


def _line(name: str, told: Score) -> str:
    moves = f"{told.moves_judged} | {told.moves_right} | {told.moves_found}"
    return f"| {name} | {told.judged} | {told.f1:.3f} | {moves} |"


def floors() -> Mapping[str, float]:
    """The floors of tests/redline_gold/floors.toml."""
    return pinned(FLOORS)


def _pin(told: Mapping[str, float], shown: str) -> None:
    pin(FLOORS, "How redlines agree with the judged pairs.", told)
    text = DOCUMENT.read_text(encoding="utf-8")
    DOCUMENT.write_text(_TABLE.sub(lambda found: f"{found[1]}{shown}\n{found[2]}", text), encoding="utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.redline", description="How right redlines are.")
    parser.add_argument("--pin", action="store_true", help="raise the floors and write docs/quality.md")
    parser.add_argument("--differences", action="store_true", help="list what is found otherwise than judged")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
