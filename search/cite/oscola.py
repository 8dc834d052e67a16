"""Citations in the form of OSCOLA, the Oxford University Standard for the Citation of Legal Authorities.

The forms are those of its fourth edition and of "Citing International Law Sources" (2006):
https://libguides.graduateinstitute.ch/legal_citation/oscola/UN . Nothing is in italics: the text is to be copied.
"""

from __future__ import annotations

from search.cite.place import Place, Words, written
from search.cite.un import dated
from search.cite.works import ORGANISATIONS, ORGANS, OSCE_BODIES, Work

WORDS = Words(
    paragraph="para {}", preambular="preambular para {}", footnote="fn {}", article="art {}", recital="recital {}",
    page="p {}", between="",
)  # fmt: skip
_COMMITTEE = "A/C."


def cite(work: Work, place: Place) -> str:
    """The citation of a place in a work, without the full stop at its end."""
    return ", ".join(part for part in (_named(work), written(place, WORDS)) if part)


def _named(work: Work) -> str:
    day = f"({work.day})" if work.day else ""
    title = f"‘{work.title}’" if work.title else ""
    if work.kind == "resolution":
        act = "Res" if work.act == "resolution" else "Dec"
        # The year that belongs to the number of a Security Council resolution is that of its date.
        number = work.number.partition(" (")[0] if work.body == "S" and day else work.number
        return _joined(ORGANS[work.body][1], act, number, day, f"UN Doc {work.symbol}")
    if work.kind == "un":
        return _joined(author(work) or organ(work.symbol), title, day, f"UN Doc {work.symbol}")
    if work.kind == "osce":
        body = f"OSCE {OSCE_BODIES.get(work.body, work.body)}"
        return f"{body}, {_joined(f'Decision No {work.number}', title, day, work.symbol)}"
    if work.kind == "act":
        return dated(work)
    if work.kind == "treaty":
        return _joined(work.title, day, f"{work.body} No {work.number}")
    who = author(work) or ORGANISATIONS.get(work.source, ("", ""))[1]
    named = _joined(title, day, work.symbol)
    return f"{who}, {named}" if who and named else who or named


def author(work: Work) -> str:
    """The States or bodies that a work is from, where they are one or two; of more it is the organ's document."""
    return " and ".join(work.authors) if len(work.authors) < 3 else ""


def organ(symbol: str) -> str:
    """The organ whose document it is: `UNGA`, `UNGA First Committee`, else `UN`."""
    if symbol.startswith(_COMMITTEE):
        number = symbol.removeprefix(_COMMITTEE)[:1]
        words = {"1": "First", "2": "Second", "3": "Third", "4": "Fourth", "5": "Fifth", "6": "Sixth"}
        return f"UNGA {words[number]} Committee" if number in words else "UNGA"
    body = "A/HRC" if symbol.startswith("A/HRC/") else symbol.partition("/")[0]
    return ORGANS[body][1] if body in ORGANS else "UN"


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)
