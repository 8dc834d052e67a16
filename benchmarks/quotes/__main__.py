"""`make quality`: how right the quote check is on its judged set; fails below a pinned floor.

    python -m benchmarks.quotes [--pin] [--wrong] [--all]

`--pin` raises the floors to what was measured; `--wrong` prints the rows that were judged otherwise, `--all` every row.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.floors import pin, pinned
from benchmarks.floors import told as fallen
from benchmarks.kept import Kept
from benchmarks.measured import REALDOCS
from benchmarks.quotes.gold import GOLD, Judged, draft, fill, judged
from corpus.home import Home
from corpus.store import Store, StoredPassage
from index.shingles import Shingles
from search.quotes import Checked
from search.quotes.checking import checked_claim
from search.quotes.draft import DraftParagraph, claims
from search.quotes.holdings import Holdings

FLOORS = GOLD / "floors.toml"
Figures = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Scored:
    """A row, the sentence that was checked, and what came back; None where no claim was found in it."""

    row: Judged
    said: str
    checked: Checked | None

    @property
    def right(self) -> bool:
        return self.checked is not None and self.checked.verdict == self.row.verdict


def main() -> int:
    """Measure, print, compare with the floors."""
    arguments = _arguments()
    if not REALDOCS.exists():
        print("quotes: no shared/realdocs here, skipped")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        scored = run(Path(folder))
    figures = figures_of(scored)
    for name, figure in figures.items():
        print(f"{name:<40}{figure:.4f}")
    for one in scored:
        if arguments.all or (arguments.wrong and not one.right):
            print(told(one))
    if arguments.pin:
        _pin(figures)
    return fallen(floors(), figures)


def run(home: Path, kept: Kept | None = None) -> list[Scored]:
    """Read the documents of the judged set into `home`, but for what is kept, and check every row."""
    return scored_in(home, fill(home, kept))


def scored_in(home: Path, texts: Mapping[str, Sequence[StoredPassage]]) -> list[Scored]:
    """Check every row in a home that holds the documents."""
    store, shingles = Store.open(Home(home).database), Shingles.open(Home(home).shingles)
    holdings = Holdings(store, shingles)
    try:
        return [_scored(row, draft(row, texts), holdings) for row in judged()]
    finally:
        shingles.close()
        store.close()


def _scored(row: Judged, said: str, holdings: Holdings) -> Scored:
    quoted = row.cited != "-"
    found = [claim for claim in claims([DraftParagraph(said)]) if claim.quoted == quoted]
    return Scored(row, said, checked_claim(found[0], holdings) if found else None)


def figures_of(scored: Sequence[Scored]) -> Figures:
    """Figures from 0 to 1, all of which shall be high.

    `no false verbatim`: 1 where nothing is said to be verbatim that is not. `right document`: of what is rightly said
    to be verbatim or altered and names its document, how much is found there.
    """
    told = [(one.row, one.checked) for one in scored if one.checked]
    false = sum(1 for row, checked in told if checked.verdict == "verbatim" and row.verdict != "verbatim")
    verdicts = sorted({one.row.verdict for one in scored})
    named = [
        one for one in scored if one.right and one.row.cited not in ("", "-") and one.checked and one.checked.place
    ]
    there = [one for one in named if one.checked and not any("stand in" in note for note in one.checked.notes)]
    return {
        "verdict accuracy": sum(one.right for one in scored) / len(scored),
        "no false verbatim": 1 - false / len(scored),
        **{f"recall of {verdict}": _recall(scored, verdict) for verdict in verdicts},
        "right document": len(there) / len(named) if named else 0.0,
    }


def _recall(scored: Sequence[Scored], verdict: str) -> float:
    those = [one.right for one in scored if one.row.verdict == verdict]
    return sum(those) / len(those)


def told(one: Scored) -> str:
    """A row with what came back, to be read by eye."""
    came = one.checked
    pieces = "".join(
        {"same": piece.text, "removed": f"[-{piece.text}-]", "added": f"{{+{piece.text}+}}"}[piece.kind]
        for piece in (came.pieces if came else ())
    )
    head = f"{one.row.id} {one.row.verdict} ({one.row.why}): {came.verdict if came else 'no claim'}"
    where = (
        f"{came.place.cite} {came.likeness:.2f} {came.differs} {came.left_out} {came.notes}"
        if came and came.place
        else ""
    )
    return f"{head}\n    {one.said}\n    {where} {came.reason if came else ''}\n    {pieces}"


def floors() -> Figures:
    """The floors of tests/quotes_gold/floors.toml."""
    return pinned(FLOORS)


def _pin(figures: Figures) -> None:
    pin(FLOORS, "What the quote check reached on its judged set.", figures)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quotes", description="How right the quote check is.")
    parser.add_argument("--pin", action="store_true", help="raise the floors")
    parser.add_argument("--wrong", action="store_true", help="print the rows that were judged otherwise")
    parser.add_argument("--all", action="store_true", help="print every row")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
