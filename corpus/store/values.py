"""What the store gives back: documents, versions, passages and visits as frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from corpus.document import ArchiveRef, Change, Extract, Posting


@dataclass(frozen=True, slots=True)
class Original:
    """Where the bytes of a file came from and where they are kept."""

    url: str
    final_url: str
    headers: tuple[tuple[str, str], ...]
    fetched: datetime
    digest: str
    archived: ArchiveRef


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file that was read: what was said of it, what it says, where it is kept. `origin` is one of facts.ORIGINS."""

    posting: Posting
    origin: str
    extract: Extract
    original: Original


@dataclass(frozen=True, slots=True)
class Deposited:
    """What became of an arrival."""

    document_id: int
    key: str
    change: Change


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A row of `documents`, with its submitters. `held` is False for a catalogue entry whose text is not held.

    `part_of` is the id of the document whose text holds this one's, None for a document of its own. `joint` are those
    for whom a joint text says that it speaks; `confidence` is how sure submitters and joint are (stated, likely,
    guessed), empty where there are none.
    """

    id: int
    key: str
    symbol: str
    family: str
    symbol_key: str
    title: str
    date: str
    date_kind: str
    source: str
    process: str
    session: str
    type: str
    type_label: str
    url: str
    held: bool
    submitters: tuple[str, ...]
    languages: tuple[str, ...]
    part_of: int | None = None
    joint: tuple[str, ...] = ()
    confidence: str = ""


@dataclass(frozen=True, slots=True)
class StoredVersion:
    """A row of `versions`; `notes` are what a reader should know of how it was read.

    `gone` is the day since when its address has nothing any more (ISO), or empty.
    """

    id: int
    document_id: int
    language: str
    payload_digest: str
    media_type: str
    pages: int
    url: str
    fetched: str
    archived: ArchiveRef
    current: bool
    notes: tuple[str, ...] = ()
    gone: str = ""

    @property
    def remarks(self) -> tuple[str, ...]:
        """Everything that a reader should know of this text."""
        gone = f"Its address has had nothing since {self.gone}; what was fetched before is kept." if self.gone else ""
        return (*self.notes, *filter(None, (gone,)))


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A row of `passages`, with the smallest document it belongs to. `place` is the running order from 1.

    `repeated` says that an earlier passage of the version has the same number: annexes number their paragraphs anew.
    """

    id: int
    document_id: int
    version_id: int
    place: int
    number: str
    heading: tuple[str, ...]
    page: int
    language: str
    text: str
    media_type: str
    version_language: str
    repeated: bool = False
    revision: str = ""
    unrevised: str = ""

    @property
    def anchor(self) -> str:
        """The fragment of its permalink: `para-24`, `para-24-b`, `para-OP5`; by place where that is not its own."""
        letters = "".join(char if char.isalnum() else " " for char in self.number).split()
        return "para-" + "-".join(letters) if letters and not self.repeated else f"p-{self.place}"


@dataclass(frozen=True, slots=True)
class Visit:
    """One fetch or import and how it ended. `verdict` is a fetch class (`ok_pdf`, `challenge`, ...) or an outcome."""

    source: str
    url: str
    verdict: str
    reason: str
    fetched: datetime
    status: int = 0
    digest: str = ""
    archived: ArchiveRef | None = None
    etag: str = ""
    last_modified: str = ""
    document_id: int | None = None


@dataclass(frozen=True, slots=True)
class GoneVersion:
    """A text whose address has had nothing since the day `since`; `source` is the crawler source that brought it."""

    source: str
    key: str
    url: str
    since: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A document, and since when (UTC) what is held of it is so: its text was fetched, or it became known."""

    id: int
    key: str
    held: bool
    updated: datetime


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of what the catalogue knows of a source is held."""

    source: str
    held: int
    known: int


@dataclass(frozen=True, slots=True)
class Counts:
    """How much the store holds."""

    documents: int
    parts: int
    catalogued: int
    versions: int
    passages: int
    visits: int
    by_source: Mapping[str, int]
    head: int
    gone: int = 0
