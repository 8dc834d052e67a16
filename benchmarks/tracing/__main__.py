"""`make quality`, tracing: 500 altered sentences planted in 100,000 paragraphs; fails below a pinned floor.

    python -m benchmarks.tracing [--pin] [--misses]

`--pin` raises the floors to what was measured; `--misses` prints what was not found, and what was wrongly found.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.floors import pin, pinned
from benchmarks.floors import told as fallen
from benchmarks.measured import REALDOCS
from benchmarks.search_corpus import sentences
from benchmarks.tracing.planting import field
from benchmarks.tracing.scoring import Answered, answers, figures, tracing_home

PASSAGES, REUSES = 100_000, 500
FLOORS = Path(__file__).with_name("floors.toml")


def main() -> int:
    """Plant, trace, print, compare with the floors."""
    arguments = _arguments()
    if not REALDOCS.exists():
        print("tracing: no shared/realdocs here, skipped")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        planted = field(sentences(REALDOCS, Path(folder) / "read"), PASSAGES, REUSES)
        with tracing_home(Path(folder) / "home", planted.passages) as (library, shingles):
            answered = list(answers(library, shingles, planted))
    reached = figures(answered)
    print(f"tracing: {len(answered)} reuses planted in {len(planted.passages)} paragraphs")
    print(table(reached))
    if arguments.misses:
        print("\n".join(misses(answered)))
    if arguments.pin:
        _pin(reached)
    return fallen(floors(), reached)


def floors() -> Mapping[str, float]:
    """The floors of benchmarks/tracing/floors.toml."""
    return pinned(FLOORS)


def table(reached: Mapping[str, float]) -> str:
    """The figures as a Markdown table."""
    return (
        f"| {' | '.join(reached)} |\n|{'---|' * len(reached)}\n| {' | '.join(f'{v:.3f}' for v in reached.values())} |"
    )


def misses(answered: Sequence[Answered]) -> list[str]:
    """What was planted and not found, and what was found and not planted."""
    told = [f"MISSED {each.planted}" for each in answered if each.where not in each.told]
    return told + [
        f"WRONG {reuse.place.id} {reuse.place.likeness:.2f}: {each.planted.sentence} => {reuse.text}"
        for each in answered
        for reuse in each.traced.reuses
        if each.told - {each.where} and (reuse.place.document.symbol, reuse.place.passage.number) != each.where
    ]


def _pin(reached: Mapping[str, float]) -> None:
    pin(FLOORS, "What tracing reached on planted reuses.", reached)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.tracing", description="How surely reuses are found.")
    parser.add_argument("--pin", action="store_true", help="raise the floors")
    parser.add_argument("--misses", action="store_true", help="print what was missed and what was wrong")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
