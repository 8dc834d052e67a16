"""Citations of documents and paragraphs, as text to copy: UN editorial style, OSCOLA, Bluebook. Pure functions.

They say what the store knows and nothing more; where a style asks for what it does not know (the Official Journal of
the European Union), a note says so. Records for reference managers are those of search.bibliography.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from corpus.store import StoredDocument, StoredPassage
from search.cite import bluebook, oscola, un
from search.cite.place import Place, place_of, steps
from search.cite.works import Work, work_of
from search.document_view import NoSuchPart, choose_paragraphs

__all__ = ["STYLES", "Citation", "citation", "citations", "cited_paragraphs", "quoted", "references", "sharing"]

# The name of each style, and its rules.
STYLES: MappingProxyType[str, tuple[str, Callable[[Work, Place], str]]] = MappingProxyType(
    {
        "un": ("UN editorial style", un.cite),
        "oscola": ("OSCOLA", oscola.cite),
        "bluebook": ("Bluebook", bluebook.cite),
    }
)
_ARTICLE = re.compile(r"art(?:icle|\.)?\s*(?P<number>\d{1,3}[a-z]?)(?P<rest>[\s(].*)?", re.IGNORECASE)
_JOURNAL = "{} also asks for the Official Journal (year, series, number, page), which verbale does not know: add it."


@dataclass(frozen=True, slots=True)
class Citation:
    """A citation in one style, with its full stop; `note` says what the style asks for and the store does not know."""

    style: str
    name: str
    text: str
    note: str = ""


def citation(
    document: StoredDocument, style: str, passage: StoredPassage | None = None, *, shared: bool = False
) -> Citation:
    """The citation of a document, or of one of its paragraphs, in one of STYLES.

    `shared` says that other paragraphs would be cited alike: then the page is told as well.
    """
    work = work_of(document)
    place = place_of(passage, recitals=work.kind == "act", within=bool(work.part)) if passage else Place()
    if passage and shared:
        place = replace(place, page=passage.page)
    name, cite = STYLES[style]
    text = cite(work, place) or document.key
    note = _JOURNAL.format(name) if work.kind == "act" and style != "un" else ""
    return Citation(style, name, text if text.endswith(".") else f"{text}.", note)


def citations(
    document: StoredDocument, passage: StoredPassage | None = None, *, shared: bool = False
) -> Sequence[Citation]:
    """The citation of a document, or of one of its paragraphs, in every style; `shared` as for `citation`."""
    return [citation(document, style, passage, shared=shared) for style in STYLES]


def quoted(passage: StoredPassage, cited: Citation) -> str:
    """A paragraph in quotation marks, followed by its citation: `“States keep a directory.” A/199/12, para. 24.`"""
    return f"“{passage.text.strip()}” {cited.text}"


def sharing(passages: Sequence[StoredPassage]) -> frozenset[int]:
    """The ids of those whose number, annex and article others of them have too: the replies of States in a report."""
    places = {passage.id: replace(place_of(passage), page=0) for passage in passages}
    counts = Counter(places.values())
    return frozenset(found for found, place in places.items() if place.kind and counts[place] > 1)


def references(passages: Sequence[StoredPassage]) -> Sequence[str]:
    """What `cited_paragraphs` finds exactly each of these by: its number, else its place in the text (`p-4`)."""
    counts = Counter(passage.number for passage in passages)
    return [
        f"p-{passage.place}"
        if not passage.number or counts[passage.number] > 1 or f"OP{passage.number}" in counts
        or passage.number.startswith("p-")
        else passage.number
        for passage in passages
    ]  # fmt: skip


def cited_paragraphs(
    document: StoredDocument, passages: Sequence[StoredPassage], wanted: str
) -> Sequence[StoredPassage]:
    """The paragraphs that a number (`24`, `24 (b)`, `PP3`, `art. 5 (1)`) or a place (`p-4`) names, none below them.

    They are more than one where annexes or articles number their paragraphs anew. Raises NoSuchPart with near numbers.
    """
    if wanted.startswith("p-"):
        exact = [passage for passage in passages if f"p-{passage.place}" == wanted]
        if not exact:
            raise NoSuchPart(f"{document.key} has no paragraph {wanted!r}; its page links those it has.")
        return exact
    # The third operative paragraph of a resolution has `3` before it in print, and so may one of its annexed text.
    if exact := [passage for passage in passages if passage.number in (wanted, f"OP{wanted}")]:
        return exact
    if article := _ARTICLE.fullmatch(wanted.strip()):
        return _of_article(document, passages, article["number"], "".join(steps(article["rest"] or "")))
    chosen = choose_paragraphs(document, passages, wanted)
    # What is as short as the first one found is no sub-paragraph of it.
    return [passage for passage in chosen if len(passage.number) == len(chosen[0].number)]


def _of_article(
    document: StoredDocument, passages: Sequence[StoredPassage], number: str, rest: str
) -> Sequence[StoredPassage]:
    places = [(passage, place_of(passage)) for passage in passages]
    article = [found for found in places if found[1].kind == "article" and found[1].number == number]
    chosen = [passage for passage, place in article if "".join(place.subs) == rest]
    if chosen:
        # The sentences of an article without numbered paragraphs are cited alike: the first stands for them.
        return chosen if rest else chosen[:1]
    numbers = ", ".join(dict.fromkeys(passage.number for passage, _ in article if passage.number))
    hint = f" Article {number} has the paragraphs {numbers}." if numbers else ""
    raise NoSuchPart(f"{document.key} has no article {number} {rest}".rstrip() + f".{hint}")
