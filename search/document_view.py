"""A document as it is shown: what is known of it, which version, which paragraphs, and its JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from types import MappingProxyType
from typing import Any

from corpus.errors import VerbaleError
from corpus.store import Fact, Store, StoredDocument, StoredPassage, StoredVersion
from search.answer import first_language, passage_path
from search.citing import CitationLink, cited_by, cites

_PLACES = MappingProxyType({"library": "UN Digital Library"})


class NoSuchPart(VerbaleError):
    """The document is held, but not in that language, or has no paragraph of that number."""


# As search.redline.lineage names them.
_REPORTS = ("final report", "annual progress report")


@dataclass(frozen=True, slots=True)
class KnownDocument:
    """All that is known of a document: its versions, its family, the documents within it and the one it is within.

    `facts` are what is believed of it by name, each with where it was read. `adopted_as` is the document that this
    draft became, where one is known. `cites` and `cited_by` are the documents it is linked with by citation.
    """

    document: StoredDocument
    versions: tuple[StoredVersion, ...]
    family: tuple[StoredDocument, ...]
    parts: tuple[StoredDocument, ...]
    part_of: StoredDocument | None
    facts: Mapping[str, Fact]
    adopted_as: StoredDocument | None = None
    cites: tuple[CitationLink, ...] = ()
    cited_by: tuple[CitationLink, ...] = ()

    @property
    def may_be_in_chain(self) -> bool:
        """Whether it is of a kind that search.chains follows: told without looking at any other document's title."""
        label = self.document.type_label.casefold()
        revised = any("/Rev." in one.symbol for one in (self.document, *self.family))
        kinds = self.document.type in ("draft resolution", "resolution") or "draft" in label or label in _REPORTS
        return self.part_of is None and (kinds or revised or self.adopted_as is not None)

    @property
    def date_read_at(self) -> str:
        """Where the date that is shown was read, or an empty string."""
        fact = self.facts.get(self.document.date_kind)
        return place_read(fact) if fact else ""


def known_document(store: Store, document: StoredDocument) -> KnownDocument:
    """Everything the store knows of a document but its text."""
    whole = store.documents([document.part_of]) if document.part_of else {}
    facts = store.facts(document.id)
    return KnownDocument(
        document,
        tuple(store.versions(document.id)),
        tuple(store.family(document)),
        tuple(store.parts(document.id)),
        whole.get(document.part_of or 0),
        facts,
        _named(store, facts.get("adopted_as")),
        tuple(cites(store, document)),
        tuple(cited_by(store, document)),
    )


def _named(store: Store, fact: Fact | None) -> StoredDocument | None:
    return store.browsing.document(fact.value) if fact else None


def place_read(fact: Fact) -> str:
    """Where a fact was read, for people: `page 1: Distr.: General 22 July 2015`, `listing`, `UN Digital Library`."""
    return fact.read_at or _PLACES.get(fact.origin) or fact.origin.replace("-", " ")


def choose_version(
    document: StoredDocument, versions: Sequence[StoredVersion], language: str | None
) -> StoredVersion | None:
    """The current version to show: in `language`, else English, else the first; None where no text is held.

    Raises NoSuchPart where the language asked for is not held.
    """
    current = [version for version in versions if version.current]
    wanted = [version for version in current if version.language == (language or first_language(document))]
    if language and not wanted:
        held = ", ".join(version.language for version in current) or "no text at all"
        raise NoSuchPart(f"{document.key} is not held in {language!r}; held: {held}.")
    return next(iter(wanted or current), None)


def _plain(number: str) -> str:
    return "".join(char for char in number.casefold() if char.isalnum())


def choose_paragraphs(document: StoredDocument, passages: Sequence[StoredPassage], number: str) -> list[StoredPassage]:
    """The paragraphs with this printed number, with their sub-paragraphs. Raises NoSuchPart with near numbers.

    `24` also gives `24 (a)`; `5` gives `OP5` in a resolution.
    """
    wanted = _plain(number)
    exact = [passage for passage in passages if _plain(passage.number) in (wanted, f"op{wanted}")]
    chosen = [
        passage
        for passage in passages
        if any(passage.number == main.number or passage.number.startswith(f"{main.number} (") for main in exact)
    ]
    if not chosen:
        numbers = list(dict.fromkeys(passage.number for passage in passages if passage.number))
        near = get_close_matches(number, numbers, n=3, cutoff=0.3)
        hint = (
            f" Near ones: {', '.join(near)}." if near else f" It has {numbers[0]} to {numbers[-1]}." if numbers else ""
        )
        raise NoSuchPart(f"{document.key} has no paragraph {number!r}.{hint}")
    return chosen


def document_json(
    known: KnownDocument, version: StoredVersion | None, passages: Sequence[StoredPassage]
) -> dict[str, Any]:
    """What `verbale show --json` prints."""
    document = known.document
    return {
        "id": document.key,
        "symbol": document.symbol,
        "title": document.title,
        "date": document.date,
        "date_kind": document.date_kind,
        "source": document.source,
        "process": document.process,
        "session": document.session,
        "type": document.type,
        "submitters": list(document.submitters),
        "joint": list(document.joint),
        "submitters_confidence": document.confidence,
        **{
            name: known.facts[name].value if name in known.facts else ""
            for name in ("agenda_item", "vote", "adopted_as")
        },
        "languages": list(document.languages),
        "url": document.url,
        "held": document.held,
        "part_of": known.part_of.key if known.part_of else None,
        "parts": [part.key for part in known.parts],
        "cites": [link.as_json() for link in known.cites],
        "cited_by": [link.as_json() for link in known.cited_by],
        "facts": {name: _fact_json(fact) for name, fact in sorted(known.facts.items())},
        "version": None if version is None else _version_json(version),
        "passages": [_passage_json(document, passage) for passage in passages],
    }


def _fact_json(fact: Fact) -> dict[str, str]:
    return {"value": fact.value, "origin": fact.origin, "read_at": fact.read_at}


def _passage_json(document: StoredDocument, passage: StoredPassage) -> dict[str, Any]:
    told = {
        "number": passage.number,
        "heading": list(passage.heading),
        "page": passage.page,
        "language": passage.language,
        "text": passage.text,
        "url": passage_path(document, passage),
    }
    return told | ({"revision": passage.revision, "unrevised": passage.unrevised} if passage.revision else {})


def _version_json(version: StoredVersion) -> dict[str, Any]:
    return {
        "language": version.language,
        "payload_digest": version.payload_digest,
        "media_type": version.media_type,
        "pages": version.pages,
        "notes": list(version.remarks),
        "gone": version.gone,
        "url": version.url,
        "fetched": version.fetched,
        "archived": {"file": version.archived.file, "offset": version.archived.offset},
    }
