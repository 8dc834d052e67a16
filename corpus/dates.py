"""Dates as documents print them, in English, French, Spanish, Russian, Arabic, Chinese, German and Italian.

Every date holds a year, so the year is looked for first and the rest beside it: linear however long the text.
Impossible dates (30 February) are no dates. A span of days, `6-10 March 2023`, gives its first day. Numbers with
slashes count only where they can be read in one way: `22/09/2024`, not `05/06/2024`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from corpus.plain import plain

# One line a month; Arabic in both forms that the United Nations prints side by side (كانون الثاني/يناير).
_MONTHS = (
    "January Jan|janvier janv|enero ene|января январь|يناير كانون_الثاني|Januar Jänner|gennaio genn",
    "February Feb|février févr|febrero|февраля февраль|فبراير شباط|Februar|febbraio febbr",
    "March Mar|mars|marzo|марта март|مارس آذار|März",
    "April Apr|avril avr|abril abr|апреля апрель|أبريل إبريل نيسان|aprile",
    "May|mai|mayo|мая май|مايو أيار|Mai|maggio magg",
    "June Jun|juin|junio|июня июнь|يونيه يونيو حزيران|Juni|giugno",
    "July Jul|juillet juil|julio|июля июль|يوليه يوليو تموز|Juli|luglio",
    "August Aug|août|agosto|августа август|أغسطس آب|ago",
    "September Sept Sep|septembre|septiembre setiembre|сентября сентябрь|سبتمبر أيلول|settembre sett",
    "October Oct|octobre|octubre|октября октябрь|أكتوبر تشرين_الأول|Oktober Okt|ottobre ott",
    "November Nov|novembre|noviembre|ноября ноябрь|نوفمبر تشرين_الثاني|novembre",
    "December Dec|décembre déc|diciembre dic|декабря декабрь|ديسمبر كانون_الأول|Dezember Dez|dicembre",
)
# Also verbs: in lower case they are months only beside a day.
_VERBS = frozenset(("may", "march", "mar"))

_YEAR = re.compile(r"(?<![0-9])(?:1[89]|2[01])[0-9]{2}(?![0-9])")
_ISO = re.compile(r"(?P<joint>[-./])(?P<month>[0-9]{1,2})(?P=joint)(?P<day>[0-9]{1,2})(?![0-9]|[-./][0-9])")
_CHINESE = re.compile(r"\s?年\s?(?P<month>[0-9]{1,2})\s?月(?:\s?(?P<day>[0-9]{1,2})\s?[日号])?")
_NUMERIC = re.compile(r"(?<![0-9./-])(?P<first>[0-9]{1,2})\s?(?P<joint>[./])\s?(?P<second>[0-9]{1,2})\s?(?P=joint)\s?$")
_PARTIAL = re.compile(r"(?P<year>(?:1[89]|2[01])[0-9]{2})(?:\s?年|-(?P<month>0[1-9]|1[0-2]))?")
_LOOK_BACK = 64  # room for the longest span of days


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in running text: `text[start:end]` is how it is printed there; `iso` is `YYYY-MM-DD` or `YYYY-MM`."""

    iso: str
    start: int
    end: int


@lru_cache(maxsize=1)
def _month_numbers() -> dict[str, int]:
    names = {}
    for number, line in enumerate(_MONTHS, start=1):
        for name in re.split(r"[ |]", line):
            names[plain(name.replace("_", " ")).text.casefold()] = number
    return names


@lru_cache(maxsize=1)
def _written_patterns() -> tuple[re.Pattern[str], ...]:
    """What may stand before a year and end there: day and month, month and day, month alone."""
    names = "|".join(sorted(map(re.escape, _month_numbers()), key=len, reverse=True))
    month = rf"(?<!\w)(?P<month>{names})(?:\s?/\s?(?:{names}))?(?!\w)\.?"
    day = r"(?<![0-9.,/:])(?P<day>[0-9]{1,2})"
    ordinal = r"(?:\s?(?:er|st|nd|rd|th|o)\b|\.?°|\.)?"
    link = r"(?:(?:de|del|of|di)\s)?"
    until = rf"(?:(?:\s{link}(?P<earlier>{names}))?\s?(?:-|to\b|au\b|al\b|bis\b)\s?[0-9]{{1,2}}{ordinal})?"
    before_year = r",?\s?(?:(?:de|del|of)\s)?$"
    return (
        re.compile(rf"{day}{ordinal}{until}\s?{link}{month}{before_year}", re.IGNORECASE),
        re.compile(rf"{month}\s?{day}{ordinal}{until},?\s$", re.IGNORECASE),
        re.compile(rf"{month}{before_year}", re.IGNORECASE),
    )


def _iso(year: int, month: int, day: int | None) -> str:
    """The ISO form, or an empty string for a date that no calendar has."""
    try:
        real = date(year, month, day or 1)
    except ValueError:
        return ""
    return real.isoformat() if day else f"{year:04d}-{month:02d}"


def _year_first(text: str, year: re.Match[str]) -> FoundDate | None:
    """`2024-09-22`, `2024.9.22`, `2024年9月22日` and `2024年9月`."""
    before = text[year.start() - 1 : year.start()] if year.start() else ""
    if found := _CHINESE.match(text, year.end()):
        day = int(found["day"]) if found["day"] else None
    elif (found := _ISO.match(text, year.end())) and not (before.isalnum() or before in ("/", ".", "-", "_")):
        day = int(found["day"])
    else:
        return None
    return FoundDate(_iso(int(year[0]), int(found["month"]), day), year.start(), found.end())


def _numeric(text: str, year: re.Match[str]) -> FoundDate | None:
    """`22.09.2024`, day first; with slashes only where one number cannot be a month."""
    floor = max(0, year.start() - _LOOK_BACK)
    found = _NUMERIC.search(text[floor : year.start()])
    if not found or text[year.end() : year.end() + 1] in ("/", "-"):
        return None
    day, month = int(found["first"]), int(found["second"])
    if found["joint"] == "/" and month > 12 >= day:
        day, month = month, day
    elif found["joint"] == "/" and day <= 12 and day != month:
        return FoundDate("", floor + found.start(), year.end())
    return FoundDate(_iso(int(year[0]), month, day), floor + found.start(), year.end())


def _written(text: str, year: re.Match[str]) -> FoundDate | None:
    """`22 September 2024`, `September 22, 2024`, `September 2024` and their like."""
    floor = max(0, year.start() - _LOOK_BACK)
    before = text[floor : year.start()]
    for pattern in _written_patterns():
        found = pattern.search(before)
        if not found:
            continue
        groups = found.groupdict()
        if "day" not in groups and found["month"] in _VERBS:
            return None
        day = int(groups["day"]) if groups.get("day") else None
        month = _month_numbers()[(groups.get("earlier") or found["month"]).casefold()]
        return FoundDate(_iso(int(year[0]), month, day), floor + found.start(), year.end())
    return None


_FORMS: tuple[Callable[[str, re.Match[str]], FoundDate | None], ...] = (_year_first, _numeric, _written)


def find_dates(text: str) -> list[FoundDate]:
    """The dates in running text, in order: full ones and month with year. A year alone is none. Never raises."""
    simple = plain(text)
    dates: list[FoundDate] = []
    for year in _YEAR.finditer(simple.text):
        found = next((found for form in _FORMS if (found := form(simple.text, year))), None)
        if found and found.iso:
            dates.append(FoundDate(found.iso, simple.offsets[found.start], simple.offsets[found.end - 1] + 1))
    return dates


def parse_date(text: str) -> str:
    """The date that a short text (a cell, a line, a letterhead) gives: `YYYY-MM-DD`, `YYYY-MM`, `YYYY` or nothing.

    The first full date wins over the first month with year; a year alone must be the whole text. Never raises.
    """
    if whole := _PARTIAL.fullmatch(plain(text).text.strip()):
        return "-".join(part for part in (whole["year"], whole["month"]) if part)
    found = [date.iso for date in find_dates(text)]
    return next((iso for iso in found if len(iso) == 10), found[0] if found else "")


def day_number(iso: str) -> int:
    """YYYYMMDD of an ISO date; a missing month or day counts as 01, so a partial date sorts before the full ones.

    0 for an empty string and for what is no ISO date.
    """
    found = re.fullmatch(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?", iso)
    if not found:
        return 0
    year, month, day = (int(part or 1) for part in found.groups())
    return int(f"{year:04d}{month:02d}{day:02d}") if year and _iso(year, month, day) else 0
