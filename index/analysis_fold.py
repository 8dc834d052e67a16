"""Which characters make words, and the one form in which a word is looked up.

Letters are folded by Unicode NFKC and case folding (UAX #15, UAX #21), accents are dropped, and the few letters that
people type in several ways are made one. A Cyrillic letter keeps its mark (й is no и) except ё, which Russian prints
as е as often as not. Arabic drops vowel marks and the stretching tatweel, and writes alef, ya and ta marbuta one way.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import chain

# A "word" longer than this is a damaged line or a key in base64: its beginning is enough to find it.
MAX_TERM = 100

_SINGLE = str.maketrans(
    {"ё": "е", "ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe",
     "ٱ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ـ": None, "ʼ": " ", "ʻ": " "}
)  # fmt: skip
APOSTROPHES = "'\u2019\u2018\u02bc\uff07"
# Chinese and Japanese run without spaces, Korean particles cling to the word: all are cut into pairs of characters.
_PAIRED = (
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3041-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7a3\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)
PAIRED = re.compile(f"[{_PAIRED}]+")
_SCRIPTS = re.compile(f"[{_PAIRED}]+|[^{_PAIRED}]+")


# Marks, and what is invisible and means nothing (`is_ignorable`).
_INSIDE = frozenset(("Mn", "Mc", "Me", "Cf", "Cc"))


def is_ignorable(char: str) -> bool:
    """Whether a character is invisible and means nothing for words: zero width, direction marks, NUL, soft hyphen."""
    return unicodedata.category(char) in ("Cf", "Cc") and not char.isspace()


@cache
def _inside() -> str:
    """A character class body: what may stand inside a word without being a letter or a digit."""
    codes = (*range(0x20), *range(0x7F, 0xA0), 0xAD, *range(0x300, 0x3100), *range(0xA600, 0xAC00),
             *range(0xFB00, 0x10000), *range(0xE0100, 0xE01F0))  # fmt: skip
    return "".join(
        [re.escape(char) for char in map(chr, codes) if unicodedata.category(char) in _INSIDE and not char.isspace()]
    )


@cache
def word_pattern() -> re.Pattern[str]:
    """Words as they stand in a text, with an English possessive 's, which belongs to the word before it."""
    letters = rf"[^\W_]+(?:[{_inside()}]+[^\W_]*)*"
    return re.compile(rf"{letters}(?:[{APOSTROPHES}][sS](?![^\W_]))?")


@lru_cache(maxsize=1 << 12)
def _plain(char: str) -> str:
    """A letter without its accent, a digit as 0 to 9; nothing for an accent alone."""
    if (digit := unicodedata.decimal(char, None)) is not None:
        return str(digit)
    if "\u0400" <= char <= "\u04ff":
        return char
    # Only accents and vowel points go (combining class 200 and above, Hebrew and Arabic 10 to 35): the vowel signs
    # of Indic scripts are letters in all but name.
    parts = unicodedata.normalize("NFKD", char)
    return "".join(part for part in parts if not (10 <= (kind := unicodedata.combining(part)) <= 35 or kind >= 200))


def _ignored(char: str) -> bool:
    # A variation selector is a mark without a shape of its own.
    return is_ignorable(char) or "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef"


def fold(word: str) -> str:
    """The form in which a word is looked up; empty for one of nothing but invisible characters."""
    if word.isascii():
        return word.lower() if word.isprintable() else _drop(word.lower())
    wide = unicodedata.normalize("NFKC", _drop(word)).casefold()
    plain = "".join([char if char <= "~" else _plain(char) for char in wide])
    return unicodedata.normalize("NFC", plain.translate(_SINGLE))


def _drop(word: str) -> str:
    return "".join(char for char in word if not _ignored(char))


_pair = lru_cache(maxsize=1 << 15)(fold)


def _pairs(run: str, start: int) -> Iterator[tuple[str, int, int]]:
    last = len(run) - 1
    for at in range(last):
        yield _pair(run[at : at + 2]), start + at, start + at + 2
    # The last character stands alone, so that a search for one character finds it by prefix wherever it stands.
    yield fold(run[last]), start + last, start + last + 1


def _cut(run: str) -> Iterator[tuple[str, int, int]]:
    whole = len(run)
    if run[-1] in "sS" and run[-2:-1] in tuple(APOSTROPHES):
        run = run[:-2]
    for part in _SCRIPTS.finditer(run):
        if PAIRED.match(part[0]):
            yield from _pairs(part[0], part.start())
            continue
        end = whole if part.end() == len(run) else part.end()
        # Compatibility forms may unfold to several words: "(a)" printed as one character.
        folded = fold(part[0])
        for word in pattern_for(folded).findall(folded):
            yield word[:MAX_TERM], part.start(), end


@lru_cache(maxsize=1 << 15)
def _remembered(run: str) -> tuple[tuple[str, int, int], ...]:
    return tuple(_cut(run))


def _terms(run: str) -> tuple[str, ...]:
    return tuple(term for term, _, _ in _cut(run))


_remembered_terms = lru_cache(maxsize=1 << 15)(_terms)


# What `word_pattern` comes to where nothing stands inside words but letters and digits, at a third of its cost.
_PLAIN_WORD = re.compile(rf"[^\W_]+(?:[{APOSTROPHES}][sS](?![^\W_]))?")
# Anything but Latin and Cyrillic letters, figures and what is printed between them.
_NOT_PLAIN = re.compile("[^\t\n\r -~\xa0-\xac\xae-\u02ff\u0400-\u0482\u048a-\u04ff\u2010-\u2027\u2030-\u205e]")


def pattern_for(text: str) -> re.Pattern[str]:
    """What finds in this text what `word_pattern` finds in any: that takes 60 ms to make, and few texts need it."""
    return word_pattern() if _NOT_PLAIN.search(text) else _PLAIN_WORD


def terms_of_runs(text: str) -> list[str]:
    """The terms of all matches of `word_pattern` in a text, in order."""
    if not _NOT_PLAIN.search(text):
        return list(chain.from_iterable(map(_remembered_terms, _PLAIN_WORD.findall(text))))
    runs = word_pattern().findall(text)
    return [term for run in runs for term in (_terms(run) if PAIRED.match(run) else _remembered_terms(run))]


def cut_runs(text: str) -> list[tuple[int, tuple[tuple[str, int, int], ...]]]:
    """Every match of `word_pattern` in a text: where it starts, and its terms, each with its start and end in it."""
    if not _NOT_PLAIN.search(text):
        return [(run.start(), _remembered(run[0])) for run in _PLAIN_WORD.finditer(text)]
    return [
        # Runs of Chinese are sentences, which do not come back: they would only push words out of the cache.
        (run.start(), tuple(_cut(run[0])) if PAIRED.match(run[0]) else _remembered(run[0]))
        for run in word_pattern().finditer(text)
    ]
