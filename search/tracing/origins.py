"""Where the language of a document comes from, paragraph by paragraph: the earliest document before it that has it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from corpus.store import Store, StoredDocument, StoredPassage
from index.analysis_fold import terms_of_runs
from index.patience import look_at_the_clock
from index.shingles import Shingles
from search.answer import passage_path
from search.document_view import NoSuchPart, choose_version
from search.library import Library
from search.redline import Piece
from search.tracing.finding import Matched, matched, ordered, place, same_document
from search.tracing.notices import behind, unknowable
from search.tracing.values import Place
from search.tracing.wording import pieces

Source = Literal["exact", "altered", "partly", "own", "formula", "short"]

_TOO_LONG = (
    "This document takes longer to trace than the form lets one take. `verbale trace --document SYMBOL` traces it on "
    "the command line, which has no limit."
)
# Fewer words ("The General Assembly,") are the same by chance.
SHORT = 6
_SENTENCE = re.compile(r"(?<=[.;:!?])\s+|(?<=[。；！？])")
_SENTENCE_WORDS = 8
_LEAST_SHARE = 0.2


@dataclass(frozen=True, slots=True)
class Origin:
    """A paragraph and where its language comes from.

    `exact` and `altered` are of the whole paragraph, `partly` of some of its sentences; `share` is the part of its
    words that stand there. `own`: no document before has them; `formula`: very many have; `short`: too few words.
    `place` is the earliest that has them; `closest` a later one, before this document, whose words are more alike;
    where there is no `place`, one in a document without a date, which may be earlier or later.
    """

    passage: StoredPassage
    url: str
    source: Source
    share: float = 0.0
    place: Place | None = None
    pieces: tuple[Piece, ...] = ()
    closest: Place | None = None

    def as_json(self) -> dict[str, Any]:
        """The paragraph as `--json` prints it."""
        return {
            "number": self.passage.number,
            "page": self.passage.page,
            "url": self.url,
            "source": self.source,
            "share": round(self.share, 3),
            "origin": self.place.as_json() if self.place else None,
            "closest": self.closest.as_json() if self.closest else None,
            "pieces": [{"kind": piece.kind, "text": piece.text} for piece in self.pieces],
        }


@dataclass(frozen=True, slots=True)
class From:
    """A document that language comes from, with how many paragraphs and words of the document traced."""

    document: StoredDocument
    paragraphs: int
    words: int

    def as_json(self) -> dict[str, Any]:
        """The document as `--json` prints it."""
        return {
            "id": self.document.key,
            "symbol": self.document.symbol,
            "title": self.document.title,
            "date": self.document.date,
            "paragraphs": self.paragraphs,
            "words": self.words,
        }


@dataclass(frozen=True, slots=True)
class Origins:
    """A document's paragraphs from `start` on (from 0) of `total`, and the documents they come from, most words first.

    `counts` says how many of the paragraphs told are exact, altered and so on.
    """

    document: StoredDocument
    language: str
    start: int
    total: int
    paragraphs: tuple[Origin, ...]
    documents: tuple[From, ...]
    counts: Mapping[str, int]
    notices: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """The object that `verbale trace --document SYMBOL --json` prints."""
        return {
            "id": self.document.key,
            "symbol": self.document.symbol,
            "title": self.document.title,
            "date": self.document.date,
            "language": self.language,
            "start": self.start,
            "total": self.total,
            "counts": dict(self.counts),
            "notices": list(self.notices),
            "documents": [each.as_json() for each in self.documents],
            "paragraphs": [each.as_json() for each in self.paragraphs],
        }


def origins(
    library: Library,
    shingles: Shingles,
    symbol: str,
    *,
    language: str | None = None,
    start: int = 0,
    limit: int | None = None,
) -> Origins:
    """Where each paragraph of a document comes from; `limit` paragraphs from `start` on.

    Raises UnknownDocument, NoSuchPart where no text is held in that language, EngineError.
    """
    store = library.store
    document = store.document(symbol)
    version = choose_version(document, store.versions(document.id), language)
    if version is None:
        raise NoSuchPart(f"{document.key} is known from the catalogue, but its text is not held: it cannot be traced.")
    passages = store.passages_of(document.id, version.id)
    end = len(passages) if limit is None else start + limit
    before = _earlier(store, document)
    told = tuple(_origin(store, shingles, document, passage, before) for passage in passages[start:end])
    counts = {source: sum(each.source == source for each in told) for source in Source.__args__}  # type: ignore[attr-defined]
    notices = (*_notices(document, told), *behind(store, shingles), *unknowable(store))
    return Origins(document, version.language, start, len(passages), told, tuple(_documents(told)), counts, notices)


def _earlier(store: Store, document: StoredDocument) -> Callable[[StoredDocument], bool]:
    """What tells whether a document is another one that is not dated after this one, nor on its day.

    One without a date may be earlier: it is no origin, but named where no dated document has the words.
    """
    own = {document.id, document.part_of, *(part.id for part in store.parts(document.id))}
    name = same_document(document)

    def earlier(other: StoredDocument) -> bool:
        if other.id in own or same_document(other) == name:
            return False
        return not document.date or not other.date or other.date < document.date

    return earlier


def _origin(
    store: Store,
    shingles: Shingles,
    document: StoredDocument,
    passage: StoredPassage,
    earlier: Callable[[StoredDocument], bool],
) -> Origin:
    look_at_the_clock(_TOO_LONG)
    url = passage_path(document, passage)
    words = terms_of_runs(passage.text)
    if len(words) < SHORT:
        return Origin(passage, url, "short")
    candidates = shingles.candidates(words)
    if candidates.shingles == candidates.common:
        return Origin(passage, url, "formula")
    found = [each for group in ordered(matched(store, words, candidates, earlier)) for each in group]
    dated = [each for each in found if each.document.date]
    if not dated:
        partly = _partly(store, shingles, passage, url, lambda other: bool(other.date) and earlier(other))
        return replace(partly, closest=place(found[0])) if found and partly.place is None else partly
    first = dated[0]
    closest = _closest(first, dated)
    told = pieces(passage.text, first.passage.text, first.match)
    share = min(1.0, first.match.likeness * (len(words) + first.match.end - first.match.start) / 2 / len(words))
    return Origin(passage, url, first.verdict, share, place(first), told, place(closest) if closest else None)


def _closest(first: Matched, found: Sequence[Matched]) -> Matched | None:
    """The earliest of those most alike, where they are more alike than what came first."""
    likest = max(found, key=lambda each: each.match.likeness)  # the first of equals
    return likest if likest.match.likeness > first.match.likeness else None


def _first(found: Sequence[Matched]) -> Matched | None:
    groups = ordered(found)
    return groups[0][0] if groups else None


def _partly(
    store: Store, shingles: Shingles, passage: StoredPassage, url: str, earlier: Callable[[StoredDocument], bool]
) -> Origin:
    """The document before from which most words of single sentences come, or none."""
    total = len(terms_of_runs(passage.text))
    sentences = [words for part in _SENTENCE.split(passage.text) if (words := terms_of_runs(part))]
    taken: dict[int, tuple[float, Matched]] = {}
    for words in sentences if len(sentences) > 1 else ():
        first = _sentence(store, shingles, words, earlier)
        if first is not None:
            before, kept = taken.get(first.document.id, (0.0, first))
            taken[first.document.id] = before + first.match.likeness * len(words), kept
    if not taken:
        return Origin(passage, url, "own")
    most, first = max(taken.values(), key=lambda each: each[0])
    share = min(1.0, most / total)
    return Origin(passage, url, "partly", share, place(first)) if share >= _LEAST_SHARE else Origin(passage, url, "own")


def _sentence(
    store: Store, shingles: Shingles, words: Sequence[str], earlier: Callable[[StoredDocument], bool]
) -> Matched | None:
    if len(words) < _SENTENCE_WORDS:
        return None
    candidates = shingles.candidates(words)
    return None if candidates.shingles == candidates.common else _first(matched(store, words, candidates, earlier))


def _documents(told: Sequence[Origin]) -> list[From]:
    """The documents that paragraphs come from, most words first."""
    counted: dict[int, From] = {}
    for each in told:
        if each.place is not None:
            held = counted.get(each.place.document.id, From(each.place.document, 0, 0))
            words = round(each.share * len(terms_of_runs(each.passage.text)))
            counted[held.document.id] = From(held.document, held.paragraphs + 1, held.words + words)
    return sorted(counted.values(), key=lambda each: (-each.words, each.document.key))


def _notices(document: StoredDocument, told: Sequence[Origin]) -> Iterator[str]:
    if not document.date:
        yield f"{document.key} has no date: it is compared with every document, and may be earlier than they are."
    if any(each.closest and not each.closest.document.date for each in told):
        yield "Documents without a date, named where no dated one has the words, may be earlier or later."
    yield "Documents of the same day, and the revisions of this one, are not looked at."
