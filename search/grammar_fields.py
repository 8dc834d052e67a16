"""Values of keyword fields: `year:2019..2021`, `lang:French`, `by:"Russian Federation"`, as the index holds them."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Sequence

from corpus import symbols
from corpus.errors import QueryError
from index.analysis import base_language, symbol_term
from index.query import Exact, Keyword, Or, Phrase, Query, Range
from index.records import keyword
from search.grammar import CITATION_FIELDS
from search.names import named

# The symbols that a document of this symbol cites.
Cited = Callable[[str], Sequence[str]]

# A symbol that is typed: its document stands above its family, and both above whatever words find.
SYMBOL_BOOST = 1_000.0
FAMILY_BOOST = 500.0
# What a second reading of `75/240` is worth, compared with the first.
_NEXT_READING = 0.9

_LANGUAGES = {
    "arabic": "ar", "chinese": "zh", "english": "en", "french": "fr", "german": "de", "italian": "it", "russian": "ru",
    "spanish": "es", "arabe": "ar", "français": "fr", "español": "es", "русский": "ru", "العربية": "ar", "中文": "zh",
}  # fmt: skip
_DATE = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?")


def value_query(name: str, value: str, position: int, cited: Cited) -> Query:
    """The records whose keyword field `name` has this value. Raises QueryError for one that it cannot have.

    `cited` says what a document cites, for `cited-by:`.
    """
    value = value.strip(" ,;")
    if not any(char.isalnum() for char in value):
        raise QueryError(f"{name}: needs a value behind it.", position=position)
    if name in CITATION_FIELDS:
        return _citations(name, value, position, cited)
    if "*" in value and name != "symbol":
        raise QueryError(f"A star works in words of the text only; {name}: takes a whole value.", position=position)
    if name in ("year", "date"):
        return _dated(name, value, position)
    if name == "symbol":
        return _symbol(value, position)
    if name == "lang":
        return Keyword("lang", _LANGUAGES.get(value.casefold(), base_language(value)))
    spellings = dict.fromkeys(keyword(name, spelled) for spelled in (value, re.sub(r"[-_]+", " ", value)))
    found = tuple(Keyword(name, spelled) for spelled in spellings)
    return found[0] if len(found) == 1 else Or(found)


def _citations(name: str, value: str, position: int, cited: Cited) -> Query:
    """What cites a document (`cites:`), or what it cites; it may be called by its name."""
    read = [symbol.text for symbol in symbols.candidates(value)] or [found for found in (named(value),) if found]
    if not read:
        raise QueryError(
            f'{value!r} is no symbol and no name of a document. Write {name}:A/75/816 or {name}:"2021 OEWG report".',
            position=position,
        )
    if name == "cites":
        return Or(tuple(Keyword("mentions", text) for text in read))
    return Or(tuple(Keyword("symbol", text) for text in dict.fromkeys(cites for one in read for cites in cited(one))))


def _symbol(value: str, position: int) -> Query:
    """A document by its symbol, and the members of its family if it is the first of it."""
    read = symbols.candidates(value)
    if not read and "*" in value:
        raise QueryError("symbol: takes a whole symbol, such as symbol:A/75/816.", position=position)
    spelled = [symbol.text for symbol in read] or [keyword("symbol", value)]
    return Or(
        tuple(
            query
            for text in spelled
            for query in (Keyword("symbol", text, SYMBOL_BOOST), Keyword("family", text, FAMILY_BOOST))
        )
    )


def symbol_query(spelled: str) -> Query:
    """What a symbol typed among words finds: its document first, then its family, then what mentions it."""
    parts: list[Query] = []
    worth = 1.0
    for symbol in symbols.candidates(spelled):
        parts.append(Keyword("symbol", symbol.text, SYMBOL_BOOST * worth))
        parts.append(Keyword("family", symbol.family, FAMILY_BOOST * worth))
        parts.append(Exact(symbol_term(symbol.text)))
        worth *= _NEXT_READING
    if not any(char.isalpha() for char in spelled):
        # "75/240" alone is not always a symbol where it stands in a text.
        parts.append(Phrase(tuple(re.findall(r"\d+", spelled))))
    return Or(tuple(parts))


def _dated(name: str, value: str, position: int) -> Query:
    low, dots, high = value.partition("..")
    if not dots:
        low = high = value
    first = _day(name, low, position, last=False) if low.strip() else 0
    last = _day(name, high, position, last=True) if high.strip() else 9999_99_99
    if first > last:
        raise QueryError(f"{value} ends before it begins. Write the earlier {name} first.", position=position)
    return Range(first, last)


def _day(name: str, written: str, position: int, *, last: bool) -> int:
    """The first or last day number of what is written: a year, a month or a day.

    A date known only by its year is held as YYYY0000 (`index.records.day`), so that a year begins with that.
    """
    found = _DATE.fullmatch(written.strip())
    if found is None or (name == "year" and found[2]):
        example = "2021, 2019..2021 or 2021.." if name == "year" else "2021-03-18, 2021-03, 2019..2021 or 2021-03.."
        raise QueryError(f"{written.strip()!r} is no {name}. Write {name}: as in {example}.", position=position)
    year, month, day = (int(part) if part else None for part in found.groups())
    assert year is not None
    if month is not None and not 1 <= month <= 12:
        raise QueryError(f"{written.strip()!r} has no month 1 to 12. Write dates as 2021-03-18.", position=position)
    days = calendar.monthrange(max(year, 1), month)[1] if month else 31
    if day is not None and not 1 <= day <= days:
        raise QueryError(f"{written.strip()!r} is no day of that month, which has {days}.", position=position)
    if last:
        return year * 10_000 + (month or 12) * 100 + (day or days)
    return year * 10_000 + (month or 0) * 100 + (day or 0)
