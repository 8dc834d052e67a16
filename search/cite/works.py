"""What sort of work a document is, with the parts of its name that citations are made of. Pure functions."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType
from typing import Literal

from corpus.store import StoredDocument
from corpus.symbols import parse
from search.web.labels import date_shown

Kind = Literal["resolution", "un", "osce", "act", "treaty", "paper"]

_RESOLUTION = re.compile(r"(?P<body>A/HRC|A|S|E)/(?P<kind>RES|DEC)/(?P<number>.+)")
_OSCE = re.compile(r"(?P<body>[A-Z]{2,6})(?:\(\d+\))?\.DEC/(?P<number>[\d/]+)(?:/.*)?")
_CELEX = re.compile(r"[03](?P<year>\d{4})(?P<kind>[RLDF])(?P<number>\d{4})(?:[R(-].*)?")
_PAPER = re.compile(r"5(?P<year>\d{4})(?P<kind>JC|SC|DC|PC)(?P<number>\d{4})")
_PAPERS = MappingProxyType({"JC": "JOIN", "SC": "SWD", "DC": "COM", "PC": "COM"})
_TREATY = re.compile(r"(?P<series>C?ETS) No\. (?P<number>\d+)")
_ACTS = MappingProxyType({"R": "Regulation", "L": "Directive", "D": "Decision", "F": "Framework Decision"})
# "Council Regulation (EU) 2019/796", "Directive 2009/65/EC", "Regulation (EU) No 526/2013" at the head of a title.
_NAMED = re.compile(
    r"(?P<lead>(?:(?:Council|Commission|Implementing|Delegated|Framework)\s+){0,3}(?:Regulation|Directive|Decision)\s+)"
    r"(?P<number>(?:\([A-Z, ]+\)\s+)?(?:No\.?\s+)?\d{1,4}/\d{1,4}(?:/[A-Z]{2,4})?)\s*(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
# What the Official Journal prints after the title of an act, and what a consolidated text lists below it.
_AFTER_TITLE = re.compile(r"\s*(?:\(Text with EEA relevance|\(OJ [LC]\b|Amended by:).*", re.IGNORECASE | re.DOTALL)
_MAKERS = re.compile(r"\bof the European Parliament and of the Council\b", re.IGNORECASE)
# Since the Treaty of Lisbon acts are the Union's, before they were the Community's (1 December 2009).
_UNION = "2009-12-01"

ORGANS = MappingProxyType(
    {
        "A": ("General Assembly", "UNGA", "G.A."),
        "S": ("Security Council", "UNSC", "S.C."),
        "E": ("Economic and Social Council", "UN ECOSOC", "E.S.C."),
        "A/HRC": ("Human Rights Council", "UNHRC", "Human Rights Council"),
    }
)
OSCE_BODIES = MappingProxyType(
    {"PC": "Permanent Council", "MC": "Ministerial Council", "FSC": "Forum for Security Co-operation"}
)
# In full, and as OSCOLA and the Bluebook shorten them.
ORGANISATIONS = MappingProxyType(
    {
        "osce": ("Organization for Security and Cooperation in Europe", "OSCE"),
        "nato": ("North Atlantic Treaty Organization", "NATO"),
        "eu": ("European Union", "European Union"),
        "coe": ("Council of Europe", "Council of Europe"),
        "au": ("African Union", "African Union"),
        "sco": ("Shanghai Cooperation Organization", "Shanghai Cooperation Organization"),
        "un": ("United Nations", "UN"),
    }
)


@dataclass(frozen=True, slots=True)
class Work:
    """A document as citations name it.

    `body` is a key of ORGANS or OSCE_BODIES; `act` is `resolution` or `decision`, and for EU acts their name
    (`Council Regulation (EU) 2019/796`). `title` comes without that name. `date` is ISO, as the store has it. `part` is
    what is cited within the document of that symbol: the reply of a State in a report.
    """

    kind: Kind
    symbol: str
    title: str
    date: str
    body: str = ""
    act: str = ""
    number: str = ""
    source: str = ""
    authors: tuple[str, ...] = ()
    part: str = ""

    @property
    def day(self) -> str:
        """The date in words: `10 March 2016`, or an empty string."""
        return date_shown(self.date)


@lru_cache(maxsize=1 << 12)
def work_of(document: StoredDocument) -> Work:
    """The work that a stored document is. What has no title is named by its key."""
    parsed = parse(document.symbol) if document.symbol else None
    # A corrigendum or revision is cited by its own symbol, never as the resolution itself.
    whole = parsed.text if parsed and not parsed.modifiers else ""
    title = " ".join(document.title.split()) or ("" if document.symbol else document.key)
    base = Work(
        "paper", document.symbol, title, document.date, source=document.source or _source(document),
        authors=document.submitters,
    )  # fmt: skip
    if document.part_of and not document.symbol:
        return _part(base, document.key)
    if found := _RESOLUTION.fullmatch(whole):
        return _resolution(base, found)
    if found := _OSCE.fullmatch(whole):
        return replace(base, kind="osce", body=found["body"], act="Decision", number=found["number"])
    if found := _CELEX.fullmatch(document.symbol):
        return _act(base, found, document.type)
    if found := _TREATY.fullmatch(whole):
        return replace(base, kind="treaty", body=found["series"], number=found["number"])
    if found := _PAPER.fullmatch(whole):
        number = f"{_PAPERS[found['kind']]}({found['year']}) {int(found['number'])} final"
        return replace(base, symbol=number, title=title.removeprefix(number).lstrip(" :,") or title)
    return replace(base, kind="un") if base.source == "un" and document.symbol else base


def _part(base: Work, key: str) -> Work:
    """A text within a document that has no symbol of its own, from its key: `A/69/112 (Exampleland)`."""
    symbol, _, part = key.removesuffix(")").partition(" (")
    title = "" if base.title in (key, part, *base.authors) else base.title
    return replace(base, kind="un" if base.source == "un" else "paper", symbol=symbol, title=title, part=part)


def _source(document: StoredDocument) -> str:
    """The organisation whose symbol a document has, where the store knows of none."""
    parsed = parse(document.symbol) if document.symbol else None
    return {"celex": "eu", "council": "eu"}.get(parsed.system, parsed.system) if parsed else ""


def _resolution(base: Work, found: re.Match[str]) -> Work:
    act = "resolution" if found["kind"] == "RES" else "decision"
    number = re.sub(r"(?<=\S)\(", " (", found["number"])
    return replace(base, kind="resolution", body=found["body"], act=act, number=number)


def _act(base: Work, found: re.Match[str], kind: str) -> Work:
    """An EU act by the name at the head of its title, else by what its CELEX number tells."""
    named = _NAMED.match(base.title)
    if named:
        lead = " ".join(word if word.islower() else word.title() for word in named["lead"].split())
        rest = _MAKERS.sub("of the European Parliament and of the Council", _AFTER_TITLE.sub("", named["rest"]))
        return replace(base, kind="act", act=f"{lead} {' '.join(named['number'].split())}", title=rest.strip(" ,:"))
    year, number, word = found["year"], int(found["number"]), _ACTS[found["kind"]]
    union = "CFSP" if kind == "CFSP decision" else "EU"
    if int(year) >= 2015:
        act = f"{word} ({union}) {year}/{number}"
    elif word == "Regulation":
        act = f"{word} ({_of(base.date, year)}) No {number}/{year}"
    else:
        act = f"{word} {year}/{number}/{union if union == 'CFSP' else _of(base.date, year)}"
    return replace(base, kind="act", act=act)


def _of(date: str, year: str) -> str:
    return "EU" if (date or f"{year}-12-31") >= _UNION else "EC"
