"""Who speaks where in a record of a meeting or a collection of statements, as documents within the document. Pure.

The UN's verbatim records open a speech with `Mr. Surname (State): ...`, its summary records with `Mr. Surname (State)
said that ...` or `The representative of State said ...`; collections put the State alone on a line or in a heading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.document import FrontMatter, Part, Passage
from corpus.states import Party, named
from corpus.states.wordings import from_opening, listed

_SPEAKER = re.compile(
    r"(?:mr|ms|mrs|miss|dr|sir|archbishop|monsignor|h\.e|his excellency|her excellency|m|mme|mlle|sr|sra|г-н|г-жа)\.?"
    r"\s[^():;]{2,80}?\((?P<state>[^()]+(?:\([^()]*\))?)\)"
    r"(?:\s*\([^()]{4,60}\)\s*)?(?:,[^:]{2,80}?)?\s*(?::|said\b|welcomed\b|thanked\b|expressed\b|introduc\w+|speaking\b)"
    r"|the representative of (?:the )?(?P<other>[^,.:;]{3,60}?) (?:said|stated|speaking|made)\b",
    re.IGNORECASE,
)
_CHAIR = re.compile(
    r"(?:the (?:acting |temporary |vice-)?(?:chair(?:man|person|woman)?|president|secretary)|le président|el presidente"
    r"|председатель)\b[^:]{0,60}(?::|said\b)|the meeting (?:was (?:called|suspended|resumed)|rose)",
    re.IGNORECASE,
)
_COLLECTION = re.compile(
    r"\brepl(?:y|ies)\b|\bviews\b|statements?\b|submissions?\b|\bcomments\b|contributions?\b|explanations? of"
    r"|advance questions|summary record|verbatim record|compendium",
    re.IGNORECASE,
)
_NO_COLLECTION = re.compile(r"participants|delegations|stakeholders|compilation prepared by the office", re.IGNORECASE)
_ON_BEHALF = re.compile(r"\bspeaking (?:also )?on behalf of (?P<rest>.+)", re.IGNORECASE | re.DOTALL)
# How far behind the speaker's name it is said for whom he speaks, and how far his first sentences reach.
_HEAD, _OPENING = 300, 700
# So many characters make a speech; less is a name in a list.
_SPEECH = 150
_LONGEST_NAME = 90


@dataclass(frozen=True, slots=True)
class _Start:
    """Where someone begins to speak; `name` is empty where it is no State or group."""

    place: int
    name: str
    confidence: str = ""


def speeches_of(passages: Sequence[Passage], front: FrontMatter) -> tuple[Part, ...]:
    """The speeches of a record or a collection, in running order; empty where fewer than two States speak."""
    if "/RES/" in front.symbol or any(item.number.startswith("OP") for item in passages):
        return ()
    first = passages[0].heading if passages else ()
    head = " ".join((front.title, *first, *(item.text[:200] for item in passages[:4])))
    headed = bool(_COLLECTION.search(head)) and not _NO_COLLECTION.search(head)
    starts = list(_starts(passages, headed=headed))
    if not starts:
        return ()
    ends = [start.place for start in starts[1:]] + [len(passages)]
    found = tuple(
        Part(
            start.name,
            start.place + 1,
            end,
            submitters=(start.name, *_spoken_for(passages[start.place], start.name)),
            confidence=start.confidence,
        )
        for start, end in zip(starts, ends, strict=True)
        if start.name and sum(len(item.text) for item in passages[start.place : end]) >= _SPEECH
    )
    return found if len({part.title for part in found}) > 1 else ()


def _spoken_for(opening: Passage, name: str) -> tuple[str, ...]:
    """Those for whom a speaker says that it speaks: `speaking on behalf of the African Group, said that ...`.

    `I have the honour to speak on behalf of ...` says it in a verbatim record. Members that are listed are not taken.
    """
    said = _ON_BEHALF.search(opening.text[:_HEAD])
    first = from_opening(opening.text[:_OPENING]) if said is None else None
    names = listed(said["rest"]) if said else (first.submitters or first.joint) if first else ()
    return tuple(one for one in names if one != name)


def _starts(passages: Sequence[Passage], *, headed: bool) -> Iterator[_Start]:
    """Every place where the word passes on, also to someone who speaks for no State."""
    # Who speaks, and the State in the heading: what stands under no such heading any more is nobody's speech.
    speaking, above = "", ""
    for place, item in enumerate(passages):
        if spoken := _SPEAKER.match(item.text):
            known = named(spoken["state"] or spoken["other"])
            speaking = known.name if known else ""
            yield _Start(place, speaking)
        elif _CHAIR.match(item.text):
            speaking = ""
            yield _Start(place, "")
        elif headed:
            over = _named_above(item)
            now = over or _alone(passages, place) or ("" if above else speaking)
            if now != speaking:
                yield _Start(place, now, "likely")
            speaking, above = now, over


def _named_above(item: Passage) -> str:
    """The State or group in the innermost heading that is nothing but its name."""
    return next((known.name for text in reversed(item.heading) if (known := _only(text))), "")


def _alone(passages: Sequence[Passage], place: int) -> str:
    """The State or group that is alone on a line over running text."""
    known = _only(passages[place].text) if place + 1 < len(passages) else None
    return known.name if known and len(passages[place + 1].text) > _LONGEST_NAME else ""


def _only(text: str) -> Party | None:
    return named(text.strip(" *†‡:.")) if len(text) <= _LONGEST_NAME else None
