"""Whether two paragraphs that stand at the same place say the same in two languages, as far as can be seen. Pure.

Nothing here understands a language. What does not depend on it is compared: figures, symbols of documents, and the
length, as W. A. Gale and K. W. Church do ("A Program for Aligning Sentences in Bilingual Corpora", Computational
Linguistics 19 (1993), https://aclanthology.org/J93-1004): a translation has about as many characters as its original,
times a factor of the two languages.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from types import MappingProxyType
from typing import Literal

from corpus.store import StoredPassage
from corpus.symbols import find
from index.analysis import base_language
from search.parallel import Couple

Verdict = Literal["aligned", "doubtful", "cannot align"]

# Characters that a text in this language has for each character of the English one. Of the six official languages of
# the United Nations as its own documents show them; the others are near enough for bounds as wide as those below.
LENGTHS = MappingProxyType(
    {"en": 1.0, "fr": 1.18, "es": 1.15, "ru": 1.1, "ar": 0.85, "zh": 0.32, "de": 1.17, "it": 1.12}
)
# How many times longer or shorter than expected a translation may be.
_WIDEST = 1.8
# Below so many characters of the longer text, in English measure, lengths say nothing.
_SHORT = 60.0
# Numbers up to ten are words in one language and figures in another (UN Editorial Manual, "Numbers").
_SPELLED = 10
# "3月" is March.
_MONTH = re.compile(r"\d{1,2}\s*月")
_THOUSANDS = re.compile(r"(?<!\d)\d{1,3}(?:[ \u00a0\u202f'’.,٬]\d{3})+(?!\d)")
_FIGURE = re.compile(r"\d+")


def verdict(couple: Couple) -> tuple[Verdict, tuple[str, ...]]:
    """What can be said of a paragraph and its counterpart, with the reasons."""
    if couple.left is None or couple.right is None:
        return "cannot align", ("no paragraph of that number or place is held in that language",)
    if couple.uneven:
        return "cannot align", ("paragraphs without a number stand here, not as many in one language as in the other",)
    if couple.differ:
        return "cannot align", ("what stands there has another number",)
    found = doubts(couple)
    return ("doubtful" if found else "aligned"), found


def doubts(couple: Couple) -> tuple[str, ...]:
    """Why a counterpart may not be the translation: what differs of figures, symbols and length."""
    left, right = couple.left, couple.right
    if left is None or right is None:
        return ()
    return tuple(filter(None, (_symbols(left, right), _figures(left, right), _length(left, right))))


def _symbols(left: StoredPassage, right: StoredPassage) -> str:
    """The symbols that only one has. "Resolution 75/240" is one in some languages: its numbers are compared instead."""
    ours, theirs = ({found.symbol.text for found in find(passage.text)} for passage in (left, right))
    return _only("symbols", _absent(ours - theirs, right.text), _absent(theirs - ours, left.text))


def _absent(symbols: set[str], text: str) -> set[str]:
    there = set(_FIGURE.findall(_digits(text)))
    return {symbol for symbol in symbols if not set(_FIGURE.findall(symbol)) <= there}


def _figures(left: StoredPassage, right: StoredPassage) -> str:
    ours, theirs = figures(left.text), figures(right.text)
    return _only("numbers", set(ours - theirs), set(theirs - ours))


def figures(text: str) -> Counter[str]:
    """The figures of a text that translations have too, `1 000` and `1,000` as one; none up to ten."""
    joined = _THOUSANDS.sub(lambda found: re.sub(r"\D", "", found[0]), _digits(_MONTH.sub(" ", text)))
    found = (figure.lstrip("0") for figure in _FIGURE.findall(joined))
    return Counter(figure for figure in found if figure and (len(figure) > 2 or int(figure) > _SPELLED))


def _digits(text: str) -> str:
    """The text with the figures of every script as those from 0 to 9."""
    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)


def _only(what: str, ours: set[str], theirs: set[str]) -> str:
    if not ours and not theirs:
        return ""
    sides = [f"{name}: {', '.join(sorted(some)[:4])}" for name, some in (("here", ours), ("there", theirs)) if some]
    return f"{what} differ (only {'; only '.join(sides)})"


def _length(left: StoredPassage, right: StoredPassage) -> str:
    ours, theirs = _measured(left), _measured(right)
    if max(ours, theirs) < _SHORT:
        return ""
    if not min(ours, theirs):
        return "one of them has no text"
    share = theirs / ours
    if 1 / _WIDEST <= share <= _WIDEST:
        return ""
    much = f"{share:.1f} times" if share > 1 else f"{share:.0%} of"
    return f"length differs ({much} what a translation would have)"


def _measured(passage: StoredPassage) -> float:
    """The length of a text as if it were in English."""
    return len(passage.text) / LENGTHS.get(base_language(passage.version_language), 1.0)
