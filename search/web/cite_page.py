"""The page that cites: a document or one paragraph in every style, ready to copy, and its records to download."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Response, abort, make_response, render_template, request

from corpus.errors import UnknownDocument
from corpus.store import StoredDocument, StoredPassage, StoredVersion
from search.answer import document_path, passage_path
from search.cite import STYLES, Citation, citations, quoted
from search.cite.records import RECORDS, WHOLE, Cited, cited_places, in_style
from search.library import Library
from search.web.addresses import form_address
from search.web.document_page import LONGEST_KEY, chosen_version, cite_link, cite_path, elsewhere, original_at
from search.web.labels import direction, file_name

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as BaseResponse

# Paragraphs of one number that a page shows; articles can number their paragraphs anew a hundred times.
MOST_PLACES = 20


@dataclass(frozen=True, slots=True)
class Place:
    """A cited paragraph, or the whole document, as the page shows it. `quotation` is empty for a document."""

    passage: StoredPassage | None
    quotation: str
    direction: str
    language: str
    url: str
    styles: tuple[Citation, ...]


def cite_page(library: Library, key: str) -> BaseResponse:
    """The answer to a request for `/cite/<key>`: a page, or with `?style=` that citation alone, as text or file.

    `?para=` chooses a paragraph by number or place, `?lang=` or `?version=` the text that it is looked up in. Raises
    UnknownDocument, NoSuchPart.
    """
    if len(key) > LONGEST_KEY:
        raise UnknownDocument(f"{key[:80]}…")
    document = library.store.document(key)
    if document.key != key:
        return elsewhere(cite_path(document.key))
    number = request.args.get("para", "").strip()[:LONGEST_KEY]
    version = chosen_version(document, library.store.versions(document.id))
    places = cited_places(library.store, document, version, number or None)
    style = request.args.get("style")
    if style is not None:
        return _alone(document, style, places)
    page = render_template(
        "cite.html",
        document=document,
        places=[_shown(document, version, place) for place in places[:MOST_PLACES]],
        left_out=max(0, len(places) - MOST_PLACES),
        records=RECORDS,
        view=original_at(version),
        number=number,
        cite_link=lambda **chosen: cite_link(document.key, version, **chosen),
    )
    return make_response(page)


def _shown(document: StoredDocument, version: StoredVersion | None, cited: Cited) -> Place:
    passage = cited.passage
    styles = tuple(citations(document, passage, shared=cited.shared))
    if passage is None:
        return Place(None, "", "ltr", "en", document_path(document.key), styles)
    language = passage.language or passage.version_language
    url = passage_path(document, passage)
    if version and not version.current:
        url = f"{document_path(document.key)}?version={version.id}#{passage.anchor}"
    return Place(passage, quoted(passage, styles[0]), direction(language, passage.text), language, url, styles)


def _alone(document: StoredDocument, style: str, places: Sequence[Cited]) -> Response:
    """One style alone: text for the styles of print, a file for reference managers."""
    if style not in (*STYLES, *RECORDS):
        abort(404, f"There is no style {style[:40]!r}; there are {', '.join((*STYLES, *RECORDS))}.")
    if style in STYLES:
        lines = dict.fromkeys(in_style(document, style, place).text for place in places)
        return Response("".join(f"{line}\n" for line in lines), mimetype="text/plain")
    _, media_type, ending = RECORDS[style]
    # A reference manager keeps documents, and of several paragraphs none is its own.
    record = in_style(document, style, places[0] if len(places) == 1 else WHOLE, form_address())
    answer = Response(record.text, content_type=f"{media_type}; charset=utf-8")
    name = file_name(document.key, "", "").removesuffix("bin") + ending
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
