"""Whose text it is, where neither a masthead nor a line of sponsors says so: letterheads, headings, opening words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from corpus.document import FrontMatter
from corpus.extract.blocks import Kind
from corpus.extract.front.page import FirstPage, Part
from corpus.states import canonical, named
from corpus.states.wordings import Said, from_footnote, from_opening, from_title

# How far the head of a paper, the opening of a speech and the footnotes of a draft's first page reach.
_HEAD, _OPENING, _FOOT = 30, 8, 120
_LONGEST_LINE = 160
_LETTERHEAD = re.compile(
    r"permanent (?:observer )?mission|permanent representation|permanent delegation|mission permanente"
    r"|misi[oó]n permanente|постоянное представительство|البعثة الدائمة",
    re.IGNORECASE,
)
# A State's name alone on a line says whose paper it is only over a paper that a State writes.
_OWN_PAPER = re.compile(
    r"national report|presented by the state under review|advance questions|\bstatement\b|intervention|position paper"
    r"|national (?:contribution|position|strategy|policy)|strategy|polic(?:y|ies)\b|doctrine|\bviews\b|explanation of",
    re.IGNORECASE,
)
_OTHERS_PAPER = re.compile(
    r"compilation|summary (?:of|prepared)|secretary-general|secretariat|list of participants|prepared by the office"
    r"|report of the (?:group|committee|commission|open-ended|united nations|office)|directive|regulation"
    r"|resolution adopted",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Spoken:
    """Who was found, and the line that says so."""

    said: Said
    line: Part | None


def with_speakers(page: FirstPage, matter: FrontMatter) -> tuple[FrontMatter, Part | None]:
    """The front matter with whoever else it is by, and the line that says so.

    To the sponsors of a draft comes the group for which one of them submits it; an adopted text is by nobody.
    """
    if matter.submitters:
        return _with_groups(page, matter)
    if matter.date_adopted or "/RES/" in matter.symbol or "/DEC" in matter.symbol:
        return matter, None
    found = next(_spoken(page, matter), None)
    if found is None:
        return matter, None
    said = found.said
    confidence = "" if said.confidence == "stated" else said.confidence
    return replace(matter, submitters=said.submitters, joint=said.joint, confidence=confidence), found.line


def _with_groups(page: FirstPage, matter: FrontMatter) -> tuple[FrontMatter, Part | None]:
    """Sponsors and the groups of the footnotes; a statement's own list of those it speaks for."""
    known = {canonical(name) for name in matter.submitters}
    for place, block in enumerate(page.reading.blocks[:_FOOT]):
        is_note = block.text.startswith("*") or block.kind is Kind.NOTE
        if is_note and (more := [name for name in from_footnote(block.text) if name not in known]):
            return replace(matter, submitters=(*matter.submitters, *more)), Part(block.text, place)
    spoken = next(_opening(page), None)
    if spoken is None:
        return matter, None
    joint = (*spoken.said.submitters, *spoken.said.joint)
    return replace(matter, joint=tuple(name for name in joint if name not in known)), spoken.line


def _spoken(page: FirstPage, matter: FrontMatter) -> Iterator[Spoken]:
    """Everything that says whose the text is, the surest first."""
    lines = list(_lines(page))
    if (said := from_title(matter.title)) is not None:
        yield Spoken(said, _line_of(matter.title, lines))
    for line in lines:
        if len(line.text) < 2 * _LONGEST_LINE and (said := from_title(line.text)) and said.confidence == "stated":
            yield Spoken(said, line)
    for line in lines:
        if _LETTERHEAD.search(line.text) and (known := named(line.text)):
            yield Spoken(Said((known.name,), confidence="likely"), line)
    yield from _opening(page)
    yield from _headed(lines, matter.title)


def _opening(page: FirstPage) -> Iterator[Spoken]:
    """What the first sentences of a speech say of whom it is for."""
    start = len(page.blocks)
    for place, block in enumerate(page.reading.blocks[: start + _OPENING]):
        if len(block.text) > 40 and (said := from_opening(block.text)):
            yield Spoken(said, Part(block.text, place))


def _headed(lines: list[Part], title: str) -> Iterator[Spoken]:
    """A State's name alone on a line, over a paper of the kind that States write."""
    head = " ".join((title, *(line.text for line in lines)))
    if not _OWN_PAPER.search(head) or _OTHERS_PAPER.search(head):
        return
    for line in lines:
        if (known := named(line.text.strip(" *†‡"))) and known.kind == "state":
            yield Spoken(Said((known.name,), confidence="likely"), line)
    for line in lines:
        if (said := from_title(line.text)) and len(line.text) < _LONGEST_LINE:
            yield Spoken(said, line)


def _lines(page: FirstPage) -> Iterator[Part]:
    """The lines of the head; of a page without one, the short lines above its text."""
    # Cells of a table tell of many documents.
    yield from (part for part in page.parts[:_HEAD] if page.blocks[part.block].kind is not Kind.ROW)
    start = len(page.blocks)
    for place, block in enumerate(page.reading.blocks[start : start + _OPENING], start):
        if len(block.text) < _LONGEST_LINE and block.kind is not Kind.ROW:
            yield from (Part(line, place) for line in (block.lines or (block.text,)))


def _line_of(title: str, lines: list[Part]) -> Part | None:
    return next((line for line in lines if line.text and line.text in title), lines[0] if lines else None)
