"""Part of `make quality`: who submitted real documents, against what was judged by eye; fails below a pinned floor.

    python -m benchmarks.submitters [--pin] [--wrong]

`--pin` raises the floors to what was measured; `--wrong` names every document that was read otherwise than judged.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from benchmarks.floors import pin, pinned
from benchmarks.floors import told as fallen
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
    return fallen(floors(), measured)


def wrong(told: Iterable[tuple[Judged, Read]]) -> Iterator[str]:
    """One line for each document that was not read as it was judged."""
    for one, found in told:
        if found.names != one.names:
            missed, more = sorted(one.names - found.names), sorted(found.names - one.names)
            yield f"{one.path}: missed {missed}, too many {more} ({found.confidence or 'nothing found'})"


def floors() -> Mapping[str, float]:
    """The floors that are pinned."""
    return pinned(FLOORS)


def _pin(measured: Mapping[str, float]) -> None:
    pin(FLOORS, "How right submitters were on tests/submitters_gold.tsv.", measured)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.submitters", description="Who submitted documents.")
    parser.add_argument("--pin", action="store_true", help="raise the floors to what was measured")
    parser.add_argument("--wrong", action="store_true", help="name what was read otherwise than judged")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
