"""OSCE symbols: `PC.DEC/1202`, `MC.DEC/5/16`, `MC(10).DEC/1`, `PC.DEL/1784/20` (sources.md 10.2).

The Permanent Council numbers its decisions without a break, the Ministerial Council anew each year. `OSCE+` after a
symbol restricts who may read the document; it is no part of the name. Texts here are plain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.symbols._symbol import Mention, Symbol, make

_KINDS = "DEC|JOUR|DEL|GAL|DOC|INF|NGO|IO|STAT|DIS|EMB"
_MODIFIERS = {"rev": "Rev", "corr": "Corr", "add": "Add", "amend": "Amend"}
_SYMBOL = re.compile(
    rf"(?<![A-Z0-9/._-])(?P<body>[A-Z]{{2,6}})(?:\((?P<meeting>\d{{1,2}})\))?\.(?P<kind>{_KINDS})/\s?(?P<number>\d{{1,4}})"
    r"(?:/(?P<year>\d{4}|\d{2})(?![0-9]))?"
    r"(?P<modifiers>(?:[/.](?:rev|corr|add|amend)\.?\s?\d{1,2})*)(?![A-Z0-9])",
    re.ASCII | re.IGNORECASE,
)
_MODIFIER = re.compile(r"(rev|corr|add|amend)\.?\s?(\d+)", re.IGNORECASE)
_RESTRICTED = re.compile(r"\s*OSCE\s?\+$", re.IGNORECASE)
# "Permanent Council Decision No. 1202", "MC Decision No. 5/16"; in the languages that print it after the body as well.
_DECISION = re.compile(
    r"(?:(?P<body>Permanent\s+Council|PC|Ministerial\s+Council|MC)\s+)?"
    r"(?<!\w)decision\s+(?:no\.?|n[°º]|№)?\s?(?P<number>\d{1,4})(?:/(?P<year>\d{2}))?(?![\d/]|-\d|\.\d)",
    re.ASCII | re.IGNORECASE,
)
_OSCE_TEXT = re.compile(r"OSCE|Permanent Council|Ministerial Council")
# Ministerial Councils take about twenty decisions a year; the Permanent Council passed its hundredth in 1996.
_MOST_A_YEAR = 40


def _year(text: str | None) -> int:
    """The full year of `16` or `2016`; 0 if there is none. The OSCE (as CSCE) began in 1973."""
    if not text:
        return 0
    value = int(text)
    return value if value > 99 else value + (1900 if value >= 73 else 2000)


def _symbol(body: str, kind: str, number: int, year: int, meeting: str = "", modifiers: tuple[str, ...] = ()) -> Symbol:
    """The normal form: two digits of the year, as printed."""
    head = f"{body}({int(meeting)})" if meeting else body
    family = f"{head}.{kind}/{number}" + (f"/{year % 100:02d}" if year else "")
    order = f"{body}.{kind}/{year}/{number}" if year else family
    return make(family, "osce", modifiers, order=order)


def _from_match(found: re.Match[str]) -> Symbol:
    modifiers = tuple(f"{_MODIFIERS[name.lower()]}.{int(n)}" for name, n in _MODIFIER.findall(found["modifiers"]))
    body, kind = found["body"].upper(), found["kind"].upper()
    return _symbol(body, kind, int(found["number"]), _year(found["year"]), found["meeting"] or "", modifiers)


def _from_decision(found: re.Match[str], *, alone: bool) -> Symbol | None:
    """A decision cited by number: with a year the Ministerial Council's, without it the Permanent Council's."""
    number, year, body = int(found["number"]), _year(found["year"]), (found["body"] or "").upper()
    if year and 0 < number <= _MOST_A_YEAR and not body.startswith("P"):
        return _symbol("MC", "DEC", number, year)
    # A bare "Decision 12" is anybody's; a thousand and more in a row is the Permanent Council's alone.
    if number and not year and not body.startswith("M") and (body or (alone and number >= 100) or number >= 1000):
        return _symbol("PC", "DEC", number, 0)
    return None


def readings(text: str) -> tuple[Symbol, ...]:
    """The OSCE symbol that the whole text spells, also as `Decision No. 1202`."""
    text = _RESTRICTED.sub("", text)
    if found := _SYMBOL.fullmatch(re.sub(r"\s*([./])\s*", r"\1", text)):
        return (_from_match(found),)
    decision = _DECISION.fullmatch(text)
    symbol = _from_decision(decision, alone=True) if decision else None
    return (symbol,) if symbol else ()


def mentions(text: str) -> Iterator[Mention]:
    """OSCE symbols in running text; decisions by number only where the text speaks of the OSCE."""
    if "/" in text:
        for found in _SYMBOL.finditer(text):
            yield Mention(_from_match(found), found.start(), found.end())
    if _OSCE_TEXT.search(text):
        for found in _DECISION.finditer(text):
            if symbol := _from_decision(found, alone=False):
                yield Mention(symbol, found.start(), found.end())


def in_file_name(stem: str) -> Symbol | None:
    """The symbol of file names such as `PC.DEC_1202` or `mc-dec-5-16`; job codes (`PCOEJ1296`) are none."""
    slashed = re.sub(r"[-_ /]+", "/", stem)
    slashed = re.sub(rf"(?<![A-Z])([A-Z]{{2,6}})/({_KINDS})(?=[/.])", r"\1.\2", slashed, flags=re.IGNORECASE)
    slashed = re.sub(rf"({_KINDS})\.(?=\d)", r"\1/", slashed, flags=re.IGNORECASE)
    found = re.compile(_SYMBOL.pattern.replace("/._-", "_", 1), _SYMBOL.flags).search(slashed)
    return _from_match(found) if found else None
