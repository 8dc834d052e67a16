"""Citations in the form of the Bluebook, rule 21: `G.A. Res. 75/240, ¶ 3, U.N. Doc. A/RES/75/240 (Dec. 31, 2020)`.

The forms are those of https://libguides.graduateinstitute.ch/legal_citation/bluebook/UN , months those of table T12.
Nothing is in small capitals or italics: the text is to be copied.
"""

from __future__ import annotations

from search.bibliography import date_parts
from search.cite.oscola import author
from search.cite.place import Place, Words, written
from search.cite.works import ORGANISATIONS, ORGANS, OSCE_BODIES, Work

WORDS = Words(
    paragraph="¶ {}", preambular="pmbl. ¶ {}", footnote="n.{}", article="art. {}", recital="recital {}", page="at {}",
    between="",
)  # fmt: skip
_MONTHS = "Jan. Feb. Mar. Apr. May June July Aug. Sept. Oct. Nov. Dec.".split()


def cite(work: Work, place: Place) -> str:
    """The citation of a place in a work, without the full stop at its end."""
    day, where = short_date(work.date), written(place, WORDS)
    if work.kind == "treaty":
        series = f"{'.'.join(work.body)}. No. {work.number}"
        return ", ".join(part for part in (work.title, where, day, series) if part)
    parts = (*_named(work), where, _symbol(work))
    return " ".join(filter(None, (", ".join(part for part in parts if part), f"({day})" if day else "")))


def _named(work: Work) -> tuple[str, ...]:
    if work.kind == "resolution":
        act = "Res." if work.act == "resolution" else "Dec."
        number = work.number.partition(" (")[0] if work.body == "S" and work.date else work.number
        return (f"{ORGANS[work.body][2]} {act} {number}",)
    if work.kind == "osce":
        return (f"OSCE {OSCE_BODIES.get(work.body, work.body)} Dec. No. {work.number}", work.title)
    if work.kind == "act":
        return (work.act,)
    who = author(work) or ("" if work.kind == "un" else ORGANISATIONS.get(work.source, ("", ""))[1])
    return (who, work.title)


def _symbol(work: Work) -> str:
    if work.kind in ("resolution", "un"):
        return f"U.N. Doc. {work.symbol}"
    return "" if work.kind == "act" else work.symbol


def short_date(date: str) -> str:
    """`2020-12-31` as `Dec. 31, 2020`, `2018-09` as `Sept. 2018`; anything that is no date as it is."""
    year, month, day = date_parts(date)
    if not year:
        return date
    named = f"{_MONTHS[int(month) - 1]} " if month else ""
    return f"{named}{int(day)}, {year}" if day else f"{named}{year}"
