"""`make quality`: how right extraction is on the gold set; fails below a pinned floor.

    python -m benchmarks.extraction [--pin] [--differences] [NAME...]

`--pin` raises the floors to what was measured and writes the table into docs/quality.md; `--differences` lists every
paragraph that is read otherwise than it was seen; names of gold files (or their beginnings) restrict it to these.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.extraction.front import a1_facts, front_scores
from benchmarks.extraction.gold import GOLD, SAMPLE, Gold, gold_files, read_gold
from benchmarks.extraction.report import Scored, below, missed, raised, read_floors, scored, table, written_floors
from benchmarks.extraction.score import Tally, differences, score
from benchmarks.kept import Kept, KeptWorkers
from benchmarks.measured import REALDOCS
from corpus.document import Extract
from corpus.errors import ExtractError
from corpus.extract.tools import libreoffice

FLOORS = GOLD / "floors.toml"
DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "quality.md"
_TABLE = re.compile(r"(<!-- measured -->\n).*?(<!-- end -->)", re.DOTALL)


Read = list[tuple[Gold, Extract | None]]


def main() -> int:
    """Measure, print, compare with the floors."""
    arguments = _arguments()
    read, rows = measured(arguments.names)
    print(table(rows))
    if arguments.differences:
        _print_differences(read)
    for line in missed(rows):
        print(f"falls short: {line}")
    if arguments.pin:
        _pin(raised(pinned(), rows), rows)
    sunk = [] if arguments.names else below(pinned(), rows)
    for line in sunk:
        print(f"BELOW THE FLOOR: {line}")
    return 1 if sunk else 0


def measured(names: Sequence[str] = (), kept: Kept | None = None) -> tuple[Read, list[Scored]]:
    """The gold files of these names (all without any) with what is read of their documents, and the figures.

    What this machine cannot read is left out: real documents that are not here, old office files without LibreOffice.
    """
    golds = [gold for file in gold_files() if _wanted(gold := read_gold(file), names) and _readable(gold)]
    known = kept or Kept()
    read = list(zip(golds, _extracts([(gold.path, gold.body(REALDOCS)) for gold in golds], known), strict=True))
    rows = list(_rows(read, whole=len(golds) == len(gold_files())))
    return read, rows if names else [*rows, *_a1(known)]


def pinned() -> dict[tuple[str, str], float]:
    """The floors of tests/gold/floors.toml."""
    return read_floors(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}


def _readable(gold: Gold) -> bool:
    here = gold.path.startswith(SAMPLE) or REALDOCS.exists()
    return here and (gold.group != "office" or bool(libreoffice.command()))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.extraction", description="How right extraction is.")
    parser.add_argument("names", nargs="*", help="beginnings of names of gold files, or groups")
    parser.add_argument("--pin", action="store_true", help="raise the floors and write docs/quality.md")
    parser.add_argument("--differences", action="store_true", help="list what is read otherwise than it was seen")
    return parser.parse_args()


def _wanted(gold: Gold, names: Sequence[str]) -> bool:
    return not names or any(gold.name.startswith(name) or gold.group == name for name in names)


def _extracts(files: Sequence[tuple[str, bytes]], kept: Kept) -> Iterator[Extract | None]:
    """What is read of each file, None where it cannot be read."""
    with KeptWorkers(kept) as workers:
        started = ((path, workers.extract(body, name=path)) for path, body in files)
        for _, read in workers.in_order(started):
            yield None if isinstance(read, ExtractError) else read


def _rows(read: Read, *, whole: bool) -> Iterator[Scored]:
    tallies = [(gold.group, _tally(gold, extract)) for gold, extract in read]
    for group in sorted({group for group, _ in tallies}):
        yield scored(group, [tally for of, tally in tallies if of == group])
    # The floors of all are those of the whole set, office files included.
    where = "" if whole else ", what can be read here"
    yield scored(f"all{where}", [tally for _, tally in tallies])
    yield front_scores(f"gold set{where}", [(gold.facts, extract) for gold, extract in read if extract is not None])


def _a1(kept: Kept) -> Iterator[Scored]:
    if REALDOCS.exists():
        facts = a1_facts()
        found = _extracts([(row["path"], (REALDOCS / row["path"]).read_bytes()) for row in facts], kept)
        pairs = zip(facts, found, strict=True)
        yield front_scores("A1", [(said, extract) for said, extract in pairs if extract is not None])


def _tally(gold: Gold, extract: Extract | None) -> Tally:
    if extract is None:
        return Tally(seen=sum(row.kind != "heading" for row in gold.seen))
    return score(gold, extract)


def _print_differences(read: Read) -> None:
    for gold, extract in read:
        lines = differences(gold, extract) if extract else ["- nothing could be read"]
        if lines:
            print(f"\n{gold.name}  {gold.path}")
            print("\n".join(lines))


def _pin(floors: dict[tuple[str, str], float], rows: Sequence[Scored]) -> None:
    FLOORS.write_text(written_floors(floors), encoding="utf-8")
    text = DOCUMENT.read_text(encoding="utf-8")
    DOCUMENT.write_text(_TABLE.sub(lambda found: f"{found[1]}{table(rows)}\n{found[2]}", text), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
