"""Bibliographic facts of real documents, shipped with verbale: what exists, whether or not it was fetched.

`catalogue.tsv` has one document a row, tab-separated, no quoting; README.md beside it says how its cells were checked.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from corpus.document import Posting
from corpus.symbols import parse
from corpus.vocabulary import process_of, type_of

_SOURCES = {"UN": "un", "OSCE": "osce", "NATO": "nato", "EU": "eu", "AU": "au", "CoE": "coe", "SCO": "sco"}
_NATIONAL = ("National", "ITU repository")


@dataclass(frozen=True, slots=True)
class Entry:
    """One document of the catalogue: `posting` in our vocabulary, with the row's own word for its kind as type_label.

    `confidence` is `high` (symbol, title and date certain) or `medium` (one of them less so). `languages` are those the
    document is known to exist in; `posting.language` is set only where there is one.
    """

    posting: Posting
    confidence: str
    languages: tuple[str, ...]


@lru_cache(maxsize=1)
def entries() -> tuple[Entry, ...]:
    """All documents of the catalogue, in its order: resolutions, drafts, reports, then the other organisations."""
    return tuple(_entry(row) for row in _rows(files(__name__).joinpath("catalogue.tsv").read_text(encoding="utf-8")))


def edition() -> str:
    """A short name of the catalogue's content; another one when any entry, or how we file it, has changed."""
    return hashlib.sha256(repr(entries()).encode()).hexdigest()[:16]


def _rows(text: str) -> Iterator[dict[str, str]]:
    header, *lines = text.splitlines()
    names = header.split("\t")
    return (dict(zip(names, line.split("\t"), strict=True)) for line in lines)


def _entry(row: dict[str, str]) -> Entry:
    languages = tuple(code for code in row["languages"].split(",") if code)
    symbol = parse(row["symbol"])
    posting = Posting(
        url=row["url"],
        source="national" if row["source"] in _NATIONAL else _SOURCES[row["source"]],
        process=_process(row),
        session=row["session"],
        symbol=symbol.text if symbol else "",
        title=row["title"],
        date=row["date"],
        type=type_of(row["symbol"], row["title"], row["doc_type"]),
        type_label=row["doc_type"],
        language=languages[0] if len(languages) == 1 else "",
        # A national document's row names its State where others name the process.
        submitters=(row["process"],) if row["source"] in _NATIONAL else (),
    )
    return Entry(posting, row["confidence"], languages)


def _process(row: dict[str, str]) -> str:
    if row["source"] in _NATIONAL:
        return "national-strategies"
    return process_of(row["symbol"], row["title"], row["process"])
