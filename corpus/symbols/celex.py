"""CELEX numbers of EU law, `32019R0796`, and acts cited by name, `Directive (EU) 2022/2555` (sources.md 10.3).

Corrigenda end in `R(01)`, consolidated texts begin with 0 and end in their date; both belong to the family of the act.
Acts since 2015 put the year first, earlier regulations last; before 1999 the year has two digits (Interinstitutional
Style Guide, section 1.2.2). Texts here are plain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.symbols._symbol import Mention, Symbol, make, natural_key

_CELEX = re.compile(
    r"(?<![A-Za-z0-9/=%:])(?:CELEX\s?:?\s?)?(?P<sector>[0-9CE])(?P<year>(?:19[5-9]|20\d)\d)(?P<kind>[A-Z]{1,2})"
    r"(?P<number>\d{4})(?P<corrigendum>R\(\d{2}\))?(?P<part>\(\d{2}\))?(?:-(?P<date>(?:19|20)\d{6}))?(?![A-Za-z0-9(])",
    re.ASCII | re.IGNORECASE,
)
_ACTS = (
    (r"(?:council\s+)?framework\s+decision|decision[- ]cadre|rahmenbeschluss|decision\s+marco|decisione\s+quadro", "F"),
    (r"regulation|reglement|verordnung|reglamento|regolamento", "R"),
    (r"directive|richtlinie|directiva|direttiva", "L"),
    (r"decision|beschluss|decisione", "D"),
)
_UNION = r"\((?:EU|UE|EC|CE|EG|EEC|CEE|EWG|CFSP|PESC|GASP|PESC|JHA|JAI|EU,\s?Euratom|UE,\s?Euratom)\)"
_ACT = re.compile(
    r"(?<!\w)(?:" + "|".join(f"(?P<k{kind}>{words})" for words, kind in _ACTS) + r")\s+"
    rf"(?:(?P<union>{_UNION})\s+)?(?:(?P<no>no\.?|n[°º]\.?|nr\.?|№)\s*)?(?P<first>\d{{1,4}})/(?P<second>\d{{1,4}})"
    r"(?:/(?P<suffix>EU|UE|EC|CE|EG|EEC|CEE|EWG|CFSP|PESC|GASP|JHA|JAI)\b)?(?![\d/])",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"\d/\d")
_PAPERS = {"JOIN": ("JC",), "SWD": ("SC",), "COM": ("DC", "PC")}
_PAPER = re.compile(
    r"(?<![A-Za-z0-9])(?P<series>JOIN|SWD|COM)\s?\(?(?P<year>(?:19[89]|20\d)\d)\)?\s?[/ ]?\s?(?P<number>\d{1,4})(?!\d)"
    r"(?:\s?(?:final|endg\.|/2)(?!\w))?",
    re.ASCII | re.IGNORECASE,
)


def _from_celex(found: re.Match[str]) -> Symbol | None:
    sector, date, corrigendum = found["sector"].upper(), found["date"] or "", found["corrigendum"] or ""
    if (sector == "0") != bool(date):
        return None
    text = f"{found['year']}{found['kind'].upper()}{found['number']}{found['part'] or ''}"
    if date:
        return Symbol(f"0{text}-{date}", f"3{text}", "celex", natural_key(f"3{text}/{date}"), (date,))
    return make(sector + text, "celex", (corrigendum.upper(),) if corrigendum else (), joint="")


def _from_act(found: re.Match[str]) -> Symbol | None:
    """The act's number: year first, or last in regulations up to 2014 (`No 526/2013`) and some old decisions."""
    if not found["union"] and not found["suffix"]:
        return None
    first, second = found["first"], found["second"]
    if found["suffix"] and not found["no"] and len(first) == 2:  # Directive 95/46/EC
        first = f"19{first}"
    year_last = bool(found["no"]) or not _is_year(first)
    year, number = (second, first) if year_last else (first, second)
    kind = next(kind for _, kind in _ACTS if found[f"k{kind}"])
    return make(f"3{year}{kind}{int(number):04d}", "celex") if _is_year(year) and int(number) else None


def _is_year(text: str) -> bool:
    return len(text) == 4 and 1952 <= int(text) <= 2100


def _from_paper(found: re.Match[str]) -> tuple[Symbol, ...]:
    kinds = _PAPERS[found["series"].upper()]
    return tuple(make(f"5{found['year']}{kind}{int(found['number']):04d}", "celex") for kind in kinds)


def readings(text: str) -> tuple[Symbol, ...]:
    """What the whole text names: a CELEX number, an act by its name, or a JOIN, COM or SWD paper.

    COM papers are communications (DC) or proposals (PC); the number alone does not tell, so both are given.
    """
    if found := _CELEX.fullmatch(re.sub(r"^celex\s*(?:%3a|:)\s*", "", text, flags=re.IGNORECASE)):
        symbol = _from_celex(found)
    elif found := _ACT.search(text):
        lead = text[: found.start()].strip().casefold()
        known = lead in ("", "council", "commission", "council implementing", "commission implementing", "implementing")
        symbol = _from_act(found) if found.end() == len(text) and known else None
    elif found := _PAPER.fullmatch(text):
        return _from_paper(found)
    else:
        symbol = None
    return (symbol,) if symbol else ()


def mentions(text: str) -> Iterator[Mention]:
    """EU acts in running text. COM papers are left out: their number alone does not name one document."""
    for found in _CELEX.finditer(text):
        if symbol := _from_celex(found):
            yield Mention(symbol, found.start(), found.end())
    if _NUMBERED.search(text):  # spares most texts the longer search
        for found in _ACT.finditer(text):
            if symbol := _from_act(found):
                yield Mention(symbol, found.start(), found.end())
    for found in _PAPER.finditer(text):
        if len(papers := _from_paper(found)) == 1:
            yield Mention(papers[0], found.start(), found.end())


def in_file_name(stem: str) -> Symbol | None:
    """The CELEX number that a file name holds, such as `CELEX_32019R0796_EN_TXT`."""
    found = _CELEX.search(re.sub(r"[_=%:]", " ", stem))
    return _from_celex(found) if found else None
