"""The words we file documents under: sources, processes and types, whatever the source itself calls them.

Types are the plain words of sources.md section 11. All functions are pure; an empty string means "not known".
"""

from __future__ import annotations

import re
from types import MappingProxyType

from corpus.document_types import TYPES, type_of
from corpus.symbols import parse

__all__ = ["PROCESSES", "SOURCES", "TYPES", "process_of", "source_of", "type_of"]

SOURCES = MappingProxyType(
    {
        "un": "United Nations",
        "osce": "OSCE",
        "eu": "European Union",
        "nato": "NATO",
        "coe": "Council of Europe",
        "au": "African Union",
        "sco": "Shanghai Cooperation Organisation",
        "national": "National authorities",
    }
)
_SOURCE_OF_SYSTEM = {"celex": "eu", "council": "eu"}

PROCESSES = MappingProxyType(
    {
        "gge": "Groups of Governmental Experts, 2004–2021",
        "oewg-2019": "Open-ended Working Group 2019–2021",
        "oewg-2021": "Open-ended Working Group 2021–2025",
        "poa": "Programme of Action",
        "global-mechanism": "Global Mechanism",
        "national-views": "Reports of the Secretary-General with national views",
        "first-committee": "General Assembly, First Committee",
        "second-committee": "General Assembly, Second Committee",
        "third-committee": "General Assembly, Third Committee",
        "cybercrime-ahc": "Ad Hoc Committee on cybercrime",
        "wsis": "World Summit on the Information Society",
        "digital-compact": "Summit of the Future and Global Digital Compact",
        "general-assembly": "General Assembly, other",
        "security-council": "Security Council",
        "human-rights-council": "Human Rights Council",
        "ecosoc": "Economic and Social Council",
        "osce-cbm": "OSCE confidence-building measures",
        "osce": "OSCE, other",
        "eu-cyber-diplomacy": "EU cyber diplomacy",
        "eu-cybersecurity": "EU cybersecurity law and strategy",
        "nato": "NATO",
        "budapest-convention": "Budapest Convention on Cybercrime",
        "au-cyber": "African Union, cyber",
        "sco-information-security": "Shanghai Cooperation Organisation, information security",
        "national-strategies": "National strategies and positions",
    }
)

_ICT = r"(?:\bicts?\b|information and (?:tele)?communications?|cyber)"
# Searched in this order, in the source's label and in the title.
_PROCESS_WORDS = (
    ("global-mechanism", r"\bglobal mechanism\b"),
    ("oewg-2021", r"\boewg\W{0,3}(?:ii\b|2021)|working group.{0,160}(?<![-–])\b2021\b|working group on security of"),
    ("oewg-2019", r"\boewg\W{0,3}(?:i\b|2019)|(?:oewg|working group).{0,40}developments in the field"),
    ("gge", r"\bgge\b|groups? of governmental experts"),
    ("poa", rf"\bpoa\b|programme of action.{{0,60}}(?:{_ICT}|responsible state)"),
    ("national-views", r"\bnational views\b|\bmember state views\b"),
    ("cybercrime-ahc", r"cybercrime ahc|ad hoc committee.{0,80}(?:cyber|criminal)|convention against cybercrime"),
    ("wsis", r"\bwsis\b|world summit on the information society"),
    ("digital-compact", r"global digital compact|summit of the future|pact for the future"),
    ("osce-cbm", r"\bosce\b.{0,40}confidence.building|risks of conflict stemming from the use of information"),
    ("budapest-convention", r"budapest convention|convention on cybercrime"),
    ("eu-cyber-diplomacy", r"^council of the eu|\beu\b.{0,20}cyber diploma|cyber-attacks threatening the union"),
    ("first-committee", r"\bfirst committee\b"),
    ("second-committee", r"\bsecond committee\b"),
    ("third-committee", r"\bthird committee\b"),
    ("eu-cybersecurity", r"^eu legislation"),
    ("nato", r"^north atlantic council|^nato\b"),
    ("au-cyber", r"^african union|^au peace and security"),
    ("sco-information-security", r"^shanghai cooperation"),
    ("osce", r"^permanent council$|^ministerial council$|^parliamentary assembly$"),
    ("human-rights-council", r"\bhuman rights council\b"),
    ("security-council", r"\bsecurity council\b"),
)
# The reports that a group left, and what the symbol's own series says.
_PROCESS_SYMBOLS = (
    ("gge", r"A/(?:60/202|65/201|68/98|70/174|72/327|76/13[56])"),
    ("oewg-2019", r"A/AC\.290/.*|A/75/816"),
    ("oewg-2021", r"A/AC\.292/.*|A/(?:77/275|78/265|79/214|80/257)"),
    ("cybercrime-ahc", r"A/AC\.291/.*"),
)
_PROCESS_SERIES = (
    ("first-committee", r"A/C\.1/.*"),
    ("second-committee", r"A/C\.2/.*"),
    ("third-committee", r"A/C\.3/.*"),
    ("human-rights-council", r"A/HRC/.*"),
    ("general-assembly", r"A/.*"),
    ("security-council", r"S/.*"),
    ("ecosoc", r"E/.*"),
    ("budapest-convention", r"ETS No\. (?:185|189)|CETS No\. 224"),
)
_PROCESS_OF_SYSTEM = {"osce": "osce", "celex": "eu-cybersecurity", "council": "eu-cyber-diplomacy", "nato": "nato"}
# Labels that say no more than the organisation: symbol and title may know better.
_BROAD = frozenset(("osce", "eu-cybersecurity"))
_ICT_SECURITY = re.compile(r"context of international security", re.IGNORECASE)
_CRIME = re.compile(r"criminal (?:misuse|purposes)|privacy in the digital age", re.IGNORECASE)
_CULTURE = re.compile(r"culture of cybersecurity|for (?:sustainable )?development", re.IGNORECASE)
_VIEWS = re.compile(r"developments in the field of information|advancing responsible state behaviour", re.IGNORECASE)
_GROUP = re.compile(r"working group|governmental experts|letter dated", re.IGNORECASE)
_REPORT = re.compile(r"A/\d+/\d+")


def source_of(symbol: str) -> str:
    """The source (one of SOURCES) whose symbol this is."""
    parsed = parse(symbol)
    return _SOURCE_OF_SYSTEM.get(parsed.system, parsed.system) if parsed else ""


def process_of(symbol: str, title: str = "", label: str = "") -> str:
    """The process (one of PROCESSES) a document belongs to.

    `label` is what the source calls the process (a meeting's name, a topic), and is believed first; then comes a
    symbol that only one process uses, then the title, then the organ of the symbol.
    """
    parsed = parse(symbol)
    family = parsed.family if parsed else ""
    by_word = _searched(_PROCESS_WORDS, label)
    if by_word and by_word not in _BROAD:
        return by_word
    return (
        _matched(_PROCESS_SYMBOLS, family)
        or _views(family, title)
        or _searched(_PROCESS_WORDS, title)
        or by_word
        or _subject(family, title)
        or _matched(_PROCESS_SERIES, family)
        or (_PROCESS_OF_SYSTEM.get(parsed.system, "") if parsed else "")
    )


def _searched(words: tuple[tuple[str, str], ...], text: str) -> str:
    return next((name for name, pattern in words if text and re.search(pattern, text, re.IGNORECASE)), "")


def _matched(symbols: tuple[tuple[str, str], ...], family: str) -> str:
    return next((name for name, pattern in symbols if family and re.fullmatch(pattern, family)), "")


def _views(family: str, title: str) -> str:
    """Yearly reports to the Assembly under the ICT items hold the views of States, unless a group wrote them."""
    views = _REPORT.fullmatch(family) and _VIEWS.match(title) and not _GROUP.search(title)
    return "national-views" if views else ""


def _subject(family: str, title: str) -> str:
    """Resolutions do not name their committee; their subject does."""
    if not family.startswith(("A/RES/", "A/DEC/", "A/")):
        return ""
    if _CRIME.search(title):
        return "third-committee"
    if _ICT_SECURITY.search(title):
        return "first-committee"
    return "second-committee" if _CULTURE.search(title) and re.search(_ICT, title, re.IGNORECASE) else ""
