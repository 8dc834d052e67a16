"""The judged pairs of tests/redline_gold: what became of each paragraph of an old text in a new one."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.kept import Kept
from search.redline import Paragraph, Text

GOLD = Path(__file__).resolve().parents[2] / "tests" / "redline_gold"
COLUMNS = ("kind", "moved", "old", "old_number", "new", "new_number", "begins")
KINDS = ("same", "changed", "split", "merged", "added", "removed", "doubtful")

Link = tuple[int, int]


class GoldError(ValueError):
    """A judged pair is not as tests/redline_gold/README.md says."""


@dataclass(frozen=True, slots=True)
class Row:
    """What was judged of paragraphs: `moved` is `yes`, empty, or the letter of rows of which one has moved."""

    kind: str
    moved: str
    old: tuple[int, ...]
    new: tuple[int, ...]

    def links(self) -> Iterator[Link]:
        """Each old place with each new one."""
        return ((old, new) for old in self.old for new in self.new)


@dataclass(frozen=True, slots=True)
class Pair:
    """A judged pair. `files` are path and beginning of the SHA-256 of both sides, `counts` their passages."""

    name: str
    files: tuple[tuple[str, str], tuple[str, str]]
    counts: tuple[int, int]
    rows: tuple[Row, ...]

    def links(self) -> set[Link]:
        """The links that must be found."""
        return {link for row in self.rows if row.kind != "doubtful" for link in row.links()}

    def doubtful(self) -> set[Link]:
        """The links that count neither for nor against."""
        return {link for row in self.rows if row.kind == "doubtful" for link in row.links()}

    def moved(self) -> list[frozenset[int]]:
        """The old places that have moved; where one of several has, they stand in one set."""
        letters = sorted({row.moved for row in self.rows if row.moved not in ("", "yes")})
        sure = [frozenset(row.old) for row in self.rows if row.moved == "yes"]
        return sure + [
            frozenset(old for row in self.rows if row.moved == letter for old in row.old) for letter in letters
        ]


def pairs(folder: Path = GOLD) -> list[Pair]:
    """Every judged pair, in the order of their names."""
    return [read_pair(file) for file in sorted(folder.glob("*.tsv"))]


def read_pair(file: Path) -> Pair:
    """A judged pair: `name<TAB>value` lines, an empty line, a table of COLUMNS. Raises GoldError."""
    head, _, table = file.read_text(encoding="utf-8").partition("\n\n")
    told = dict(line.split("\t", 1) for line in head.splitlines())
    lines = table.rstrip("\n").split("\n")
    if tuple(lines[0].split("\t")) != COLUMNS:
        raise GoldError(f"{file.name}: the table must have the columns {', '.join(COLUMNS)}.")
    files = ((told["old"], told["old_sha256"]), (told["new"], told["new_sha256"]))
    counts = (int(told["old_passages"]), int(told["new_passages"]))
    return Pair(file.stem, files, counts, tuple(_row(file, line) for line in lines[1:]))


def _row(file: Path, line: str) -> Row:
    cells = line.split("\t")
    if len(cells) != len(COLUMNS) or cells[0] not in KINDS:
        raise GoldError(f"{file.name}: {line!r} is no row of {', '.join(COLUMNS)}.")
    return Row(cells[0], cells[1], _places(cells[2]), _places(cells[4]))


def _places(cell: str) -> tuple[int, ...]:
    return tuple(int(place) for place in cell.split())


def texts(pair: Pair, documents: Path, kept: Kept | None = None) -> tuple[Text, Text]:
    """Both sides as they are compared. Raises GoldError if the files or their passages are others than were judged."""
    old, new = (text_of(_body(pair, documents, *file), file[0], kept or Kept()) for file in pair.files)
    if (len(old.paragraphs), len(new.paragraphs)) != pair.counts:
        raise GoldError(f"{pair.name}: extraction reads other passages than were judged; judge the pair again.")
    return old, new


def _body(pair: Pair, documents: Path, path: str, digest: str) -> bytes:
    found = (documents / path).read_bytes()
    if not hashlib.sha256(found).hexdigest().startswith(digest):
        raise GoldError(f"{path} is not the file that {pair.name} was judged on.")
    return found


def text_of(body: bytes, name: str, kept: Kept) -> Text:
    """One side, read of a file's bytes."""
    read = kept.extract(body, name=name)
    front, digest = read.front, hashlib.sha256(body).hexdigest()
    paragraphs = tuple(Paragraph(item.text, item.number, item.heading, item.page) for item in read.passages)
    return Text(front.symbol or name, front.title, read.language, front.date_adopted, digest, paragraphs)
