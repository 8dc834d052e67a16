"""The document page: what is known, and the text by paragraph."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from flask import Response, redirect, render_template, request, url_for

from corpus.errors import EngineAway, QueryError, TooCostly, UnknownDocument
from corpus.store import StoredDocument, StoredPassage, StoredVersion
from index.query import TextLeaf
from search.answer import document_path
from search.cite import citations
from search.cite.records import RECORDS
from search.document_view import KnownDocument, NoSuchPart, choose_version, known_document, place_read
from search.library import Library, worth_showing
from search.parse import ParsedQuery
from search.web.addresses import form_address
from search.web.asked import LONGEST_QUERY, back
from search.web.beside import doubtful, pairs, unlike_numbers
from search.web.document_meta import meta_tags, signposts
from search.web.originals import PDF
from search.web.reading import Row, contents, found_in, hops, rows

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as BaseResponse

LONGEST_KEY = 300
# Paragraphs listed above the text as places to go to.
MOST_FOUND = 40
# More paragraphs than any document has.
_ALL = 1_000_000


def document_page(library: Library, key: str) -> BaseResponse:
    """The answer to a request for `/d/<key>`: any spelling of a symbol leads to its document.

    Raises UnknownDocument, NoSuchPart.
    """
    if len(key) > LONGEST_KEY:
        raise UnknownDocument(f"{key[:80]}…")
    store = library.store
    document = store.document(key)
    if document.key != key:
        return elsewhere(document_path(document.key))
    known = known_document(store, document)
    versions = known.versions
    version = chosen_version(document, versions)
    query = request.args.get("q", "").strip()[:LONGEST_QUERY]
    beside = request.args.get("beside")
    if beside and version:
        return Response(_beside(library, document, known, version, beside))
    page = _page(library, document, known, version, query)
    return Response(page, headers={"Link": signposts(document, versions, known.part_of, form_address())})


def _page(
    library: Library, document: StoredDocument, known: KnownDocument, version: StoredVersion | None, query: str
) -> str:
    """The page of one version: its text with what the query finds, and everything known of the document."""
    passages = library.store.passages_of(document.id, version.id) if version else []
    text, unmarked = _read(library, document, query, passages, whole=version is None or not version.current)
    found = found_in(text)
    permalink = _permalink(document, version)
    path, form = permalink.removeprefix(request.script_root), form_address()
    return render_template(
        "document.html",
        document=document,
        known=known,
        version=version,
        current=[item for item in known.versions if item.current],
        earlier=[item for item in known.versions if not item.current],
        family=sorted((document, *known.family), key=lambda member: member.symbol_key),
        text=text,
        contents=contents(text),
        found=found,
        hops=hops(found),
        citations=citations(document),
        records=RECORDS,
        cite_link=lambda **chosen: cite_link(document.key, version, **chosen),
        query=query,
        unmarked=unmarked,
        view=original_at(version),
        back=request.script_root + back(query, request.args.get("from", "")),
        permalink=permalink,
        address=form + path,
        place_read=place_read,
        meta=meta_tags(document, version, form, path),
    )


def original_at(version: StoredVersion | None) -> str:
    """The address at which a browser shows the original, to which `#page=7` is added; empty where it cannot."""
    return url_for("original_view", number=version.id) if version and version.media_type == PDF else ""


def cite_link(key: str, version: StoredVersion | None, **chosen: str) -> str:
    """The page that cites a document, with a paragraph (`para`) or a style, in the version that is being read."""
    text = {}
    if version:
        text = {"lang": version.language} if version.current else {"version": str(version.id)}
    told = urlencode({name: value for name, value in (chosen | text).items() if value})
    return request.script_root + cite_path(key) + (f"?{told}" if told else "")


def cite_path(key: str) -> str:
    """The address of the page that cites a document: `/cite/A/75/816`."""
    return f"/cite/{quote(key, safe='/')}"


def _beside(
    library: Library, document: StoredDocument, known: KnownDocument, version: StoredVersion, language: str
) -> str:
    """The page of two languages side by side. Raises NoSuchPart where the second is not held."""
    other = choose_version(document, known.versions, language)
    if other is None or other.id == version.id:
        raise NoSuchPart(f"{document.key} is shown in {language!r} already; beside it another language can stand.")
    told = pairs(*(library.store.passages_of(document.id, one.id) for one in (version, other)))
    return render_template(
        "beside.html",
        document=document,
        sides=(version, other),
        pairs=told,
        unlike=unlike_numbers(told),
        doubtful=doubtful(told),
        others=[one for one in known.versions if one.current and one.id not in (version.id, other.id)],
        cite_link=lambda side, **chosen: cite_link(document.key, side, **chosen),
    )


def elsewhere(path: str) -> BaseResponse:
    """To another path of the form, with all that was asked of this one."""
    query = f"?{request.query_string.decode('latin-1')}" if request.query_string else ""
    return redirect(request.script_root + path + query)


def chosen_version(document: StoredDocument, versions: Sequence[StoredVersion]) -> StoredVersion | None:
    """The version asked for by id (an earlier one), by language, or the current one."""
    wanted = request.args.get("version")
    if wanted is None:
        return choose_version(document, versions, request.args.get("lang") or None)
    for version in versions:
        if str(version.id) == wanted:
            return version
    raise NoSuchPart(f"{document.key} has no such version. Without ?version= the current one is shown.")


def _permalink(document: StoredDocument, version: StoredVersion | None) -> str:
    """The page's own address without the words that it was opened for: what to copy, cite and link to."""
    path = request.script_root + document_path(document.key)
    if version is None or (version.current and len(document.languages) < 2):
        return path
    return f"{path}?lang={version.language}" if version.current else f"{path}?version={version.id}"


def _read(
    library: Library, document: StoredDocument, query: str, passages: Sequence[StoredPassage], *, whole: bool
) -> tuple[list[Row], str]:
    """The text with what the query finds in it, and why that could not be marked: the text is shown in any case.

    The `whole` of an earlier version is looked through, which the index does not have.
    """
    try:
        leaves, best, holding = _found(library, document, query)
        return list(rows(passages, leaves, best, None if whole else holding)), ""
    except TooCostly:
        return list(rows(passages)), "costly"
    except EngineAway:
        return list(rows(passages)), "away"


def _found(
    library: Library, document: StoredDocument, query: str
) -> tuple[tuple[TextLeaf, ...], frozenset[int], frozenset[int] | None]:
    """What to mark for a query, the ids of the best passages, and those of all that have something to mark.

    Nothing for a query that cannot be run.
    """
    parsed = _parsed(library, query)
    if parsed is None or not parsed.leaves:
        return (), frozenset(), None
    ids = [document.id, *(part.id for part in library.store.parts(document.id))]
    try:
        results = library.engine.best_passages(parsed.query, ids, _ALL)
    except QueryError:  # more than can be looked for in all paragraphs; what it says can still be marked in these
        return parsed.leaves, frozenset(), None
    ranked = sorted((hit for found in results.values() for hit in found.hits), key=lambda hit: -hit.score)
    best = frozenset(hit.record for hit in worth_showing(ranked[:MOST_FOUND]))
    return parsed.leaves, best, frozenset(hit.record for hit in ranked)


def _parsed(library: Library, query: str) -> ParsedQuery | None:
    try:
        return library.understood(query) if query else None
    except QueryError:
        return None
