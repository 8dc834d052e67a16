"""Citations for readers: what a document cites and what cites it, each with the paragraphs that say so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from corpus.store import Citation, Store, StoredDocument, StoredPassage
from search.answer import first_language, passage_path
from search.web.labels import paragraph_name, place_of


@dataclass(frozen=True, slots=True)
class CitingPlace:
    """A paragraph that cites: its printed number (or empty), its page (0 where there are none), its permalink."""

    number: str
    page: int
    url: str

    def as_json(self) -> dict[str, Any]:
        """The place as `--json` prints it."""
        return {"number": self.number, "page": self.page, "url": self.url}


@dataclass(frozen=True, slots=True)
class CitationLink:
    """The other document of a citation, and where it is cited. `document` is None where nothing is known of it."""

    symbol: str
    document: StoredDocument | None
    places: tuple[CitingPlace, ...]

    def as_json(self) -> dict[str, Any]:
        """The link as `--json` prints it."""
        title = self.document.title if self.document else ""
        held = bool(self.document and self.document.held)
        return {"symbol": self.symbol, "title": title, "held": held, "in": [place.as_json() for place in self.places]}


def cites(store: Store, document: StoredDocument) -> list[CitationLink]:
    """The documents that a document cites, in the order in which it first does; held or not."""
    found = store.citations_in(document.id)
    owners = store.documents({item.document_id for item in found})
    groups: dict[str, list[Citation]] = {}
    for item in found:
        groups.setdefault(item.symbol, []).append(item)
    passages = store.passages({item.passage_id for item in found})
    # Citations are kept in normal spelling: no other needs to be looked for.
    known = store.browsing.written_so(list(groups))
    return [CitationLink(symbol, known.get(symbol), _places(group, owners, passages))
            for symbol, group in groups.items()]  # fmt: skip


def cited_by(store: Store, document: StoredDocument) -> list[CitationLink]:
    """The documents that cite a document, the newest first."""
    found = store.citations_of(document.symbol) if document.symbol else []
    owners = store.documents({item.document_id for item in found})
    groups: dict[int, list[Citation]] = {}
    for item in found:
        groups.setdefault(item.document_id, []).append(item)
    passages = store.passages({item.passage_id for item in found})
    return [
        CitationLink(owners[owner].symbol or owners[owner].key, owners[owner], _places(group, owners, passages))
        for owner, group in groups.items()
    ]


def _places(
    group: Sequence[Citation], owners: Mapping[int, StoredDocument], passages: Mapping[int, StoredPassage]
) -> tuple[CitingPlace, ...]:
    """Where the citations of a group stand: in the language shown first, or where that has none, in all."""
    told = [(owners[item.document_id], passages[item.passage_id]) for item in group]
    first = [(owner, passage) for owner, passage in told if passage.version_language == first_language(owner)]
    return tuple(
        CitingPlace(passage.number, passage.page, passage_path(owner, passage)) for owner, passage in first or told
    )


def place_name(document: StoredDocument, passage: StoredPassage) -> str:
    """What a link to a paragraph is called: `A/75/816, para. 24`, with the page where the number is not its own."""
    name = document.symbol or document.key
    unclear = passage.repeated or not passage.number
    place = place_of(passage.number, passage.page) if unclear else paragraph_name(passage.number)
    return ", ".join(filter(None, (name, place)))
