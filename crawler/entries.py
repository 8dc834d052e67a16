"""Reading an entry of a list of documents, in whatever markup: its title, date, label and submitter. Pure.

An entry is found from its link to a file outwards; its words are then told apart by what they look like.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.document_types import type_of
from crawler.languages import language_of_file, language_of_link
from crawler.links import Link
from crawler.markup import DOCUMENT_FILE, first_date, words

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

_HEADING = re.compile(r"^h[1-6]$")
# Words of a link that say what it does, not what it leads to.
_BARE_LINK = re.compile(r"(?:download|open|view|pdf|docx?|file|read more)\b.{0,15}", re.IGNORECASE)


_INSTITUTION = re.compile(
    r"\b(institut\w*|universit\w*|cent(?:re|er)|foundation|association|department|ministry|council|forum|network|ltd|inc|gmbh)\b",
    re.IGNORECASE,
)
# What stands behind the comma of one State's own name: `Korea, Republic of`.
_INVERTED = re.compile(r"(?:.*\b)?(?:Republic|Kingdom|States?|Federation) of(?: the)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Entry:
    """What an entry says of its document; empty strings mean "not said"."""

    title: str
    date: str
    label: str
    submitter: str
    language: str


def entry_of(link: Link, anchor: Tag, tree: BeautifulSoup) -> Entry:
    """The entry of a list that a link to a file, found at `anchor`, is in."""
    block = _entry_around(anchor, tree)
    language = language_of_link(link.text)
    bare = not link.text or language or _BARE_LINK.fullmatch(link.text)
    title = (words(block.find(_HEADING)) if bare else "") or link.text
    cells = list(dict.fromkeys(" ".join(cell.split()) for cell in block.stripped_strings))
    cells = [cell for cell in cells if cell not in (title, link.text) and not language_of_link(cell)]
    date = first_date(cell for cell in cells if len(cell) < 40)
    others = [cell for cell in cells if len(cell) < 120 and not first_date([cell])]
    label = next((cell for cell in others if type_of("", "", cell)), "")
    submitter = next((cell for cell in others if cell != label), "")
    return Entry(title, date, label, submitter, language or language_of_file(link.url))


def _entry_around(anchor: Tag, tree: BeautifulSoup) -> Tag:
    """The `<article>` around a link if that is one entry, else the largest block of one document."""
    article = anchor.find_parent("article")
    if article is not None and _is_one_entry(article):
        return article
    block = anchor
    for parent in anchor.parents:
        if parent is tree or parent.name in ("main", "body", "html") or not _is_one_entry(parent):
            break
        block = parent
    return block


def _is_one_entry(block: Tag) -> bool:
    """Whether the links to files in a block are one document's: one with a title, and one for each language."""
    from bs4 import Tag

    seen: dict[str, str] = {}
    headings = 0
    # Stops at the second document, so that a long list is not read through for each of its entries.
    for node in block.descendants:
        if not isinstance(node, Tag):
            continue
        headings += _HEADING.fullmatch(node.name) is not None
        href = str(node.get("href") or "") if node.name == "a" else ""
        if not DOCUMENT_FILE.search(href):
            continue
        again = seen.setdefault(language_of_link(words(node)), href) != href
        if again or (headings > 1 and len(seen) > 1):
            return False
    return True


def submitters_of(cell: str) -> tuple[str, ...]:
    """The names in a cell that may hold one submitter or many.

    A comma divides the names of States, but it also stands in an institution's address and in `Korea, Republic of`.
    """
    if _INSTITUTION.search(cell):
        return (cell,)
    names: list[str] = []
    for name in re.split(r"\s*[;,]\s+(?:and\s+)?", cell):
        if names and _INVERTED.fullmatch(name):
            names[-1] += f", {name}"
        elif name:
            names.append(name)
    return tuple(names)
