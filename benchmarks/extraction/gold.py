"""The gold set: what people saw on the rendered pages of real documents, as facts (tests/gold/README.md).

A gold file names a real document by path and hash and never holds more than a few of its words.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

GOLD = Path(__file__).resolve().parents[2] / "tests" / "gold"
COLUMNS = ("page", "kind", "number", "opens", "closes", "characters")
KINDS = ("text", "note", "row", "heading")


SAMPLE = "sample:"


class GoldError(ValueError):
    """A gold file is not as tests/gold/README.md says."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One paragraph, note, table row or heading as seen on its page.

    `opens` and `closes` are its first and last words without the printed number; `characters` counts its letters and
    digits, None where nobody counted. `page` counts from 1, 0 where the format has none.
    """

    page: int
    kind: str
    number: str
    opens: str
    closes: str
    characters: int | None


@dataclass(frozen=True, slots=True)
class Gold:
    """What was seen of one document: facts of the whole, and the rows of the pages that were read."""

    name: str
    path: str
    sha256: str
    group: str
    facts: Mapping[str, str]
    first: int
    last: int
    seen: tuple[Seen, ...]

    def body(self, documents: Path) -> bytes:
        """The document's bytes under the folder `documents`. Raises GoldError if they are others than were read.

        A path `sample:NAME` is one of our own sample documents, made when it is asked for.
        """
        if self.path.startswith(SAMPLE):
            return sample_body(self.path)
        found = (documents / self.path).read_bytes()
        if not hashlib.sha256(found).hexdigest().startswith(self.sha256):
            raise GoldError(f"{self.path} is not the file that {self.name} describes.")
        return found


def sample_body(path: str) -> bytes:
    """The bytes of `sample:osce-dec-9202-fr.pdf`: that sample document in that language and format."""
    from crawler.sample.collection import documents
    from crawler.sample.files import render_file

    name, _, suffix = path.removeprefix(SAMPLE).rpartition(".")
    found = next((item for item in documents() if f"{item.name}-{item.language}" == name), None)
    if found is None:
        raise GoldError(f"There is no sample document {name!r}.")
    return render_file(found, f".{suffix}")


def gold_files(folder: Path = GOLD) -> list[Path]:
    """Every gold file, in the order of their names."""
    return sorted(folder.glob("*.tsv"))


def read_gold(file: Path) -> Gold:
    """A gold file: `name<TAB>value` lines, an empty line, then a table of COLUMNS. Raises GoldError."""
    head, _, table = file.read_text(encoding="utf-8").partition("\n\n")
    told = dict(_pair(file, line) for line in head.splitlines())
    lines = table.rstrip("\n").split("\n")
    if tuple(lines[0].split("\t")) != COLUMNS:
        raise GoldError(f"{file.name}: the table must have the columns {', '.join(COLUMNS)}.")
    first, _, last = told.pop("read", "0-0").partition("-")
    seen = tuple(_seen(file, line) for line in lines[1:])
    return Gold(
        file.stem, told.pop("path"), told.pop("sha256"), told.pop("group"), told, int(first), int(last or first), seen
    )


def _pair(file: Path, line: str) -> tuple[str, str]:
    name, tab, value = line.partition("\t")
    if not tab:
        raise GoldError(f"{file.name}: {line!r} is no name and value with a tab between.")
    return name, value


def _seen(file: Path, line: str) -> Seen:
    cells = line.split("\t")
    if len(cells) != len(COLUMNS) or cells[1] not in KINDS or not cells[0].isdigit():
        raise GoldError(f"{file.name}: {line!r} is no row of {', '.join(COLUMNS)}.")
    page, kind, number, opens, closes, characters = cells
    return Seen(int(page), kind, number, opens, closes, int(characters) if characters.isdigit() else None)


def written(head: Mapping[str, str], rows: Sequence[Seen]) -> str:
    """The text of a gold file."""
    lines = [f"{name}\t{value}" for name, value in head.items()]
    table = [
        "\t".join((str(row.page), row.kind, row.number, row.opens, row.closes, _count(row.characters))) for row in rows
    ]
    return "\n".join([*lines, "", "\t".join(COLUMNS), *table]) + "\n"


def _count(characters: int | None) -> str:
    return "?" if characters is None else str(characters)
