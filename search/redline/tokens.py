"""Words as they are compared: with the spaces that follow them; Chinese by character. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple
from unicodedata import normalize

# A symbol (A/RES/75/240), a date (2021–2025) or a compound (co-operate, l’État) is one word; a mark stands alone.
_CHINESE = r"\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
# Accents and vowel signs that are written as characters of their own, and what is not seen, belong to their letter.
_LETTER = rf"(?:[^\W{_CHINESE}]|[\u0300-\u036f\u064b-\u065f\u0670\u00ad\u200b-\u200d\ufeff])"
_WORD = re.compile(rf"([{_CHINESE}]|{_LETTER}+(?:[/.,:'’\-‑–]{_LETTER}+)*|\W)(\s*)")
# Marks that differ by typesetting only: an editor's quotation marks are no change of words.
_LEVELLED = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛´ʼ", "'"),
        **dict.fromkeys("“”„‟«»", '"'),
        **dict.fromkeys("‐‑‒–—−", "-"),
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\ufeff", None),
    }
)
# Harakat and tatweel: printed in some Arabic versions of a sentence and not in others.
_ARABIC_MARKS = re.compile("[\u064b-\u0652\u0640]")


class Word(NamedTuple):
    """A word: `text` with the spaces that follow, as printed; `key` is what it is compared by."""

    text: str
    key: str

    @property
    def bare(self) -> str:
        """As printed, without the spaces."""
        return self.text.rstrip()

    @property
    def space(self) -> str:
        """The spaces that follow it."""
        return self.text[len(self.text.rstrip()) :]


def words_of(text: str) -> list[Word]:
    """The words of a text, which put together are that text. Spaces before the first one are a word without key."""
    start = len(text) - len(text.lstrip())
    first = [Word(text[:start], "")] if start else []
    found = _WORD.findall(text, start)
    if text.isascii():  # half of the time of a long comparison goes by here
        return first + [Word(word + space, word) for word, space in found]
    return first + [Word(word + space, levelled(word)) for word, space in found]


def levelled(text: str) -> str:
    """A text with one kind of quotation mark, apostrophe and dash, and without soft hyphens and Arabic vowel signs."""
    return text if text.isascii() else _ARABIC_MARKS.sub("", normalize("NFC", text.translate(_LEVELLED)))


def keys_of(words: Sequence[Word]) -> list[str]:
    """What paragraphs are aligned by: words in small letters without marks, as letters of case are no other words."""
    return [word.key.casefold() for word in words if any(map(str.isalnum, word.key))]
