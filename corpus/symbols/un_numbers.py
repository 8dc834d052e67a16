"""UN resolutions and decisions cited by number, `resolution 75/240`, and bare numbers, `75/816`.

Running text gives the number after the word, in lists with dates between: "resolutions 73/27 of 5 December 2018 and
74/29". The span is the number alone. A bare number counts only where it is the whole text. Texts here are plain, so
the words below are without accents.
"""

from __future__ import annotations

import heapq
import re
from collections.abc import Iterator, Mapping

from corpus.symbols._symbol import Mention, Symbol, make
from corpus.symbols._un_grammar import is_session, is_year

# Decisions of a session are numbered from 401; no session has adopted more than about 340 resolutions.
_LAST_RESOLUTION, _LAST_DECISION = 400, 699

_RESOLUTION = (
    r"resolution(?:s|en)?|resolucion(?:es)?|risoluzion[ei]|res(?=[.\s/])|резолюци\w{1,3}"
    r"|[وبلف]?(?:ال|لل)?قرار\w{0,5}(?:\s+الجمعية\s+العامة)?"
)
_DECISION = (
    r"decision(?:s|es)?|dec(?=[.\s/])|beschlu(?:ss|ß|sse|sses)|решени\w{1,3}"
    r"|[وبلف]?(?:ال|لل)?مقرر\w{0,5}(?:\s+الجمعية\s+العامة)?"
)
_RIGHTS_COUNCIL = (
    r"human\s+rights\s+council|hrc|conseil\s+des\s+droits\s+de\s+l.homme|consejo\s+de\s+derechos\s+humanos"
)
_ECOSOC = (
    r"ecosoc|economic\s+and\s+social\s+council|conseil\s+economique\s+et\s+social|consejo\s+economico\s+y\s+social"
)
_KEYWORD = re.compile(
    rf"(?<!\w)(?:(?P<rights>{_RIGHTS_COUNCIL})\s+|(?P<ecosoc>{_ECOSOC})\s+)?(?:in\s+its\s+)?"
    rf"(?<!\w)(?:(?P<resolution>{_RESOLUTION})|(?P<decision>{_DECISION}))"
    r"\.?\s*/?\s*(?:nos?\b\.?|n[°º]|№)?\s*$",
    re.IGNORECASE,
)
_LOOK_BACK = 80
# Chinese puts the word after the number: 第73/27号和第74/29号决议.
_KEYWORD_AFTER = re.compile(
    r"\s?号?(?:\s?[和及、与]\s?第\s?\d{1,3}/\d{1,3}\s?号?){0,12}\s?(?:(?P<resolution>决议)|(?P<decision>决定))"
)

_SESSION = r"(?P<session>\d{1,4}|E?S-\d{1,2})"
_LETTERS = r"(?:\s?(?P<first>[A-Z])(?:(?:-|\s(?:and|et|y)\s)(?P<last>[A-Z]))?(?=[.,;:)\]]|\s(?:of|and|du|de)\b|\s*$))?"
_PAIR = re.compile(
    rf"(?<![A-Za-z0-9_/.=-]){_SESSION}/(?P<number>\d{{1,4}}){_LETTERS}(?![A-Za-z0-9_/]|[-.]\d)", re.ASCII
)
# The Security Council's, and the Assembly's before 1976: `1373 (2001)`, `2625 (XXV)`, `217 A (III)`.
_BRACKETED = re.compile(
    r"(?<![A-Za-z0-9_/.=-])(?P<number>\d{1,4})(?:\s(?P<first>[A-Z]))?\s?"
    r"\((?:(?P<year>(?:19|20)\d\d)|(?P<old>(?:E?S-)?[IVXL]{1,8}))\)",
    re.ASCII,
)
_DATE = r"(?:,?\s(?:of|du|de|del|от|vom|المؤرخ\w?)\s[^/()\d]{0,12}\d{1,2}[^/()\d]{1,24}\d{4}(?:\s(?:года|г\.))?)?"
_NEXT_IN_LIST = re.compile(
    rf"{_DATE}\s?(?:[,;،、]|(?<=\s)(?:and|et|y|e|и|und|or|to|as\swell\sas)(?=\s)|(?<=\s)و)\s?(?:(?:and|et|y|и)\s|و)?",
    re.IGNORECASE,
)
# The Assembly counted its sessions in roman numbers up to XXX; what is higher is the Economic and Social Council's.
_ECOSOC_SESSION = re.compile(r"XXX[IVX]+|[XI]*L[IVXL]*")
_ALONE = {"resolution": "resolution"}
_ORGANS = re.compile(r"^(?:un\s?ga|ga|un|general\s+assembly|unsc|security\s+council)(?:.s)?\s+", re.IGNORECASE)
_COUNCIL_NUMBER = re.compile(
    r"(?:unscr|(?:unsc|security\s+council|sc)\s+res(?:olution|\.)?)\s*(?P<number>\d{1,4})", re.IGNORECASE
)


def _letters(number: re.Match[str]) -> str:
    groups = number.groupdict()
    first, last = groups["first"], groups.get("last")
    return (f" {first.upper()}-{last.upper()}" if last else f" {first.upper()}") if first else ""


def _cited(number: re.Match[str], word: Mapping[str, str | None]) -> Symbol | None:
    """The resolution or decision of that number, by the word (and body) it is cited with; None if there is none."""
    series = "RES" if word["resolution"] else "DEC"
    groups = number.groupdict()
    value = int(groups["number"])
    if not value:
        return None
    if groups.get("year"):
        return make(f"S/RES/{value}({groups['year']})", "un") if series == "RES" else None
    if old := (groups.get("old") or "").upper():
        organ = "E" if word.get("ecosoc") or _ECOSOC_SESSION.fullmatch(old) else "A"
        return make(f"{organ}/RES/{value}({old}){_letters(number)}", "un") if series == "RES" else None
    session = groups["session"].upper()
    if word.get("rights") and session.isdigit() and int(session) < 200:
        return make(f"A/HRC/{series}/{int(session)}/{value}", "un")
    if word.get("ecosoc") and is_year(session):
        return make(f"E/{series}/{session}/{value}", "un")
    return make(f"A/{series}/{session}/{value}{_letters(number)}", "un") if is_session(session) else None


def _bare(number: re.Match[str]) -> tuple[Symbol, ...]:
    """What `75/240` alone may be: a resolution before a document, a document before a decision."""
    if "session" not in number.groupdict():
        symbol = _cited(number, _ALONE)
        return (symbol,) if symbol else ()
    session, value = number["session"].upper(), int(number["number"])
    if not is_session(session) or not value:
        return ()
    resolution = make(f"A/RES/{session}/{value}{_letters(number)}", "un")
    decision = make(f"A/DEC/{session}/{value}{_letters(number)}", "un")
    document = make(f"A/{session}/{value}", "un")
    if number["first"] or not session.isdigit():  # only what is adopted comes in parts, or from special sessions
        return (resolution,) if value <= _LAST_RESOLUTION else (decision,)
    if value <= _LAST_RESOLUTION:
        return (resolution, document)
    return (document, decision) if value <= _LAST_DECISION else (document,)


def readings(text: str) -> tuple[Symbol, ...]:
    """What the whole text means: a bare number, or one after `resolution`, `GA res.`, `decision` and the like."""
    text = re.sub(r"\b(res|dec)\.(?=\d)", r"\1. ", text.rstrip("* "), flags=re.IGNORECASE)
    if whole := _COUNCIL_NUMBER.fullmatch(text):
        return (make(f"S/RES/{int(whole['number'])}", "un"),) if int(whole["number"]) else ()
    numbers = [*_PAIR.finditer(text), *_BRACKETED.finditer(text)]
    number = next((found for found in numbers if found.end() == len(text)), None)
    if number is None:
        return ()
    before = text[: number.start()]
    if not before.strip():
        return _bare(number)
    word = _KEYWORD.fullmatch(_ORGANS.sub("", before))
    symbol = _cited(number, word.groupdict()) if word else None
    return (symbol,) if symbol else ()


def mentions(text: str) -> Iterator[Mention]:
    """The resolutions and decisions cited by number in running text."""
    if "/" not in text and "(" not in text:
        return
    word, end = None, -1
    for number in heapq.merge(_PAIR.finditer(text), _BRACKETED.finditer(text), key=lambda found: found.start()):
        start = number.start()
        if word is None or start - end > _LOOK_BACK or not _NEXT_IN_LIST.fullmatch(text, end, start):
            word = _KEYWORD.search(text[max(0, start - _LOOK_BACK) : start]) or _KEYWORD_AFTER.match(text, number.end())
        symbol = _cited(number, word.groupdict()) if word else None
        if symbol:
            end = number.end()
            yield Mention(symbol, start, end)
        else:
            word = None


def in_file_name(stem: str) -> Symbol | None:
    """A number in a file name says nothing certain: always None."""
    return None
