"""Printed numbers of paragraphs: read, ordered, and written as people cite them (`24 (b)`)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.dates import find_dates

# Roman numbers before letters: (i), (v) and (x) are decided by what came before.
_ROMAN = re.compile(r"x{0,3}(?:ix|iv|v?i{0,3})|l?x{0,3}(?:ix|iv|v?i{0,3})")
_ALPHABETS = ("abcdefghijklmnopqrstuvwxyz", "абвгдежзиклмнопрстуфхцчшщэюя", "أبجدهوزحطيكلمنسعفصقرشت")
_CHINESE = "〇一二三四五六七八九"
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}

_DATE = 40  # characters that the longest date takes

_PRINTED = re.compile(
    r"""
      (?P<decimal>\d{1,3}(?:\.\d{1,3}){1,4})\.?(?=\s+(?:[“"«(]?[^\W\d_a-zа-яàâäçéèêëîïôöùûüñß])|\s*$)
    | (?P<number>\d{1,4})\s?(?P<after>[.)]|[-–—])(?=\s|$)
    | \((?P<inner>\d{1,3}|[a-z]{1,8}|[а-я]|[أ-ي])\)(?=\s|$)
    | (?P<outer>[a-z]{1,5}|[а-я])\)(?=\s|$)
    | (?P<bullet>[•●▪■◦‣∙·*–—-])(?=\s)
    | §\s?(?P<section>\d{1,4}[a-z]?)(?=\s)
    | (?P<article>第(?P<place>[〇零一二三四五六七八九十百]{1,7}|\d{1,4})条)(?!第|[、和至到及的规])
    | [(（](?P<item>[一二三四五六七八九十]{1,3})[)）]
    | (?P<recital>[A-Z]{1,2})\.(?=\s+(?:whereas|considérant|considerando|in\ der\ Erwägung)\b)
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Printed:
    """A number as it is printed before a paragraph.

    `style` is `1`, `1.1`, `a`, `i`, `(1)`, `§`, `条`, `(一)`, `A` or `•`; `value` its place in the order; `ends` where
    the text begins. `also` is the other reading of a letter that is a Roman number too.
    """

    shown: str
    style: str
    value: int
    ends: int
    also: int = 0


def opens_with_number(text: str) -> int:
    """How long the printed number (or bullet) is with which a text opens; 0 if it opens with none."""
    found = _PRINTED.match(text)
    return found.end() if found else 0


def read_number(text: str) -> Printed | None:
    """The printed number with which a text opens."""
    found = _PRINTED.match(text)
    if not found:
        return None
    ends = found.end() + len(text[found.end() :]) - len(text[found.end() :].lstrip())
    if (number := found["number"]) and _is_day(text):
        return None
    if number:
        return Printed(number, "1", int(number), ends)
    if decimal := found["decimal"]:
        return Printed(decimal, "1.1", int(decimal.rpartition(".")[2]), ends)
    if section := found["section"]:
        return Printed(f"§ {section}", "§", int(re.sub(r"\D", "", section)), ends)
    if found["article"] or found["item"] or found["recital"]:
        return _named(found, ends)
    if found["bullet"]:
        return Printed("", "•", 0, ends)
    return _lettered(found["inner"] or found["outer"], ends)


def _named(found: re.Match[str], ends: int) -> Printed:
    """An article of Chinese law (`第五条`), an item of one (`(一)`), a recital of the European Parliament (`B.`)."""
    if article := found["article"]:
        return Printed(article, "条", chinese_number(found["place"]), ends)
    if item := found["item"]:
        return Printed(f"({item})", "(一)", chinese_number(item), ends)
    return Printed(found["recital"], "A", ord(found["recital"][-1]) - ord("A") + 1, ends)


def chinese_number(text: str) -> int:
    """The value of a Chinese number up to 999, or of figures; 0 for what is none."""
    if text.isdigit() and text.isascii():
        return int(text)
    total, digit = 0, 0
    for char in text:
        if char in "十百":
            total += (digit or 1) * (10 if char == "十" else 100)
            digit = 0
        else:
            digit = max(0, _CHINESE.find(char))
    return total + digit


def _is_day(text: str) -> bool:
    """Whether a number belongs to a date: `30. Oktober 2019`."""
    found = find_dates(text[:_DATE])
    return bool(found) and found[0].start == 0


def _lettered(inner: str, ends: int) -> Printed | None:
    """`(a)`, `(iv)` or `(1)`."""
    shown = f"({inner})"
    if inner.isdigit():
        return Printed(shown, "(1)", int(inner), ends)
    roman = _roman(inner)
    letter = _letter(inner)
    if roman and len(inner) > 1:
        return Printed(shown, "i", roman, ends, letter)
    if letter:
        return Printed(shown, "a", letter, ends, roman)
    return None


def _roman(letters: str) -> int:
    if not _ROMAN.fullmatch(letters):
        return 0
    total = 0
    for letter, following in zip(letters, letters[1:] + " ", strict=True):
        value = _ROMAN_VALUES[letter]
        total += -value if _ROMAN_VALUES.get(following, 0) > value else value
    return total


def _letter(letters: str) -> int:
    """The place of `b` or of `bb` (27 and on) in its alphabet."""
    for alphabet in _ALPHABETS:
        if letters[0] in alphabet and set(letters) == {letters[0]} and len(letters) <= 3:
            return alphabet.index(letters[0]) + 1 + len(alphabet) * (len(letters) - 1)
    return 0
