"""Part of `make quality`: which norms and measures paragraphs name and quote; fails below a pinned floor.

    python -m benchmarks.crosswalk [--pin] [--wrong]

`--pin` raises the floors to what was measured; `--wrong` names everything that was read otherwise than judged.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping

from benchmarks.crosswalk.score import GOLD, Judged, figures, judged_cases, judged_documents, judged_quotations, wrong
from benchmarks.floors import pin, pinned
from benchmarks.floors import told as fallen
from benchmarks.measured import REALDOCS

FLOORS = GOLD / "floors.toml"


def main() -> int:
    """Measure, print, compare with the floors."""
    arguments = _arguments()
    told = {"cases": list(judged_cases()), "quotations": list(judged_quotations())}
    if REALDOCS.exists():
        told["real documents"] = list(judged_documents())
    else:
        print("crosswalk: no shared/realdocs here, its documents are skipped")
    measured = measure(told)
    print("\n".join(f"{name}: {value:.4f}" for name, value in measured.items()))
    if arguments.wrong:
        print("\n".join(line for judged in told.values() for line in wrong(judged)))
    if arguments.pin:
        _pin(measured)
    return fallen(floors(), measured)


def measure(told: Mapping[str, list[Judged]]) -> dict[str, float]:
    """The figures of every set."""
    return {name: value for kind, judged in told.items() for name, value in figures(kind, judged).items()}


def floors() -> Mapping[str, float]:
    """The floors that are pinned."""
    return pinned(FLOORS)


def _pin(measured: Mapping[str, float]) -> None:
    pin(FLOORS, "How right the crosswalk was on tests/crosswalk_gold.", measured)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.crosswalk", description="Norms and measures named.")
    parser.add_argument("--pin", action="store_true", help="raise the floors to what was measured")
    parser.add_argument("--wrong", action="store_true", help="name what was read otherwise than judged")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
