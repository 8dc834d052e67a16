"""Facts about a document from several places, and which of them to believe. Pure functions.

A person who wrote a manifest knows best; then the site's own listing; then the catalogue rows that are certain; then
what the first page says; then a library's entry; then the uncertain catalogue rows; then the first page of a version
in another language than English; a file name comes last.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from corpus.document import FrontMatter, Posting
from corpus.states import wordings
from corpus.symbols import from_file_name

ORIGINS = ("manifest", "listing", "catalogue-high", "text", "library", "catalogue", "translation", "file-name")
# All language versions share one symbol; the document is named as its English version names it.
MAIN_LANGUAGE = "en"
CONFIDENCE = "submitters_confidence"
DATE_KINDS = ("date_adopted", "date_on_text", "date_issued")
SEPARATOR = "; "


@dataclass(frozen=True, slots=True)
class Fact:
    """One value of one field, and where it was read: one of ORIGINS, and the place in the text if it was there."""

    name: str
    value: str
    origin: str
    read_at: str = ""


def posting_facts(posting: Posting, origin: str) -> list[Fact]:
    """What a posting says, field by field."""
    said = {
        "symbol": posting.symbol,
        "title": posting.title,
        "date": posting.date,
        "source": posting.source,
        "process": posting.process,
        "session": posting.session,
        "type": posting.type,
        "type_label": posting.type_label,
        # Where a user's copy lay on a disk is no address to cite; it is kept as an alias.
        "url": "" if posting.url.startswith("file:") else posting.url,
        **_named(posting),
        "agenda_item": posting.agenda_item,
        "vote": posting.vote,
        "adopted_as": posting.adopted_as,
    }
    return [Fact(name, value, origin) for name, value in said.items() if value]


def _named(posting: Posting) -> dict[str, str]:
    """Whom a posting names: as submitters, else in its title."""
    said = None if posting.submitters else wordings.from_title(posting.title)
    names = said.submitters if said else posting.submitters
    sure = said.confidence if said and said.confidence != "stated" else ""
    return {"submitters": SEPARATOR.join(names), CONFIDENCE: sure}


def file_facts(url: str) -> list[Fact]:
    """What the name of a file says: a symbol, or whose text it may be."""
    name = url.rsplit("/", 1)[-1]
    symbol = from_file_name(name)
    if symbol:
        return [Fact("symbol", symbol.text, "file-name")]
    said = wordings.from_file_name(name)
    if said is None:
        return []
    return [Fact("submitters", SEPARATOR.join(said.submitters), "file-name", f"the file name {name}")]


def text_facts(front: FrontMatter, language: str) -> list[Fact]:
    """What the first page of a version in that language says, field by field."""
    said = {
        "symbol": front.symbol,
        "title": front.title,
        "date_adopted": front.date_adopted,
        "date_issued": front.date_issued,
        "date_on_text": front.date_on_text,
        "session": front.session,
        "agenda_item": front.agenda_item,
        "original_language": front.original_language,
        "submitters": SEPARATOR.join(front.submitters),
        "joint": SEPARATOR.join(front.joint),
        CONFIDENCE: front.confidence,
    }
    origin = "text" if language in (MAIN_LANGUAGE, "") else "translation"
    places = dict(front.read_at)
    return [Fact(name, value, origin, places.get(name, "")) for name, value in said.items() if value]


def believed(facts: Iterable[Fact]) -> dict[str, Fact]:
    """The fact to believe for each field."""
    ranked = sorted(facts, key=lambda fact: ORIGINS.index(fact.origin), reverse=True)
    return {fact.name: fact for fact in ranked}


def best(facts: Iterable[Fact]) -> dict[str, str]:
    """The value to believe for each field, and `date` with `date_kind`."""
    trusted = believed(facts)
    chosen = {name: fact.value for name, fact in trusted.items()}
    origins = {name: fact.origin for name, fact in trusted.items()}
    date, kind = _date(chosen, origins)
    return chosen | {"date": date, "date_kind": kind}


def _date(chosen: Mapping[str, str], origins: Mapping[str, str]) -> tuple[str, str]:
    """The date that people cite, and which it is: adopted, on the text, issued, or as posted by the source.

    Distribution comes days to months after adoption (sources.md 2.6, "date traps"), so it is the last resort of the
    printed dates. A listing's date is mostly the day of upload, so a printed one is preferred to it.
    """
    if origins.get("date") in ("manifest", "catalogue-high"):
        return chosen["date"], "date"
    for kind in DATE_KINDS:
        if chosen.get(kind):
            return chosen[kind], kind
    return chosen.get("date", ""), "date" if chosen.get("date") else ""
