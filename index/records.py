"""What the index holds of a document: one record of the whole, and one of each paragraph. Pure builders.

Words of two paragraphs, or of two headings, stand GAP positions apart, so that no phrase and no nearness of a query
joins them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus import symbols
from corpus.states import canonical
from index.analysis import analyse, base_language, terms
from index.analysis_fold import APOSTROPHES, fold
from index.engine import Record, Terms

# More than any distance that the query language allows (search/grammar.py).
GAP = 1_000

_APOSTROPHES = str.maketrans(APOSTROPHES, "'" * len(APOSTROPHES))
_DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")


@dataclass(frozen=True, slots=True)
class Bibliography:
    """What the records of a document share: made by `describe`."""

    document: int
    title: Terms
    language: str
    keywords: Mapping[str, tuple[str, ...]]
    day: int
    symbol_key: str


def keyword(name: str, value: str) -> str:
    """The normal form of a keyword, for the index and for queries alike: they are compared exactly.

    Symbols are in their normal spelling, languages two letters, paragraph numbers without spaces (`24(b)`), States and
    groups have one name (`Turkey` is `Türkiye`); anything else is folded as words are.
    """
    value = " ".join(value.split())
    if name in ("symbol", "family", "mentions"):
        symbol = symbols.parse(value)
        return symbol.text if symbol else value
    if name == "lang":
        return base_language(value)
    if name == "by":
        value = canonical(value)
    if name == "para":
        return fold(value).replace(" ", "")
    return fold(value).translate(_APOSTROPHES)


def day(date: str) -> int:
    """An ISO date as YYYYMMDD, with 00 for a month or a day that is not known; 0 for anything else."""
    found = _DATE.fullmatch(date)
    return int("".join(part or "00" for part in found.groups())) if found else 0


def describe(
    document: int,
    *,
    symbol: str = "",
    family: str = "",
    symbol_key: str = "",
    title: str = "",
    language: str = "",
    date: str = "",
    keywords: Mapping[str, Iterable[str]],
) -> Bibliography:
    """What the records of a document share, from plain values. `language` is that of the title.

    `keywords` are values of KEYWORD_FIELDS (`source`, `process`, `type`, `session`, `by`, `lang`) in any spelling;
    `symbol`, `family` and `year` are added from the other values, `para` and `mentions` from the paragraphs.
    """
    given = {**keywords, "symbol": [symbol], "family": [family or symbol], "year": [date[:4] if day(date) else ""]}
    return Bibliography(
        document, terms(title, language), language, _normal(given), day(date), symbol_key if symbol else ""
    )


def _normal(keywords: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    normal = {name: [keyword(name, value) for value in values if value] for name, values in keywords.items()}
    return {name: tuple(dict.fromkeys(values)) for name, values in normal.items() if values}


@lru_cache(maxsize=256)
def _heading_terms(heading: tuple[str, ...], language: str) -> Terms:
    return _joined([terms(part, language) for part in heading])


def passage_record(
    of: Bibliography,
    *,
    id: int,  # noqa: A002 (the name of the column)
    place: int,
    text: str,
    number: str = "",
    heading: tuple[str, ...] = (),
    language: str = "",
) -> Record:
    """The record of one paragraph, `place` being its place in the running order of the document."""
    spoken = language or of.language
    words, cited = analyse(text, spoken)
    own = of.keywords.get("symbol", ())
    keywords = {**of.keywords, "mentions": tuple(symbol for symbol in cited if symbol not in own)}
    keywords |= _normal({"para": [number], "lang": [spoken]})
    return Record(
        id=id,
        scope="passage",
        document=of.document,
        title=of.title,
        headings=_heading_terms(heading, spoken),
        text=words,
        keywords={name: values for name, values in keywords.items() if values},
        day=of.day,
        symbol_key=of.symbol_key,
        order=place,
    )


def document_record(of: Bibliography, passages: Sequence[Record]) -> Record:
    """The record of the whole document: all its paragraphs' words, and each different path of headings once."""
    keywords = dict(of.keywords)
    for name in ("para", "mentions", "lang"):
        values = [*keywords.get(name, ()), *(value for record in passages for value in record.keywords.get(name, ()))]
        keywords |= {name: tuple(dict.fromkeys(values))} if values else {}
    return Record(
        id=of.document,
        scope="document",
        document=of.document,
        title=of.title,
        headings=_joined(list(dict.fromkeys(record.headings for record in passages))),
        text=_joined([record.text for record in passages]),
        keywords=keywords,
        day=of.day,
        symbol_key=of.symbol_key,
    )


def _joined(parts: Sequence[Terms]) -> Terms:
    exact: list[str] = []
    stems: list[str] = []
    positions: list[int] = []
    for part in parts:
        start = positions[-1] + GAP if positions else 0
        exact += part.exact
        stems += part.stems
        positions += [start + position for position in part.positions]
    return Terms(tuple(exact), tuple(stems), tuple(positions))
