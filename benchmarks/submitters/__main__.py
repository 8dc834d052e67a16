"""Part of `make quality`: who submitted real documents, against what was judged by eye; fails below a pinned floor.

    python -m benchmarks.submitters [--pin] [--wrong]

`--pin` raises the floors to what was measured; `--wrong` names every document that was read otherwise than judged.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from math import floor
from pathlib import Path

from benchmarks.measured import REALDOCS
from benchmarks.submitters.score import MEASURES, Judged, Read, figures, gold, read

FLOORS = Path(__file__).resolve().parents[2] / "tests" / "submitters_floors.toml"


def main() -> int:
    """Measure, print, compare with the floors."""
    arguments = _arguments()
    if not REALDOCS.exists():
        print("submitters: no shared/realdocs here, skipped")
        return 0
    told = [(one, read(one)) for one in gold()]
    measured = figures(told)
    print("\n".join(f"{name}: {measured[name]:.4f}" for name in MEASURES))
    if arguments.wrong:
        print("\n".join(wrong(told)))
    if arguments.pin:
        _pin(measured)
    sunk = below(floors(), measured)
    for line in sunk:
        print(f"BELOW THE FLOOR: {line}")
    return 1 if sunk else 0


def wrong(told: Iterable[tuple[Judged, Read]]) -> Iterator[str]:
    """One line for each document that was not read as it was judged."""
    for one, found in told:
        if found.names != one.names:
            missed, more = sorted(one.names - found.names), sorted(found.names - one.names)
            yield f"{one.path}: missed {missed}, too many {more} ({found.confidence or 'nothing found'})"


def floors() -> Mapping[str, float]:
    """The floors that are pinned."""
    return tomllib.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}


def below(pinned: Mapping[str, float], measured: Mapping[str, float]) -> list[str]:
    """One line for each figure below its floor."""
    return [
        f"{name} is {measured[name]:.4f}, its floor is {value}"
        for name, value in pinned.items()
        if measured[name] < value
    ]


def _pin(measured: Mapping[str, float]) -> None:
    pinned = floors()
    raised = {name: max(pinned.get(name, 0.0), floor(value * 1000) / 1000) for name, value in measured.items()}
    lines = ["# How right submitters were on tests/submitters_gold.tsv. `make quality` fails below; these only rise."]
    FLOORS.write_text("\n".join([*lines, "", *(f'"{name}" = {value}' for name, value in raised.items()), ""]))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.submitters", description="Who submitted documents.")
    parser.add_argument("--pin", action="store_true", help="raise the floors to what was measured")
    parser.add_argument("--wrong", action="store_true", help="name what was read otherwise than judged")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
