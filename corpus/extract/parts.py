"""Documents within a document: the replies of States in a report, the decisions appended to a journal. Pure.

In the Secretary-General's compilations each reply opens with the name of the State, the language of the original and
the date, both in brackets (sources.md 2.6). The journals of the OSCE have the texts adopted at the meeting behind
them (sources.md 5.6). Speeches are found by corpus.extract.speeches.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.dates import parse_date
from corpus.document import FrontMatter, Part, Passage
from corpus.extract.front.masthead import languages
from corpus.extract.speeches import speeches_of
from corpus.symbols import parse

_ORIGINAL = re.compile(
    r"\[\s*(?:original\s*:|подлинный текст на|原件\s*[:：]|الأصل\s*:)\s*(?P<languages>[^\]]{2,80})\]", re.IGNORECASE
)
# Names as they are inflected behind "in": what these scripts write differently from the list of a masthead.
_INFLECTED = {
    "английск": "en", "арабск": "ar", "испанск": "es", "китайск": "zh", "русск": "ru", "французск": "fr",
    "إنكليزي": "en", "عربي": "ar", "إسباني": "es", "صيني": "zh", "روسي": "ru", "فرنسي": "fr",
    "英文": "en", "阿拉伯文": "ar", "西班牙文": "es", "中文": "zh", "俄文": "ru", "法文": "fr",
}  # fmt: skip
_BRACKETED = re.compile(r"\[(?P<inside>[^\]]{4,60})\]")
_LONGEST_NAME = 120
_DECISION = re.compile(
    r"(?:decision|décision|decisión|beschluss|решение|decisione)\s+(?:no\.?|n[o°º]\.?|nr\.|№|n\.)?\s*(?P<number>\d{1,4}(?:/\d\d)?)"
    r"(?P<title>(?:[:\s].*)?)",
    re.IGNORECASE,
)
_STAR = " *†‡"


def parts_of(passages: Sequence[Passage], front: FrontMatter) -> tuple[Part, ...]:
    """The documents within a document, in running order; empty where there are none."""
    if ".JOUR/" in front.symbol:
        return _decisions(passages, front)
    return _replies(passages) or speeches_of(passages, front)


def _replies(passages: Sequence[Passage]) -> tuple[Part, ...]:
    opening = [place for place in range(len(passages)) if _original(passages[place].text) is not None]
    # One that names nobody (a second language line within a reply) belongs to the reply it stands in.
    named = [(place, *start) for place in opening if (start := _start(passages, place))[1]]
    ends = [first for _, first, _ in named[1:]] + [len(passages)]
    found = []
    for (place, first, name), end in zip(named, ends, strict=False):
        last = _last(passages, place, end)
        spoken = _spoken(_original(passages[place].text) or "")
        found.append(Part(name, first + 1, last, submitters=(name,), language=spoken, date=_date(passages, place)))
    return tuple(found)


def _original(text: str) -> str | None:
    """The languages in `[Original: English]`, in any of the six; None for any other text."""
    found = _ORIGINAL.match(text)
    return found["languages"] if found else None


def _spoken(names: str) -> str:
    """ISO 639-1 codes of the languages named, joined by a slash."""
    listed = languages(names) or [code for stem, code in _INFLECTED.items() if stem in names]
    return "/".join(listed)


def _start(passages: Sequence[Passage], place: int) -> tuple[int, str]:
    """Where a reply begins, and whose it is: the heading above its language, else the short line before it."""
    heading = passages[place].heading
    before = passages[place - 1] if place else None
    if heading and (before is None or before.heading != heading):
        return place, heading[-1].strip(_STAR)
    if before is not None and len(before.text) <= _LONGEST_NAME and not before.text.endswith((".", ";", ":", "]")):
        return place - 1, before.text.strip(_STAR)
    return place, ""


def _last(passages: Sequence[Passage], place: int, end: int) -> int:
    """Where a reply ends: before the next one, or before a heading that stands above the name of its State."""
    above = passages[place].heading[:-1]
    return next((other for other in range(place, end) if passages[other].heading[: len(above)] != above), end)


def _date(passages: Sequence[Passage], place: int) -> str:
    """The date in brackets beside or below the language."""
    near = [passages[place].text, *(item.text for item in passages[place + 1 : place + 3] if len(item.text) < 60)]
    for text in near:
        for found in _BRACKETED.finditer(text):
            if date := parse_date(found["inside"]):
                return date
    return ""


def _decisions(passages: Sequence[Passage], front: FrontMatter) -> tuple[Part, ...]:
    """The decisions behind a journal: each from its title line to the next one or to the end, attachments included."""
    body = front.symbol.split(".", 1)[0]
    found = [
        (place, decision)
        for place, item in enumerate(passages)
        if (decision := _decision(passages, place)) and _is_title(item)
    ]
    ends = [place for place, _ in found[1:]] + [len(passages)]
    return tuple(
        Part(_title(passages, place, decision), place + 1, end, _symbol(body, decision["number"]), (), "", _day(front))
        for (place, decision), end in zip(found, ends, strict=False)
    )


def _decision(passages: Sequence[Passage], place: int) -> re.Match[str] | None:
    """`DECISION No. 1202` where it titles what follows: a line of its own, or a heading that begins here."""
    item = passages[place]
    if found := _DECISION.fullmatch(item.text):
        return found
    if item.heading and (not place or passages[place - 1].heading != item.heading):
        return _DECISION.fullmatch(item.heading[0])
    return None


def _is_title(item: Passage) -> bool:
    return not item.number and len(item.text) < 4 * _LONGEST_NAME


def _title(passages: Sequence[Passage], place: int, decision: re.Match[str]) -> str:
    """The words behind the number, else the heading under which the text of the decision stands."""
    words = decision["title"].strip(" :")
    below = next((item.heading for item in passages[place : place + 2] if item.heading), ())
    return words or (below[-1] if below else decision[0])


def _symbol(body: str, number: str) -> str:
    """The symbol of a decision of that body: `PC.DEC/1202`."""
    symbol = parse(f"{body}.DEC/{number}")
    return symbol.text if symbol else ""


def _day(front: FrontMatter) -> str:
    return front.date_on_text or front.date_adopted
