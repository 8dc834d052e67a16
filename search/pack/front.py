"""The page at which the evidence of a result begins, and the notes beside it. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment, PackageLoader

from corpus.store import StoredVersion
from search.answer import FoundDocument
from search.web.labels import date_shown, direction, language_name, place_of
from search.web.marking import pieces


@dataclass(frozen=True, slots=True)
class ShownText:
    """A text in the pack: the names of its original and of its plain text, and the SHA-256 of the original."""

    version: StoredVersion
    original: str
    text: str
    digest: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A hit as the page shows it: how it is cited, how each of its paragraphs is (empty where it cannot be told)."""

    hit: FoundDocument
    cited: str
    paragraphs: tuple[str, ...]
    texts: tuple[ShownText, ...]


def front_page(search: Mapping[str, Any], shown: Sequence[Shown], redlines: Sequence[str]) -> str:
    """A page of HTML that needs no other file to be read; its links lead to the files beside it."""
    environment = Environment(
        loader=PackageLoader("search.pack", "templates"), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    environment.globals.update(
        date_shown=date_shown, direction=direction, language_name=language_name, place_of=place_of, pieces=pieces
    )
    return environment.get_template("index.html").render(search=search, shown=shown, redlines=redlines)


def notes(search: Mapping[str, Any], records: str) -> str:
    """How the pack is checked and what is in it."""
    return f"""Evidence of a search with verbale

Searched for:  {search["query"]}
As of:         {search["as_of"]}
Found:         {search["total"]}
Made:          {search["made_at"]} by {search["made_by"]}

index.html        begin here
originals/        the files as they were fetched
texts/            what was read from them, by paragraph with number and page
{records}
                  the answers of the servers with their headers (WARC 1.1)
citations/        for reference managers: RIS, BibTeX, CSL-JSON
redlines/         drafts and what became of them, where the result has both
results.csv       the result as a table
search.json       the result for programs
SHA256SUMS        check every file:  sha256sum -c SHA256SUMS

The same search gives the same result later, on the same collection:

    verbale search --as-of {search["as_of"]} {_quoted(search["query"])}

Only what that collection held was searched: that something is not here does not say that it does not exist.
Texts were read by machine. Before you quote, compare with the original.
"""


def _quoted(query: str) -> str:
    return "'" + query.replace("'", "'\\''") + "'"
