"""Citations as the United Nations prints them in footnotes.

The forms are those of the Editorial Manual, "Footnotes and other references", III. United Nations sources:
https://www.un.org/dgacm/en/content/editorial-manual/footnotes/chap-03 . A document is cited by its symbol, a
resolution by its organ and number; neither by its title.
"""

from __future__ import annotations

from search.cite.place import Place, Words, written
from search.cite.works import ORGANISATIONS, ORGANS, OSCE_BODIES, Work

WORDS = Words(
    paragraph="para. {}", preambular="{ordinal} preambular para.", footnote="footnote {}", article="art. {}",
    recital="recital ({})", page="p. {}", between=" ",
)  # fmt: skip
_SERIES = {"ETS": "European Treaty Series", "CETS": "Council of Europe Treaty Series"}


def cite(work: Work, place: Place) -> str:
    """The citation of a place in a work, without the full stop at its end."""
    return ", ".join(part for part in (*_named(work), written(place, WORDS)) if part)


def _named(work: Work) -> tuple[str, ...]:
    if work.kind == "resolution":
        return (f"{ORGANS[work.body][0]} {work.act} {work.number}",)
    if work.kind == "un":
        return (f"{work.symbol} ({work.part})" if work.part else work.symbol,)
    organisation = ORGANISATIONS.get(work.source, ("",))[0]
    if work.kind == "osce":
        body = OSCE_BODIES.get(work.body, work.body)
        return (organisation, body, f"Decision No. {work.number}", f"document {work.symbol}", work.day)
    if work.kind == "act":
        return (organisation, dated(work))
    if work.kind == "treaty":
        return (organisation, work.title, _SERIES[work.body], f"No. {work.number}")
    title = f"“{work.title}”" if work.title else ""
    return (" and ".join(work.authors[:2]) if 0 < len(work.authors) < 3 else organisation, title, work.symbol, work.day)


def dated(work: Work) -> str:
    """An EU act with its date and title: `Council Regulation (EU) 2019/796 of 17 May 2019 concerning ...`."""
    day = f" of {work.day}" if work.day and f"of {work.day}".casefold() not in work.title.casefold() else ""
    return f"{work.act}{day} {work.title}".strip()
