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
_AMBIGUOUS_WORDS = frozenset(("may", "march", "mars", "mar", "mai"))

_YEAR = re.compile(r"(?<![0-9.,/-])(?<![A-Za-z])(?:1[89]|2[01])[0-9]{2}(?![0-9])|(?<=[./-])(?:1[89]|2[01])[0-9]{2}(?![0-9])")
_ISO_AFTER = re.compile(r"(?P<joint>[-./])(?P<month>[0-9]{1,2})(?:(?P=joint)(?P<day>[0-9]{1,2}))?(?![0-9]|[-./][0-9])")
_CHINESE_AFTER = re.compile(r"\s?年\s?(?P<month>[0-9]{1,2})\s?月(?:\s?(?P<day>[0-9]{1,2})\s?[日号])?")
_NUMERIC_BEFORE = re.compile(r"(?<![0-9./-])(?P<first>[0-9]{1,2})(?P<joint>[./-])\s?(?P<second>[0-9]{1,2})(?P=joint)\s?$")
_LOOK_BACK = 48


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
    """What may stand before a year, ending there: day and month, month and day, month alone."""
    names = sorted(map(re.escape, _month_numbers()), key=len, reverse=True)
    month = rf"(?<!\w)(?P<month>{'|'.join(names)})(?:\s?/\s?(?:{'|'.join(names)}))?(?!\w)\.?"
    day = r"(?<![0-9.,/:-])(?P<day>[0-9]{1,2})"
    range_end = r"(?:\s?-\s?[0-9]{1,2})?"
    ordinal = r"(?:\s?(?:er|st|nd|rd|th)\b|\.?[°ºª]|\.)?"
    link = r"(?:(?:de|del|of|di|d['’])\s?)?"
    before_year = r",?\s?(?:(?:de|del|of)\s)?$"
    return (
        re.compile(rf"{day}{ordinal}{range_end}{ordinal}\s?{link}{month}{before_year}", re.IGNORECASE),
        re.compile(rf"{month}\s?{day}{range_end}{ordinal},?\s$", re.IGNORECASE),
        re.compile(rf"{month}{before_year}", re.IGNORECASE),
    )
