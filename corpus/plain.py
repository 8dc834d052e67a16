"""Text made plain enough to match on, without losing where each character stood.

Documents come with full-width letters, no-break and zero-width spaces, typographic hyphens, Arabic-Indic digits and
vowel marks (sources.md sections 10.1 and 12.8), accents composed or not. Patterns are written for the plain text;
spans must point into the text as it was.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

_HYPHENS = frozenset("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2043\ufe58\ufe63\uff0d")
_SLASHES = frozenset("\u2044\u2215\u29f8\uff0f")
# Tatweel stretches an Arabic word, and marks of class Mn are its vowels: neither is part of a name or a number.
_DROPPED = frozenset("\u00ad\u0640\ufeff")


@dataclass(frozen=True, slots=True)
class Plain:
    """`text` is the plain text; character `i` of it stood at `offsets[i]` of the original (one more for the end)."""

    text: str
    offsets: Sequence[int]


@lru_cache(maxsize=4096)
def _plain_character(char: str) -> str:
    if char in _HYPHENS:
        return "-"
    if char in _SLASHES:
        return "/"
    category = unicodedata.category(char)
    if char in _DROPPED or category in ("Cf", "Mn"):
        return ""
    if category == "Nd":
        return str(unicodedata.digit(char))
    folded = unicodedata.normalize("NFKC", char)
    if folded.isspace():
        return " "
    decomposed = unicodedata.normalize("NFD", folded)
    base, marks = decomposed[0], decomposed[1:]
    # One for one, so that offsets stay simple; the few that grow (ligatures, "№") are left as they are.
    if base == char or not all(unicodedata.category(mark) == "Mn" for mark in marks):
        return char
    return base if base.isascii() else _plain_character(base)


def plain(text: str) -> Plain:
    """The text in plain characters: NFKC, no accents, ASCII digits, hyphens and slashes, nothing invisible.

    Letter case is kept. Total: any string goes in.
    """
    if text.isascii():
        return Plain(text, range(len(text) + 1))
    table = {ord(char): _plain_character(char) for char in set(text) if not char.isascii()}
    dropped = {chr(code) for code, to in table.items() if not to}
    if not dropped:
        return Plain(text.translate(table), range(len(text) + 1))
    kept = [position for position, char in enumerate(text) if char not in dropped]
    return Plain(text.translate(table), [*kept, len(text)])
