"""`make quality`, watches: altered sentences planted in a night's paragraphs, each watched; fails below a pinned floor.

    python -m benchmarks.watches [--pin]

`--pin` raises the floors to what was measured. Sentences are altered as in benchmarks/tracing.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Mapping, Sequence
from itertools import groupby
from pathlib import Path

from benchmarks.floors import pin, pinned
from benchmarks.floors import told as fallen
from benchmarks.measured import REALDOCS
from benchmarks.search_corpus import sentences
from benchmarks.search_home import fill_home, symbol_of
from benchmarks.tracing.planting import Field, field
from corpus.home import Home
from corpus.store import Store
from index.engine import open_engine
from search.library import Library
from search.watches import Alert, Watch
from search.watches.ledger import writing
from search.watches.running import run

PASSAGES, REUSES = 2_000, 100
FLOORS = Path(__file__).with_name("floors.toml")
_BEGAN, _NIGHT = "2031-03-04T02:30:00+00:00", "2031-03-05T02:30:00+00:00"
Where = tuple[str, str, str]


def main() -> int:
    """Plant, watch, print, compare with the floors."""
    arguments = _arguments()
    if not REALDOCS.exists():
        print("watches: no shared/realdocs here, skipped")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        planted = field(sentences(REALDOCS, Path(folder) / "read"), PASSAGES, REUSES)
        alerts = news(Path(folder) / "home", planted)
    reached = figures(wanted(planted), [(each.watch, each.document, each.number) for each in alerts])
    print(f"watches: {len(planted.planted)} reuses planted in {len(planted.passages)} new paragraphs")
    print("\n".join(f"{name}: {value:.4f}" for name, value in reached.items()))
    if arguments.pin:
        _pin(reached)
    return fallen(floors(), reached)


def news(path: Path, planted: Field) -> list[Alert]:
    """What the watches of all sentences tell of a night that brings the paragraphs to an empty home."""
    home = Home(path)
    home.make()
    Store.open(home.database, writing=True).close()
    watches = [Watch(f"watch-{place}", trace=each.sentence, made=_BEGAN) for place, each in enumerate(planted.planted)]
    told: list[Alert] = []
    for at in (_BEGAN, _NIGHT):
        # Sentences are compared with the paragraphs themselves: no engine is asked once they are watched.
        library = Library(Store.open(home.database), open_engine("memory", path), "memory")
        with writing(home.path / "watches") as ledger:
            told = [alert for each in run(watches, library, ledger, at) for alert in each.outcome.alerts]
        library.close()
        if at == _BEGAN:
            fill_home(home, [list(group) for _, group in groupby(planted.passages, lambda made: made.document)])
    return told


def wanted(planted: Field) -> set[Where]:
    """Watch, symbol and number of every paragraph that has a sentence."""
    places: dict[int, tuple[str, str]] = {}
    for document, group in groupby(planted.passages, lambda made: made.document):
        places |= {made.id: (symbol_of(document), str(number)) for number, made in enumerate(group, 1)}
    return {(f"watch-{place}", *places[each.passage]) for place, each in enumerate(planted.planted)}


def figures(right: set[Where], told: Sequence[Where]) -> Mapping[str, float]:
    """Recall and precision of the alerts; one that is told twice is wrong once."""
    both = len(right & set(told))
    return {"recall": both / len(right), "precision": both / len(told) if told else 0.0}


def floors() -> Mapping[str, float]:
    """The floors that are pinned."""
    return pinned(FLOORS)


def _pin(reached: Mapping[str, float]) -> None:
    pin(FLOORS, "How surely watches told of planted reuses.", reached)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.watches", description="How surely watches tell.")
    parser.add_argument("--pin", action="store_true", help="raise the floors")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
