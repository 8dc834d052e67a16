"""Where the agreed text of an item is used again: found by its word groups, then compared.

`Reuses` is the port: the phrase search of any engine here; an index of word groups can take its place.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from corpus.errors import UnknownDocument
from corpus.store import Store, StoredDocument, StoredPassage
from index.analysis import exact_terms
from index.engine import Engine
from index.query import Or, Phrase
from search.crosswalk.lists import AgreedList, Item

# Words side by side that are looked for, and how many such groups of one text.
_GROUP, _MOST_GROUPS = 6, 16
# A paragraph quotes the agreed text when it has so much of its groups of words.
QUOTED = 0.5
_MOST = 500


@dataclass(frozen=True, slots=True)
class Reuse:
    """A paragraph with words of a text: `share` of its groups of words, 1 for all of them."""

    passage_id: int
    share: float


Reuses = Callable[[str], Sequence[Reuse]]


def agreed_passages(store: Store, agreed: AgreedList, item: Item) -> tuple[StoredDocument | None, list[StoredPassage]]:
    """The document of the agreed text as far as it is known, and the paragraphs of the item in every language held."""
    try:
        document = store.document(agreed.symbol)
    except UnknownDocument:
        return None, []
    if not document.held:
        return document, []
    return document, items_passages(store.current_passages(document.id), agreed, item)


def items_passages(passages: Sequence[StoredPassage], agreed: AgreedList, item: Item) -> list[StoredPassage]:
    """The paragraphs of an item: by how its text or its heading begins, or by its number, in the annex or before it."""
    if agreed.begins:
        begins = agreed.begins.format(number=item.number)
        return [one for one in passages if _begins(one.text, begins) or _begins("".join(one.heading[-1:]), begins)]
    numbered = [one for one in passages if one.number in (item.number, f"OP{item.number}")]
    if not agreed.annex:
        return [one for one in numbered if not one.repeated]
    # The decision itself may have paragraphs with the same numbers; its annex follows.
    return list({one.version_id: one for one in sorted(numbered, key=lambda one: one.place)}.values())


def _begins(text: str, begins: str) -> bool:
    rest = text.strip()
    return rest.startswith(begins) and not rest[len(begins) :][:1].isdigit()


def by_phrases(engine: Engine, store: Store) -> Reuses:
    """Reuses found by the phrase search of an engine."""

    def reuses(text: str) -> list[Reuse]:
        words = exact_terms(text)
        if len(words) < _GROUP:
            return []
        step = max(1, (len(words) - _GROUP) // _MOST_GROUPS + 1)
        phrases = tuple(Phrase(words[at : at + _GROUP]) for at in range(0, len(words) - _GROUP + 1, step))
        hits = engine.search(Or(phrases) if len(phrases) > 1 else phrases[0], "passage", limit=_MOST).hits
        passages = store.passages([hit.record for hit in hits])
        told = [Reuse(passage.id, share(words, exact_terms(passage.text))) for passage in passages.values()]
        return [one for one in told if one.share >= QUOTED]

    return reuses


def share(agreed: Sequence[str], text: Sequence[str]) -> float:
    """How much of the groups of words of an agreed text another text has. Pure."""
    groups = _groups(agreed)
    return len(groups & _groups(text)) / len(groups) if groups else 0.0


def _groups(words: Sequence[str]) -> set[tuple[str, ...]]:
    return {tuple(words[at : at + _GROUP]) for at in range(len(words) - _GROUP + 1)}
