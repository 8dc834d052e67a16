"""The same paragraph in all languages held: aligned by number, checked by what does not depend on the language.

Every language of a document that is held gets a line, also where no counterpart can be told: then it says why.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from corpus.errors import UnknownDocument
from corpus.store import Store, StoredDocument, StoredPassage
from corpus.symbols import candidates
from search.answer import first_language, passage_path
from search.cite import citation, sharing
from search.counterparts import Verdict, verdict
from search.document_view import NoSuchPart, choose_paragraphs
from search.finding import with_filters
from search.library import Library
from search.parallel import Couple, couples

# Paragraphs with a phrase that are looked at for one that is held in other languages too.
MOST_LOOKED_AT = 2_000


@dataclass(frozen=True, slots=True)
class Counterpart:
    """A paragraph in another language, or None where it cannot be told which; `reasons` say what speaks against it."""

    language: str
    verdict: Verdict
    reasons: tuple[str, ...]
    passage: StoredPassage | None
    citation: str = ""
    url: str = ""

    def as_json(self) -> dict[str, Any]:
        """The counterpart as `--json` prints it."""
        return {
            "language": self.language,
            "verdict": self.verdict,
            "reasons": list(self.reasons),
            "number": self.passage.number if self.passage else "",
            "text": self.passage.text if self.passage else "",
            "citation": self.citation,
            "url": self.url,
        }


@dataclass(frozen=True, slots=True)
class Entry:
    """A paragraph with its counterparts, one for every other language in which its document is held."""

    document: StoredDocument
    passage: StoredPassage
    citation: str
    url: str
    counterparts: tuple[Counterpart, ...]

    def as_json(self) -> dict[str, Any]:
        """The entry as `--json` prints it."""
        return {
            "document": self.document.key,
            "language": self.passage.version_language,
            "number": self.passage.number,
            "text": self.passage.text,
            "citation": self.citation,
            "url": self.url,
            "counterparts": [each.as_json() for each in self.counterparts],
        }


@dataclass(frozen=True, slots=True)
class Concordance:
    """What was asked for, in all languages held. `notices` say what a reader should know, such as what is not held."""

    asked: str
    entries: tuple[Entry, ...]
    notices: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The object that `verbale concordance --json` prints."""
        told = [entry.as_json() for entry in self.entries]
        return {"asked": self.asked, "notices": list(self.notices), "entries": told}


def of_document(store: Store, symbol: str, number: str = "", language: str = "") -> Concordance:
    """The paragraphs of a document with a printed number and those below it, or all of them.

    `language` is the one to begin from: English where that is held, if none is given. Raises UnknownDocument,
    NoSuchPart.
    """
    document = store.document(symbol)
    texts = _Texts(store, document)
    begin = language or first_language(document)
    if begin not in texts.by_language:
        held = ", ".join(texts.by_language) or "no language: its text is not held"
        raise NoSuchPart(f"{document.key} is not held in {begin!r}; held: {held}.")
    passages = texts.by_language[begin]
    chosen = choose_paragraphs(document, passages, number) if number else passages
    alone = () if len(texts.by_language) > 1 else (f"{document.key} is held in {begin} only: nothing to compare.",)
    name = ", para. ".join(filter(None, (document.symbol or document.key, number)))
    return Concordance(name, tuple(texts.entry(passage) for passage in chosen), alone)


def of_phrase(library: Library, phrase: str, language: str = "", limit: int = 10) -> Concordance:
    """The paragraphs that have a phrase, or what a query finds, and are held in other languages too.

    Raises QueryError.
    """
    query = phrase if '"' in phrase else f'"{phrase}"'
    filters = {"lang": (language,)} if language else {}
    parsed = with_filters(library.understood(query).query, filters)
    results = library.engine.search(parsed, "passage", limit=MOST_LOOKED_AT)
    entries = list(_found(library.store, [hit.record for hit in results.hits], limit))
    notices = []
    if not results.total:
        notices.append("No paragraph that is held has this; nothing follows for what is not held.")
    elif not entries:
        notices.append(f"{results.total} paragraphs have this, none of a document that is held in several languages.")
    return Concordance(phrase, tuple(entries), tuple(notices))


def _found(store: Store, ids: Sequence[int], limit: int) -> Iterator[Entry]:
    passages = store.passages(ids)
    documents = store.documents({passage.document_id for passage in passages.values()})
    texts: dict[int, _Texts] = {}
    met: set[int] = set()
    for id_ in ids:
        document = documents[passages[id_].document_id]
        if len(document.languages) < 2 or id_ in met:
            continue
        if document.id not in texts:
            texts[document.id] = _Texts(store, document)
        entry = texts[document.id].entry(passages[id_])
        # The same phrase in two languages is one entry: what is shown as a counterpart needs none of its own.
        met |= {each.passage.id for each in entry.counterparts if each.passage and each.verdict == "aligned"}
        yield entry
        limit -= 1
        if not limit:
            return


class _Texts:
    """The current texts of one document, by language, with the alignments that were made of them."""

    def __init__(self, store: Store, document: StoredDocument) -> None:
        self._document = document
        self._couples: dict[tuple[str, str], Mapping[int, Couple]] = {}
        current = [version for version in store.versions(document.id) if version.current]
        held = {version.language: store.passages_of(document.id, version.id) for version in current}
        self.by_language = {language: passages for language, passages in held.items() if passages}
        self._shared = {language: sharing(passages) for language, passages in self.by_language.items()}

    def entry(self, passage: StoredPassage) -> Entry:
        """A paragraph with its counterpart in every other language."""
        here = passage.version_language
        others = tuple(self._counterpart(passage, there) for there in self.by_language if there != here)
        return Entry(self._document, passage, self._cited(passage), passage_path(self._document, passage), others)

    def _counterpart(self, passage: StoredPassage, there: str) -> Counterpart:
        here = passage.version_language
        if (here, there) not in self._couples:
            made = couples(self.by_language[here], self.by_language[there])
            self._couples[here, there] = {couple.left.id: couple for couple in made if couple.left}
        couple = self._couples[here, there].get(passage.id, Couple(passage, None))
        told, reasons = verdict(couple)
        other = couple.right
        if other is None:
            return Counterpart(there, told, reasons, None)
        return Counterpart(there, told, reasons, other, self._cited(other), passage_path(self._document, other))

    def _cited(self, passage: StoredPassage) -> str:
        shared = passage.id in self._shared.get(passage.version_language, ())
        return citation(self._document, "un", passage, shared=shared).text


def is_symbol(store: Store, text: str) -> bool:
    """Whether a text names a document that is held, or is written as a symbol is."""
    try:
        store.document(text)
    except UnknownDocument:
        return any(candidate.text == text.strip() for candidate in candidates(text))
    return True
