"""The place in a document that a citation points at, and how a style writes it. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from corpus.store import StoredPassage

Kind = Literal["", "paragraph", "preambular", "footnote", "article", "recital"]

_ANNEX = re.compile(
    r"(?:annexe?|anexo|allegato|anhang|bijlage|bilaga|приложение|المرفق|附件|appendix|enclosure)"
    r"(?:\s+(?:no\.?\s*)?(?P<number>[IVXLC]{1,6}|[A-Z]|\d{1,2}))?(?![\w'’])",
    re.IGNORECASE,
)
_ARTICLE = re.compile(
    r"(?:article|art[ií]culo|artikel|articolo|artigo|статья|المادة)\s+\(?(?P<number>\d{1,3}[a-z]?)\b", re.IGNORECASE
)
_STEP = re.compile(r"\([^()]*\)|\S[^\s(]*")
_SERIES: tuple[tuple[str, Kind], ...] = (("PP", "preambular"), ("OP", "paragraph"), ("fn ", "footnote"))
_ONES = (
    " first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth"
    " sixteenth seventeenth eighteenth nineteenth"
).split(" ")
_TENS = "  twenty thirty forty fifty sixty seventy eighty ninety".split(" ")


@dataclass(frozen=True, slots=True)
class Place:
    """A paragraph as a citation names it: `24` with `subs` `(b)`, in an annex perhaps, of an article perhaps.

    `number` is that of the paragraph, preambular paragraph, footnote, recital or article; `subs` are what stands below
    it. `page` is told where the number alone does not say which paragraph it is, or where there is none. The empty
    place is the whole document.
    """

    kind: Kind = ""
    number: str = ""
    subs: tuple[str, ...] = ()
    annex: str = ""
    page: int = 0


@dataclass(frozen=True, slots=True)
class Words:
    """How a style writes places; `{}` stands for the number. `between` joins a number and its sub-paragraphs."""

    paragraph: str
    preambular: str
    footnote: str
    article: str
    recital: str
    page: str
    between: str


def place_of(passage: StoredPassage, *, recitals: bool = False, within: bool = False) -> Place:
    """The place of a stored paragraph.

    `recitals` says that `(43)` before the first article is a recital, as in EU acts; `within` that the text is one of
    several in a document, so that its page is told too.

    Annexes number their paragraphs anew, articles do too: both are read from the headings above the paragraph.
    """
    annex = next((found for heading in passage.heading if (found := _ANNEX.match(heading))), None)
    named = f"annex {annex['number'] or ''}".strip() if annex else ""
    article = next((found["number"] for heading in passage.heading if (found := _ARTICLE.match(heading))), "")
    for prefix, kind in _SERIES:
        if passage.number.startswith(prefix):
            number, *subs = steps(passage.number[len(prefix) :])
            return Place(kind, number, tuple(subs), named)
    parts = steps(passage.number)
    if article:
        return Place("article", article, tuple(_bracketed(part) for part in parts), named)
    if not parts:
        return Place(annex=named, page=passage.page)
    if recitals and not annex and re.fullmatch(r"\(\d+\)", parts[0]):
        return Place("recital", parts[0].strip("()"), tuple(parts[1:]))
    # A lone "(a)" or a number that came before is many paragraphs' number.
    unclear = within or parts[0].startswith("(") or (passage.repeated and not annex)
    return Place("paragraph", parts[0], tuple(parts[1:]), named, passage.page if unclear else 0)


def steps(number: str) -> Sequence[str]:
    """A printed number by its levels: `24 (b) (iii)` is `24`, `(b)`, `(iii)`."""
    return _STEP.findall(number)


def _bracketed(part: str) -> str:
    return part if part.startswith("(") else f"({part})"


def written(place: Place, words: Words) -> str:
    """A place in the words of a style, or an empty string for the whole document."""
    told = [place.annex] if place.annex else []
    if place.kind:
        number = words.between.join((place.number, *place.subs))
        if place.kind == "preambular":
            number = words.between.join((_preambular(place.number, words), *place.subs))
        told.append(number if place.kind == "preambular" else getattr(words, place.kind).format(number))
    if place.page:
        told.append(words.page.format(place.page))
    return ", ".join(told)


def _preambular(number: str, words: Words) -> str:
    return words.preambular.format(number, ordinal=ordinal(int(number)) if number.isdecimal() else number)


def ordinal(number: int) -> str:
    """`ninth`, `twenty-first`; beyond ninety-nine, `100th`."""
    if not 0 < number < 100:
        return f"{number}th"
    if number < 20:
        return _ONES[number]
    tens, ones = divmod(number, 10)
    return f"{_TENS[tens]}-{_ONES[ones]}" if ones else f"{_TENS[tens].removesuffix('y')}ieth"
