"""The judged set of the quote check: references into real documents, made into quotations when they are needed."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.kept import Kept, imported
from benchmarks.measured import REALDOCS
from benchmarks.quotes.changes import changed
from corpus.home import Home
from corpus.store import Store, StoredPassage

ROOT = Path(__file__).resolve().parents[2]
GOLD = ROOT / "tests" / "quotes_gold"
# An ordinary page holds a quotation so; the second pair is for words that have the first within.
_MARKS = (("“", "”"), ("«", "»"), ("「", "」"))


@dataclass(frozen=True, slots=True)
class Judged:
    """One sentence of a draft. `words` is where it is from (`0:12`), or words of our own; see the README."""

    id: str
    document: str
    paragraph: str
    words: str
    changes: str
    cited: str
    verdict: str
    why: str


def judged() -> list[Judged]:
    """All rows of the judged set."""
    return [Judged(**row) for row in _rows("quotes.tsv")]


def files() -> Mapping[str, Path]:
    """The documents of the judged set, by the name that its rows call them."""
    return {row["name"]: REALDOCS / row["path"] for row in _rows("documents.tsv")}


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (GOLD / name).open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)


def draft(row: Judged, texts: Mapping[str, Sequence[StoredPassage]]) -> str:
    """The sentence of a draft that a row stands for. ValueError where the documents have no such paragraph."""
    said = " ".join(_said(row, texts)) if row.document else row.words
    if row.cited == "-":
        return said
    first, last = next((pair for pair in _MARKS if not set(pair) & set(said)), _MARKS[0])
    return f"The text says {first}{said}{last}{f' ({row.cited})' if row.cited else ''}."


def _said(row: Judged, texts: Mapping[str, Sequence[StoredPassage]]) -> list[str]:
    """The words of a row; several paragraphs (`3 + 4`) follow one another."""
    names, ranges = row.paragraph.split(" + "), row.words.split(" + ")
    words: list[str] = []
    for name, chosen in zip(names, ranges, strict=True):
        start, _, end = chosen.partition(":")
        held = passage(texts[row.document], name).text
        words.extend(parts(held)[int(start) : int(end) if end else None])
    return changed(words, row.changes).split(" ")


def parts(text: str) -> list[str]:
    """The words of a paragraph; of a text without spaces, its characters by tens."""
    found = text.split()
    return found if len(found) > 3 or len(text) < 40 else [text[at : at + 10] for at in range(0, len(text), 10)]


def passage(text: Sequence[StoredPassage], name: str) -> StoredPassage:
    """The paragraph with a printed number, or at a place (`p-12`). ValueError where there is none."""
    for one in text:
        if name in (f"p-{one.place}", one.number):
            return one
    raise ValueError(f"There is no paragraph {name}.")


def fill(home: Path, kept: Kept | None = None) -> dict[str, list[StoredPassage]]:
    """Read the documents of the judged set into a home, but for what is kept; returns their paragraphs by name."""
    held = files()
    imported(Home(home), [*held.values()], kept or Kept())
    store = Store.open(Home(home).database)
    try:
        return {name: _text(store, path) for name, path in held.items()}
    finally:
        store.close()


def _text(store: Store, path: Path) -> list[StoredPassage]:
    key = store.document(path.resolve().as_uri())
    return store.current_passages(key.id)
