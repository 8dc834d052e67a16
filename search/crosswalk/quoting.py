"""Where the agreed text of an item is used again, exact, altered or in part: found by its word groups, then compared.

`Reuses` is the port: the index for tracing answers it, and the phrase search of any engine where that is not level.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

from corpus.errors import EngineNotReady, UnknownDocument
from corpus.store import Store, StoredDocument, StoredPassage
from index.analysis import exact_terms
from index.analysis_fold import terms_of_runs
from index.engine import Engine
from index.query import Or, Phrase
from index.shingles import Shingles, is_followed
from search.crosswalk.lists import AgreedList, Item
from search.library import Library
from search.redline import Piece
from search.tracing.room import shingles_of
from search.tracing.wording import match, pieces

Verdict = Literal["exact", "altered", "part"]

# Words side by side that are looked for, and how many such groups of one text.
_GROUP, _MOST_GROUPS = 6, 16
# A paragraph quotes the agreed text when it has so much of its groups of words.
QUOTED = 0.5
_MOST = 500
# Words of a sentence that says by itself where it was taken from.
_SURE = 14
_SENTENCE = re.compile(r"(?<=[.;:!?])\s+|(?<=[。；！？])")
_LABEL = re.compile(r"^\s*(?:\(?[a-k0-9]{1,2}[.)]|[.:–—-])?\s*")


@dataclass(frozen=True, slots=True)
class Reuse:
    """A paragraph with words of a text: all of them exact or altered (`share` says how alike), or a part of them.

    `pieces` are the altered words, in the order of the text.
    """

    passage_id: int
    share: float
    verdict: Verdict
    pieces: tuple[Piece, ...] = ()


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


def unlabelled(passage: StoredPassage, agreed: AgreedList, item: Item) -> str:
    """The words of an item without what it is called there, which nobody quotes: `CBM 1.`, `(f)`."""
    text = passage.text.strip()
    begins = agreed.begins.format(number=item.number) if agreed.begins else ""
    if begins and text.startswith(begins):
        text = text[len(begins) :]
    return _LABEL.sub("", text)


@contextmanager
def reuses_of(library: Library) -> Iterator[Reuses]:
    """The best way that a home has: its index for tracing where that is level with the store, else the phrase search.

    Phrases of six words miss quotations that are altered here and there. Raises EngineError.
    """
    try:
        shingles = shingles_of(library)
    except EngineNotReady:
        yield by_phrases(library.engine, library.store)
        return
    with shingles:
        level = is_followed(library.store, shingles.checkpoint())
        yield by_shingles(library.store, shingles) if level else by_phrases(library.engine, library.store)


def by_phrases(engine: Engine, store: Store) -> Reuses:
    """Reuses found by the phrase search of an engine."""

    def reuses(text: str) -> list[Reuse]:
        words = exact_terms(text)
        if len(words) < _GROUP:
            return []
        step = max(1, (len(words) - _GROUP) // _MOST_GROUPS + 1)
        phrases = tuple(Phrase(words[at : at + _GROUP]) for at in range(0, len(words) - _GROUP + 1, step))
        hits = engine.search(Or(phrases) if len(phrases) > 1 else phrases[0], "passage", limit=_MOST).hits
        return list(_compared(text, store.passages([hit.record for hit in hits]).values()))

    return reuses


def by_shingles(store: Store, shingles: Shingles) -> Reuses:
    """Reuses found by the index for tracing, altered ones as well."""

    def reuses(text: str) -> list[Reuse]:
        candidates = shingles.candidates(terms_of_runs(text)).found
        return list(_compared(text, store.passages([each.passage_id for each in candidates]).values()))

    return reuses


def _compared(agreed: str, passages: Iterable[StoredPassage]) -> Iterator[Reuse]:
    words = terms_of_runs(agreed)
    for passage in passages:
        held = terms_of_runs(passage.text)
        if found := compared(agreed, held):
            verdict, part = found
            matching = match(words, held) if verdict == "altered" else None
            yield Reuse(passage.id, part, verdict, pieces(agreed, passage.text, matching) if matching else ())


def compared(agreed: str, text: Sequence[str]) -> tuple[Verdict, float] | None:
    """How words quote an agreed text, and how much of it they have; None where they do not. Pure.

    The whole of it is exact or altered, as in a trace; a part is half of its groups of words, or a whole sentence.
    """
    words = terms_of_runs(agreed)
    if len(words) < _GROUP:
        return None
    if found := match(words, text):
        return "exact" if found.exact else "altered", found.likeness
    part = share(words, text)
    return ("part", part) if part >= QUOTED or _has_sentence(agreed, text) else None


def _has_sentence(agreed: str, text: Sequence[str]) -> bool:
    """Whether a text has one of several sentences, unaltered and long enough not to be there by chance."""
    sentences = [terms_of_runs(sentence) for sentence in _SENTENCE.split(agreed)]
    told = (match(words, text) for words in sentences if len(words) >= _SURE)
    return any(found.exact for found in told if found)


def share(agreed: Sequence[str], text: Sequence[str]) -> float:
    """How much of the groups of words of an agreed text another text has. Pure."""
    groups = _groups(agreed)
    return len(groups & _groups(text)) / len(groups) if groups else 0.0


def _groups(words: Sequence[str]) -> set[tuple[str, ...]]:
    return {tuple(words[at : at + _GROUP]) for at in range(len(words) - _GROUP + 1)}
