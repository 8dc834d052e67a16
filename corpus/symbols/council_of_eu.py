"""Documents of the Council of the European Union: `ST 9916/17`, also `9916/17`, `ST-9916-2017-INIT` (sources.md 10.3).

REV, ADD and COR follow with their number: `ST 9916/17 REV 1`. Texts here are plain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.symbols._symbol import Mention, Symbol, make

_MODIFIERS = r"(?P<modifiers>(?:[\s,]{1,2}(?:REV|ADD|COR)\s?\d{1,3}(?![\d/])(?:\s?\([a-z]{2}\))?)*)"
_NUMBER = r"(?P<number>\d{1,5})/(?:\d{1,2}/)?(?P<year>\d{2})(?![\d/]|-\d)"
_CITED = re.compile(rf"(?<![A-Za-z0-9/])(?:ST|docs?\.?|documents?)\s?{_NUMBER}{_MODIFIERS}", re.ASCII | re.IGNORECASE)
# Bare numbers are the Council's only from four digits on; shorter ones are the United Nations'.
_ALONE = re.compile(rf"(?=\d{{4,5}}/){_NUMBER}{_MODIFIERS}", re.ASCII | re.IGNORECASE)
_REGISTER = re.compile(
    r"(?<![A-Za-z0-9/=])ST[-_ ](?P<number>\d{1,5})[-_ ](?P<year>20\d\d)[-_ ]"
    r"(?:INIT|(?P<modifiers>(?:REV|ADD|COR)[-_ ]\d{1,3}(?:[-_ ](?:REV|ADD|COR)[-_ ]\d{1,3})*))",
    re.ASCII | re.IGNORECASE,
)
_FILE = re.compile(
    r"(?<![A-Z0-9])st(?P<number>\d{5})(?P<modifiers>(?:-(?:re|ad|co)\d{2})*)\.[a-z]{2}(?P<year>\d{2})(?!\d)",
    re.ASCII | re.IGNORECASE,
)
_MODIFIER = re.compile(r"(REV?|ADD?|COR?)[-_ ]?(\d+)", re.IGNORECASE)
_FULL = {"RE": "REV", "AD": "ADD", "CO": "COR"}


def _symbol(found: re.Match[str]) -> Symbol:
    modifiers = tuple(f"{_FULL[name[:2].upper()]} {int(n)}" for name, n in _MODIFIER.findall(found["modifiers"] or ""))
    number, year = int(found["number"]), int(found["year"]) % 100
    century = 1900 if year >= 90 else 2000
    return make(f"ST {number}/{year:02d}", "council", modifiers, joint=" ", order=f"ST {century + year}/{number}")


def readings(text: str) -> tuple[Symbol, ...]:
    """The Council document that the whole text names, in any of its spellings."""
    found = _CITED.fullmatch(text) or _ALONE.fullmatch(text) or _REGISTER.fullmatch(text) or _FILE.fullmatch(text)
    if not found or not int(found["number"]) or _is_span_of_years(text):
        return ()
    return (_symbol(found),)


def _is_span_of_years(text: str) -> bool:
    """Whether the text is a season such as `2021/22`, which only looks like a number of the register."""
    first, _, second = text.partition("/")
    return text[:2] in ("19", "20") and len(text) == 7 and second == f"{(int(first) + 1) % 100:02d}"


def mentions(text: str) -> Iterator[Mention]:
    """Council documents in running text: with `ST` or `doc.`, never a bare number."""
    if "/" not in text and "ST-" not in text:
        return
    for pattern in (_CITED, _REGISTER):
        for found in pattern.finditer(text):
            if found[0].startswith("ST") or (pattern is _CITED and len(found["number"]) >= 4):
                yield Mention(_symbol(found), found.start(), found.end())


def in_file_name(stem: str) -> Symbol | None:
    """The Council document of `st10289.en23` or `ST-15833-2024-INIT_en`."""
    found = _FILE.search(stem) or _REGISTER.search(stem)
    return _symbol(found) if found else None
