"""Who submitted a document: the sponsors of a draft, the speaker of a statement."""

from __future__ import annotations

import re

from corpus.extract.front.page import without_stars

_WITH_AND = (
    "Bosnia and Herzegovina", "Trinidad and Tobago", "Antigua and Barbuda", "Saint Kitts and Nevis",
    "Saint Vincent and the Grenadines", "Sao Tome and Principe",
    "United Kingdom of Great Britain and Northern Ireland",
)  # fmt: skip
_DRAFT = re.compile(
    r"(?P<names>.+?)\s*[:：]\s*(?P<kind>(?:revised |second revised )?draft (?:resolution|decision)|amendments? .*"
    r"|working paper"
    r"|projet de (?:résolution|décision)(?: révisé)?|proyecto de (?:resolución|decisión)(?: revisado)?"
    r"|(?:пересмотренный )?проект (?:резолюции|решения)|مشروع (?:قرار|مقرر)(?: منقح)?|(?:订正)?(?:决议|决定)草案)",
    re.IGNORECASE,
)
_SUBMITTED_BY = re.compile(
    r"(?:(?:revised )?draft (?:resolution|decision)|working paper|non-paper|proposal|document) (?:submitted"
    r"|presented|prepared)"
    r" by (?:the )?(?P<names>.+?)(?:,? on the basis of .*)?",
    re.IGNORECASE,
)
_SPOKEN = re.compile(
    r"(?i:(?:national |joint |general |explanation of \w+ )?(?:statement|intervention|remarks|contribution"
    r"|comments|inputs?))"
    r" (?:by|of|from) (?:the )?(?P<names>[A-ZÀ-Ž][^,;:]{2,60}?)(?:\s+(?:at|on|to|in|under|during)\s.*)?",
)


def sponsors(text: str) -> tuple[str, ...]:
    """The sponsors of a draft, from the line that lists them; empty if it is no such line."""
    found = _DRAFT.fullmatch(without_stars(text).replace(",*", ","))
    return _names(found["names"]) if found else ()


def submitted_by(text: str) -> tuple[str, ...]:
    """Who submitted a paper, from `Draft resolution submitted by ...`; empty if it is no such line."""
    found = _SUBMITTED_BY.fullmatch(without_stars(text))
    return (found["names"].strip(),) if found else ()


def speaker(title: str) -> tuple[str, ...]:
    """The State that a statement is by, from its title; empty for persons and for other titles."""
    found = _SPOKEN.fullmatch(title)
    if not found or re.search(r"\b(?:H\.E\.|Mr|Ms|Mrs|Ambassador|Dr|Minister|Chair)\b", found["names"]):
        return ()
    return (found["names"].strip(),)


def _names(text: str) -> tuple[str, ...]:
    for place, name in enumerate(_WITH_AND):
        text = text.replace(name, f"\x00{place}\x00")
    names = re.split(r",\s*(?:and\s+)?(?![^()]*\))|\s+(?:and|et|y|и)\s+(?![^()]*\))|、|和", text)
    restored = (re.sub(r"\x00(\d)\x00", lambda found: _WITH_AND[int(found[1])], name) for name in names)
    return tuple(name for item in restored if (name := item.strip(" *")))
