"""The crosswalk of a collection: for each norm and measure the paragraphs that name or quote it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from corpus.store import Store, StoredDocument, StoredPassage
from index.patience import look_at_the_clock
from search.answer import first_language, passage_path
from search.citing import place_name
from search.crosswalk.candidates import query
from search.crosswalk.lists import AgreedList, Item, agreed_lists
from search.crosswalk.quoting import Reuse, Reuses, agreed_passages, reuses_of, unlabelled
from search.crosswalk.references import How, Reference, references
from search.crosswalk.whose import Around
from search.library import Library

# Paragraphs that may name an item of one list; no collection has more that do.
_MOST = 20_000


@dataclass(frozen=True, slots=True)
class Mention:
    """A paragraph that names or quotes an item: `words` name it, `reuse` says what it has of the agreed text."""

    how: How
    words: str
    document: StoredDocument
    passage: StoredPassage
    reuse: Reuse | None = None

    @property
    def cite(self) -> str:
        """`A/75/816, para. 24`."""
        return place_name(self.document, self.passage)

    @property
    def url(self) -> str:
        """Its permalink."""
        return passage_path(self.document, self.passage)

    def marks(self) -> tuple[tuple[int, int], ...]:
        """Where the words that name it stand in the text; nothing where a heading has them."""
        # Commas count for nothing in a name.
        words = r"[\s,]+".join(re.escape(word) for word in self.words.split())
        found = re.search(words, self.passage.text, re.IGNORECASE) if words else None
        return (found.span(),) if found else ()

    def quotes(self) -> str:
        """How it quotes the agreed text, in words; empty where it does not."""
        if self.reuse is None:
            return ""
        alike = f"{self.reuse.share:.0%}"
        told = {"exact": "quoted exactly", "altered": f"quoted with altered words ({alike} alike)"}
        return told.get(self.reuse.verdict, f"quoted in part ({alike} of its word groups)")

    def as_json(self) -> dict[str, Any]:
        """The paragraph as `--json` prints it."""
        reuse = self.reuse
        return {
            "how": self.how, "words": self.words, "verdict": reuse.verdict if reuse else "",
            "share": round(reuse.share, 2) if reuse else 0.0,
            "pieces": [{"kind": one.kind, "text": one.text} for one in reuse.pieces] if reuse else [],
            "cite": self.cite, "url": self.url,
            "id": self.document.key, "symbol": self.document.symbol, "title": self.document.title,
            "date": self.document.date, "source": self.document.source, "process": self.document.process,
            "number": self.passage.number, "language": self.passage.version_language, "text": self.passage.text,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Crossed:
    """An item with where it is named or quoted, newest document first.

    `agreed_at` are the paragraphs of the agreed text that are held, as they are cited with their permalinks; without
    any, quotations cannot be found. `known` says whether the document of the agreed text is known at all.
    """

    of: AgreedList
    item: Item
    agreed_at: tuple[tuple[str, str], ...]
    mentions: tuple[Mention, ...]

    def by_process(self) -> Mapping[str, int]:
        """Paragraphs by the process of their document, most first; empty is not known."""
        return _counted(mention.document.process for mention in self.mentions)

    def by_year(self) -> Mapping[str, int]:
        """Paragraphs by the year of their document, in order; empty is not known."""
        return dict(sorted(_counted(mention.document.date[:4] for mention in self.mentions).items()))

    def documents(self) -> int:
        """How many documents name or quote it."""
        return len({mention.document.id for mention in self.mentions})

    def notice(self) -> str:
        """What cannot be known here; empty where the agreed text is held."""
        if self.agreed_at:
            return ""
        return (
            f"The agreed text ({self.of.symbol}) is not held, or its paragraph was not found in it: quotations without "
            f"the number or the name cannot be found. The coverage report says how to get it."
        )

    def as_json(self, start: int = 0, end: int | None = None, *, places: bool = True) -> dict[str, Any]:
        """What `verbale crosswalk --json` prints for an item: that part of its paragraphs, or their counts alone."""
        told: dict[str, Any] = {
            "id": self.item.key, "list": self.of.key, "number": self.item.number, "label": self.item.label,
            "title": self.item.title, "about": self.item.about,
            "agreed": {
                "symbol": self.of.symbol, "again": self.of.again, "held": bool(self.agreed_at),
                "in": [{"cite": name, "url": url} for name, url in self.agreed_at],
            },
            "notice": self.notice(), "paragraphs": len(self.mentions), "documents": self.documents(),
            "by_process": dict(self.by_process()), "by_year": dict(self.by_year()),
            "by_how": dict(_counted(mention.how for mention in self.mentions)),
        }  # fmt: skip
        if places:
            told["in"] = [mention.as_json() for mention in self.mentions[start:end]]
        return told


def _counted(values: Iterable[str]) -> dict[str, int]:
    return dict(Counter(values).most_common())


def crosswalk(library: Library, keys: Collection[str] = (), reuses: Reuses | None = None) -> list[Crossed]:
    """The items with these keys (all without any), in the order of their lists. Raises EngineError.

    `reuses` finds where a text is used again; by default what the library has for it (`reuses_of`).
    """
    if reuses is None:
        with reuses_of(library) as found:
            return crosswalk(library, keys, found)
    store = library.store
    wanted = [(agreed, item) for agreed in agreed_lists() for item in agreed.items if not keys or item.key in keys]
    named = _named(library, {agreed.key for agreed, _ in wanted})
    return [_crossed(store, agreed, item, named.get(item.key, ()), reuses) for agreed, item in wanted]


def _named(library: Library, lists: Collection[str]) -> dict[str, list[tuple[Reference, int]]]:
    """The references in all candidates, by the key of what they name, with the id of their paragraph."""
    ids: dict[int, None] = {}
    for agreed in agreed_lists():
        if agreed.key in lists:
            hits = library.engine.search(query(agreed), "passage", limit=_MOST).hits
            ids |= dict.fromkeys(hit.record for hit in hits)
    passages = library.store.passages(ids)
    documents = library.store.documents({passage.document_id for passage in passages.values()})
    found: dict[str, list[tuple[Reference, int]]] = {}
    for passage in passages.values():
        look_at_the_clock()
        document = documents[passage.document_id]
        around = Around(passage.heading, document.source, document.process)
        for one in references(passage.text, around):
            found.setdefault(one.key, []).append((one, passage.id))
    return found


def _crossed(
    store: Store, agreed: AgreedList, item: Item, named: Sequence[tuple[Reference, int]], find: Reuses
) -> Crossed:
    look_at_the_clock()
    document, texts = agreed_passages(store, agreed, item)
    reused = {reuse.passage_id: reuse for text in texts for reuse in find(unlabelled(text, agreed, item))}
    told = {number: one for one, number in named}
    own = {text.id for text in texts}
    ids = [number for number in dict.fromkeys((*told, *reused)) if number not in own]
    passages = store.passages(ids)
    documents = store.documents({passage.document_id for passage in passages.values()})
    mentions = [
        _mention(documents[passage.document_id], passage, told.get(passage.id), reused.get(passage.id))
        for passage in passages.values()
    ]
    places = tuple((place_name(document, text), passage_path(document, text)) for text in texts) if document else ()
    return Crossed(agreed, item, places, tuple(_ordered(_in_one_language(mentions))))


def _mention(document: StoredDocument, passage: StoredPassage, named: Reference | None, reuse: Reuse | None) -> Mention:
    # The number says most; words that are quoted say more than a name for them.
    if named and (named.how == "number" or reuse is None):
        return Mention(named.how, named.words, document, passage, reuse)
    return Mention("quoted", "", document, passage, reuse)


def _in_one_language(mentions: Iterable[Mention]) -> Iterator[Mention]:
    """The same paragraph in six languages is one: that of the language shown first, where it has any."""
    filed: dict[int, list[Mention]] = {}
    for mention in mentions:
        filed.setdefault(mention.document.id, []).append(mention)
    for several in filed.values():
        shown = first_language(several[0].document)
        first = [mention for mention in several if mention.passage.version_language == shown]
        yield from first or several


def _ordered(mentions: Iterable[Mention]) -> list[Mention]:
    by_place = sorted(mentions, key=lambda one: (one.document.symbol_key, one.document.id, one.passage.place))
    return sorted(by_place, key=lambda one: one.document.date, reverse=True)
