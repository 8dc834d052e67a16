"""The values that travel through verbale, from a server's answer to a stored paragraph."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Response:
    """One answer of a server (or one imported file), bytes untouched after transfer decoding.

    `headers` and `request_headers` keep order and repeats. `url` is what was asked, `final_url` what answered.
    """

    url: str
    final_url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    fetched: datetime
    request_headers: tuple[tuple[str, str], ...] = ()

    def header(self, name: str) -> str:
        """The first header of that name (any case), or an empty string."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")


@dataclass(frozen=True, slots=True)
class ArchiveRef:
    """Where a record lies: WARC file name inside the archive folder, and byte offset of the record."""

    file: str
    offset: int


@dataclass(frozen=True, slots=True)
class Posting:
    """What a source (a listing page, a manifest, the catalogue) says of one file before it is opened.

    Empty strings mean "not said". Dates are ISO, possibly only `YYYY` or `YYYY-MM`. `type_label` is the source's own
    word for the kind of document, kept as it is. `vote` is how the body decided (`Adopted 109-48-7, 83rd meeting`),
    `adopted_as` the symbol that a draft was adopted under. `otherwise` are addresses of the same file, to be asked for
    where it is not at `url`.
    """

    url: str
    source: str
    process: str = ""
    session: str = ""
    symbol: str = ""
    title: str = ""
    date: str = ""
    type: str = ""
    type_label: str = ""
    language: str = ""
    submitters: tuple[str, ...] = ()
    agenda_item: str = ""
    vote: str = ""
    adopted_as: str = ""
    otherwise: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What the first page says of its document. Empty strings mean "not printed". Dates are ISO.

    `read_at` pairs the name of a field with where it was read: `("date_issued", "page 1: Distr.: General 6 March")`.
    `joint` are those for whom a joint text says that it speaks, beside its submitters; `confidence` is how sure both
    are: `stated` by the text (also where it is empty), `likely` or `guessed`.
    """

    symbol: str = ""
    title: str = ""
    date_on_text: str = ""
    date_issued: str = ""
    date_adopted: str = ""
    session: str = ""
    agenda_item: str = ""
    original_language: str = ""
    submitters: tuple[str, ...] = ()
    joint: tuple[str, ...] = ()
    confidence: str = ""
    read_at: tuple[tuple[str, str], ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph as people cite it.

    `number` is the printed number (`24`, `24 (b)`, `PP3`, `OP5`) or empty; `heading` the path of headings above it;
    `page` counts from 1, and is 0 where the format has no pages. `revision` says what tracked changes did to it:
    nothing (empty), `changed`, `inserted` or `struck`; `unrevised` is then the text as it stood before them (empty if
    inserted), and `text` the accepted reading (empty if struck out whole). Where paragraphs were joined or parted, the
    whole stands at the first of them. Paths name headings as accepted; the old words of one are a struck passage.
    """

    text: str
    number: str = ""
    heading: tuple[str, ...] = ()
    page: int = 0
    language: str = ""
    revision: str = ""
    unrevised: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A document within a document: one State's reply in a report or speech in a record, one decision behind a journal.

    Its passages are those of the whole at the places `first` to `last`, counted from 1. `date` is ISO, `language` that
    of the original; both and `symbol` are empty where nothing is printed. `confidence` is that of its submitters, as in
    FrontMatter.
    """

    title: str
    first: int
    last: int
    symbol: str = ""
    submitters: tuple[str, ...] = ()
    language: str = ""
    date: str = ""
    confidence: str = ""


@dataclass(frozen=True, slots=True)
class Extract:
    """What one file's bytes say: never more than the bytes, so it can be made again at any time."""

    media_type: str
    language: str
    pages: int
    front: FrontMatter
    passages: tuple[Passage, ...]
    extractor: str = ""
    notes: tuple[str, ...] = field(default=())
    parts: tuple[Part, ...] = ()


class Change(StrEnum):
    """What a deposit did to the store."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    FAILED = "failed"
