"""A sample document as data: what a listing says of it, what its first page says, and its paragraphs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath
from typing import Literal

Style = Literal["plain", "italic", "bold", "note"]
Kind = Literal["heading", "subheading", "centre", "numbered", "item", "plain", "right", "page"]

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
# The rule of the package docstring.
SAMPLE_SYMBOL = re.compile(r"(A/(C\.1/|RES/)?1\d\d/|A/AC\.9\d\d/|MC\.DEC/9\d\d/|PC\.(DEC|JOUR|DEL)/9\d{3}\b)")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text in one style; a `note` span is the mark of a footnote."""

    text: str
    style: Style = "plain"


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph or heading. `number` is printed before it (`4.`, `(a)`), `notes` are footnotes: mark and text."""

    kind: Kind
    spans: tuple[Span, ...]
    number: str = ""
    notes: tuple[tuple[str, str], ...] = ()

    @property
    def text(self) -> str:
        """The words without footnote marks."""
        return "".join(span.text for span in self.spans if span.style != "note")


@dataclass(frozen=True, slots=True)
class SampleDocument:
    """One file of a sample site. Empty strings mean that the document does not print this.

    `place` is the site and listing it is posted on (`oewg-2021`, `oewg-2019`, `mechanism`, `ods`, `osce`), `path` its
    path on the file host (the job number on `ods`), `page` the document page of an OSCE file. `date` is the day it
    was posted or distributed; `night` the night on which this form of it appeared.
    """

    name: str
    place: str
    path: str
    title: str
    label: str
    submitter: str
    date: date
    layout: str
    blocks: tuple[Block, ...] = ()
    language: str = "en"
    symbol: str = ""
    page: str = ""
    body: str = ""
    organ: str = ""
    session: str = ""
    meeting: str = ""
    committee: str = ""
    agenda: str = ""
    subject: str = ""
    opening: str = ""
    action: str = ""
    starred: str = ""
    heading: str = ""
    distribution: str = ""
    original: str = ""
    adopted: str = ""
    printed: str = ""
    job: str = ""
    night: int = 0

    @property
    def suffix(self) -> str:
        """The ending of the file name, which says the format: `.pdf`, `.docx` or `.html`."""
        return PurePosixPath(self.path).suffix or ".pdf"

    @property
    def printed_date(self) -> str:
        """The date as the document prints it."""
        return self.printed or english_date(self.date)


def english_date(day: date) -> str:
    """`24 July 2025`, whatever the locale of the computer."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
