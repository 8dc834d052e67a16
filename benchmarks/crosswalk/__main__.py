"""Part of `make quality`: which norms and measures paragraphs name and quote; fails below a pinned floor.

    python -m benchmarks.crosswalk [--pin] [--wrong]

`--pin` raises the floors to what was measured; `--wrong` names everything that was read otherwise than judged.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from collections.abc import Mapping
from math import floor

from benchmarks.crosswalk.score import GOLD, Judged, figures, judged_cases, judged_documents, judged_quotations, wrong
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
    sunk = below(floors(), measured)
    for line in sunk:
        print(f"BELOW THE FLOOR: {line}")
    return 1 if sunk else 0


def measure(told: Mapping[str, list[Judged]]) -> dict[str, float]:
    """The figures of every set."""
    return {name: value for kind, judged in told.items() for name, value in figures(kind, judged).items()}


def floors() -> Mapping[str, float]:
    """The floors that are pinned."""
    return tomllib.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}


def below(pinned: Mapping[str, float], measured: Mapping[str, float]) -> list[str]:
    """One line for each figure measured that is below its floor."""
    return [
        f"{name} is {value:.4f}, its floor is {pinned[name]}"
        for name, value in measured.items()
        if name in pinned and value < pinned[name]
    ]


def _pin(measured: Mapping[str, float]) -> None:
    pinned = floors()
    raised = {name: max(pinned.get(name, 0.0), floor(value * 1000) / 1000) for name, value in measured.items()}
    lines = ["# How right the crosswalk was on tests/crosswalk_gold. `make quality` fails below; these only rise."]
    FLOORS.write_text("\n".join([*lines, "", *(f'"{name}" = {value}' for name, value in raised.items()), ""]))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.crosswalk", description="Norms and measures named.")
    parser.add_argument("--pin", action="store_true", help="raise the floors to what was measured")
    parser.add_argument("--wrong", action="store_true", help="name what was read otherwise than judged")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
