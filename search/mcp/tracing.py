"""What the tool trace answers: places, dates and likeness verbale vouches for; the words themselves under `quoted`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from corpus.errors import QueryError
from corpus.store import Store
from search.library import Library
from search.mcp.answers import NOT_FOUND, UNTRUSTED
from search.mcp.wording import cite_as
from search.redline import Piece
from search.tracing import Origin, Origins, Place, Trace, origins, trace, trace_paragraph
from search.tracing.origins import Source
from search.tracing.room import shingles_of
from search.tracing.values import Verdict

MOST_PARAGRAPHS = 100
_SIGNS = {"same": "{}", "removed": "[-{}-] ", "added": "{{+{}+}} "}


@dataclass(frozen=True, slots=True)
class QuotedReuse:
    """The words of a reuse: `text` is the whole paragraph, `changes` the words asked for as they became there."""

    title: str
    text: str
    changes: str
    trust: Literal["untrusted"] = "untrusted"
    notice: str = UNTRUSTED


@dataclass(frozen=True, slots=True)
class Reused:
    """A document that has the words. `also` are citations of further places in it, its revisions and versions."""

    symbol: str
    date: str
    paragraph: str
    page: int
    language: str
    verdict: Verdict
    likeness: float
    cite_as: str
    source_url: str
    payload_digest: str
    fetched: str
    permalink: str
    also: tuple[str, ...]
    quoted: QuotedReuse


@dataclass(frozen=True, slots=True)
class Sourced:
    """A paragraph of the document asked for, and the paragraph that its language comes from; empty where none does.

    `closest` is a later one that is more alike, or where there is no origin, one in a document without a date.
    """

    paragraph: str
    permalink: str
    source: Source
    share: float
    origin: str = ""
    origin_date: str = ""
    origin_permalink: str = ""
    closest: str = ""
    closest_date: str = ""
    closest_permalink: str = ""


@dataclass(frozen=True)
class Traced:
    """Documents with the words, oldest first; or with `document`, where each of its paragraphs comes from."""

    asked: str
    meaning: str
    notices: tuple[str, ...]
    total: int
    exact: int
    reuses: tuple[Reused, ...] = ()
    paragraphs: tuple[Sourced, ...] = ()


def traced(library: Library, text: str, paragraph: str, document: str, language: str, limit: int) -> Traced:
    """The answer of the tool. Raises QueryError where not one thing is asked for, UnknownDocument, NoSuchPart."""
    if sum(map(bool, (text, paragraph, document))) != 1:
        raise QueryError("Give one of text, paragraph (A/75/816#24) and document (a symbol).", position=0)
    with shingles_of(library) as shingles:
        if document:
            told = origins(library, shingles, document, language=language or None, limit=MOST_PARAGRAPHS)
            return _of_document(told)
        if paragraph:
            found = trace_paragraph(library, shingles, paragraph, language=language or None, limit=limit)
        else:
            found = trace(library, shingles, text, limit=limit)
    return _of_words(library.store, found, paragraph or "text")


def _of_words(store: Store, found: Trace, asked: str) -> Traced:
    first = found.first
    meaning = f"First in this corpus: {_cited(first.place)} ({first.place.document.date})." if first else ""
    if not found.total:
        meaning = f"{NOT_FOUND}: nothing that is held has these words. That says nothing of what is not held."
    reuses = tuple(_reused(store, reuse.place, reuse.also, reuse.text, reuse.pieces) for reuse in found.reuses)
    return Traced(asked, meaning, found.notices, found.total, found.exact, reuses)


def _reused(store: Store, place: Place, also: tuple[Place, ...], text: str, pieces: tuple[Piece, ...]) -> Reused:
    version = store.version(place.passage.version_id)
    return Reused(
        symbol=place.document.key,
        date=place.document.date,
        paragraph=place.passage.number,
        page=place.passage.page,
        language=place.passage.version_language,
        verdict=place.verdict,
        likeness=round(place.likeness, 3),
        cite_as=_cited(place),
        source_url=version.url if version else "",
        payload_digest=version.payload_digest if version else "",
        fetched=version.fetched if version else "",
        permalink=place.url,
        also=tuple(map(_cited, also)),
        quoted=QuotedReuse(place.document.title, text, _changes(pieces) if place.verdict == "altered" else ""),
    )


def _cited(place: Place) -> str:
    passage = place.passage
    return cite_as(place.document.key, passage.number, passage.page, again=passage.repeated)


def _changes(pieces: tuple[Piece, ...]) -> str:
    return "".join(
        piece.text if piece.kind == "same" else _SIGNS[piece.kind].format(piece.text.rstrip()) for piece in pieces
    )


def _of_document(told: Origins) -> Traced:
    left = told.total - len(told.paragraphs)
    more = f" The first {len(told.paragraphs)} of {told.total} paragraphs." if left else ""
    meaning = f"For each paragraph the earliest document before {told.document.key} that has its words.{more}"
    paragraphs = tuple(map(_sourced, told.paragraphs))
    return Traced(told.document.key, meaning, told.notices, told.total, told.counts["exact"], paragraphs=paragraphs)


def _sourced(origin: Origin) -> Sourced:
    number, share = origin.passage.number, round(origin.share, 3)
    return Sourced(number, origin.url, origin.source, share, *_told(origin.place), *_told(origin.closest))


def _told(place: Place | None) -> tuple[str, str, str]:
    """How a place is cited, its date and its permalink; empty where there is none."""
    return (_cited(place), place.document.date, place.url) if place else ("", "", "")
