"""The document page: what is known, and the text by paragraph; and the original as it was archived."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from flask import Response, abort, redirect, render_template, request

from corpus.archive import Archive
from corpus.errors import QueryError, TooCostly, UnknownDocument
from corpus.home import Home
from corpus.store import StoredDocument, StoredPassage, StoredVersion
from index.query import TextLeaf
from search.answer import document_path
from search.document_view import NoSuchPart, choose_version, known_document, place_read
from search.library import Library, worth_showing
from search.parse import ParsedQuery
from search.web.asked import LONGEST_QUERY
from search.web.labels import file_name
from search.web.reading import Row, contents, found_in, rows
from search.web.safety import ORIGINAL_POLICY

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as BaseResponse

LONGEST_KEY = 300
# Paragraphs listed above the text as places to go to.
MOST_FOUND = 40


def document_page(library: Library, key: str) -> str | BaseResponse:
    """The answer to a request for `/d/<key>`: any spelling of a symbol leads to its document.

    Raises UnknownDocument, NoSuchPart.
    """
    if len(key) > LONGEST_KEY:
        raise UnknownDocument(f"{key[:80]}…")
    store = library.store
    document = store.document(key)
    if document.key != key:
        return _elsewhere(document)
    known = known_document(store, document)
    versions = known.versions
    version = _chosen(document, versions)
    query = request.args.get("q", "").strip()[:LONGEST_QUERY]
    passages = store.passages_of(document.id, version.id) if version else []
    text, marked = _read(library, document, query, passages)
    return render_template(
        "document.html",
        document=document,
        known=known,
        version=version,
        current=[item for item in versions if item.current],
        earlier=[item for item in versions if not item.current],
        family=sorted((document, *known.family), key=lambda member: member.symbol_key),
        text=text,
        contents=contents(text),
        found=found_in(text),
        query=query,
        marked=marked,
        permalink=_permalink(document, version),
        place_read=place_read,
    )


def _elsewhere(document: StoredDocument) -> BaseResponse:
    query = f"?{request.query_string.decode('latin-1')}" if request.query_string else ""
    return redirect(request.script_root + document_path(document.key) + query)


def _chosen(document: StoredDocument, versions: Sequence[StoredVersion]) -> StoredVersion | None:
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
    library: Library, document: StoredDocument, query: str, passages: Sequence[StoredPassage]
) -> tuple[list[Row], bool]:
    """The text with what the query finds in it, and whether that could be marked: the text is shown in any case."""
    try:
        leaves, best = _found(library, document, query)
        return list(rows(passages, leaves, best)), True
    except TooCostly:
        return list(rows(passages)), False


def _found(library: Library, document: StoredDocument, query: str) -> tuple[tuple[TextLeaf, ...], frozenset[int]]:
    """What to mark for a query, and the ids of the best passages; nothing for one that cannot be run."""
    parsed = _parsed(library, query)
    if parsed is None or not parsed.leaves:
        return (), frozenset()
    ids = [document.id, *(part.id for part in library.store.parts(document.id))]
    results = library.engine.best_passages(parsed.query, ids, MOST_FOUND)
    ranked = sorted((hit for found in results.values() for hit in found.hits), key=lambda hit: -hit.score)
    return parsed.leaves, frozenset(hit.record for hit in worth_showing(ranked[:MOST_FOUND]))


def _parsed(library: Library, query: str) -> ParsedQuery | None:
    try:
        return library.understood(query) if query else None
    except QueryError:
        return None


def original(library: Library, home: Home, version_id: int) -> Response:
    """The bytes of a version as they were fetched, always as a download: an archived page must not run in our name.

    Raises ArchiveError.
    """
    version = library.store.version(version_id)
    if version is None:
        abort(404, "There is no version of that number.")
    key = library.store.documents([version.document_id])[version.document_id].key
    answer = Response(Archive(home.archive).read(version.archived).body, mimetype="application/octet-stream")
    name = file_name(key, version.language, version.media_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Content-Security-Policy"] = ORIGINAL_POLICY
    return answer
