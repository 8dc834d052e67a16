"""Hits with the same text as one: a draft adopted as it was, a decision printed in a journal, a paragraph used again.

What is folded is named and can be opened; only hits of one page of results are compared. Pure functions.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import replace

from corpus.store import StoredPassage
from search.answer import FoundDocument

_WORD = re.compile(r"\w+")
# Shorter texts ("The General Assembly,") are the same by chance.
_LEAST_WORDS = 8

Texts = Callable[[int], Sequence[StoredPassage]]


def folded_documents(found: Sequence[FoundDocument], texts: Texts) -> tuple[FoundDocument, ...]:
    """Documents, those with the text of an earlier one folded into it; `texts` gives the paragraphs of a document.

    Only documents of one title are compared. A document found only by what a part of it says is folded into the part.
    """
    titles = [_words(hit.document.title) for hit in found]
    twins = {title for number, title in enumerate(titles) if title and title in titles[:number]}
    keys: list[Hashable] = [
        (title, _said(texts(hit.document.id), hit.language)) if title in twins else hit.document.id
        for hit, title in zip(found, titles, strict=True)
    ]
    parts = {hit.document.id: key for hit, key in zip(found, keys, strict=True) if hit.document.part_of is not None}
    return _folded(found, [_part_shown(hit, parts) or key for hit, key in zip(found, keys, strict=True)])


def _part_shown(hit: FoundDocument, parts: dict[int, Hashable]) -> Hashable:
    """The key of the part that has all the paragraphs shown of a document, where that part is a hit itself."""
    shown = {passage.document for passage in hit.passages}
    only = next(iter(shown)) if len(shown) == 1 else hit.document.id
    return parts.get(only) if only != hit.document.id else None


def folded_paragraphs(found: Sequence[FoundDocument]) -> tuple[FoundDocument, ...]:
    """Paragraphs, those with the words of an earlier one folded into it."""
    said = [_words(hit.passages[0].text) for hit in found]
    keys: list[Hashable] = [
        words if len(words) >= _LEAST_WORDS else number for number, words in enumerate(said)
    ]  # fmt: skip
    return _folded(found, keys)


def unlike(passages: Iterable[StoredPassage]) -> list[StoredPassage]:
    """Paragraphs, each text once: a statement in a compendium may be printed twice."""
    told: dict[tuple[str, ...], StoredPassage] = {}
    for passage in passages:
        told.setdefault(_words(passage.text), passage)
    return list(told.values())


def _said(passages: Sequence[StoredPassage], language: str) -> Hashable:
    """The words of the numbered paragraphs in a language, which a draft and what it became share; else of all."""
    told = [passage for passage in passages if passage.version_language == language]
    numbered = [passage for passage in told if passage.number and not passage.number.startswith("fn ")]
    words = tuple(_words(passage.text) for passage in numbered or told)
    return words if sum(map(len, words)) >= _LEAST_WORDS else object()


def _words(text: str) -> tuple[str, ...]:
    """The words of a text, in small letters and without what stands between them."""
    return tuple(_WORD.findall(text.casefold()))


def _folded(found: Sequence[FoundDocument], keys: Sequence[Hashable]) -> tuple[FoundDocument, ...]:
    kept: dict[Hashable, list[FoundDocument]] = {}
    for hit, key in zip(found, keys, strict=True):
        kept.setdefault(key, []).append(hit)
    return tuple(replace(first, same=tuple(others)) for first, *others in kept.values())
