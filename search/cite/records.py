"""A document, or places in it, cited in any style: as text, or as a record for reference managers."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from corpus.store import Store, StoredDocument, StoredPassage, StoredVersion
from search.answer import document_path, passage_path
from search.bibliography import BIBTEX_TYPE, CSL_TYPE, RIS_TYPE, bibtex, csl, ris
from search.cite import STYLES, Citation, citation, cited_paragraphs, sharing
from search.document_view import NoSuchPart
from search.web.labels import place_of

# The name of each kind of record, its media type, and how its files end.
RECORDS = MappingProxyType(
    {
        "ris": ("RIS", RIS_TYPE, "ris"),
        "bibtex": ("BibTeX", BIBTEX_TYPE, "bib"),
        "csl": ("CSL-JSON", CSL_TYPE, "json"),
    }
)


@dataclass(frozen=True, slots=True)
class Cited:
    """What is cited: a paragraph, or without one the whole document. `shared`: others would be cited alike."""

    passage: StoredPassage | None = None
    shared: bool = False


WHOLE = Cited()


def cited_places(
    store: Store, document: StoredDocument, version: StoredVersion | None, number: str | None
) -> Sequence[Cited]:
    """The paragraphs of that number in a version of a document; without a number WHOLE.

    Raises NoSuchPart where there is none.
    """
    if number is None:
        return (WHOLE,)
    if version is None:
        raise NoSuchPart(
            f"The text of {document.key} is not held, so paragraph {number!r} cannot be checked. `verbale update` or "
            "`verbale import FILE` brings the text; without a paragraph the document itself is cited."
        )
    passages = store.passages_of(document.id, version.id)
    shared = sharing(passages)
    return [Cited(found, found.id in shared) for found in cited_paragraphs(document, passages, number)]


def in_style(document: StoredDocument, style: str, cited: Cited = WHOLE, site: str = "") -> Citation:
    """A citation in one of STYLES or RECORDS. `site` is the address of the web form, for links in records."""
    if style in STYLES:
        return citation(document, style, cited.passage, shared=cited.shared)
    passage, link = cited.passage, ""
    if site:
        link = site + (passage_path(document, passage) if passage else document_path(document.key))
    where = place_of(passage.number, passage.page) if passage else ""
    if style == "csl":
        text = json.dumps([csl(document, link, where)], ensure_ascii=False, indent=2) + "\n"
    else:
        text = (ris if style == "ris" else bibtex)(document, link, where)
    return Citation(style, RECORDS[style][0], text)


def citing_json(document: StoredDocument, cited: Cited) -> dict[str, Any]:
    """What `verbale cite --json` prints of one place."""
    passage = cited.passage
    return {
        "id": document.key,
        "symbol": document.symbol,
        "number": passage.number if passage else "",
        "page": passage.page if passage else 0,
        "text": passage.text if passage else "",
        "url": passage_path(document, passage) if passage else document_path(document.key),
        "styles": {
            style: {"name": told.name, "text": told.text, "note": told.note}
            for style in (*STYLES, *RECORDS)
            for told in (in_style(document, style, cited),)
        },
    }
