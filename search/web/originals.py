"""The original of a version as it was archived: to download, and, where it is a PDF, to look at."""

from __future__ import annotations

from flask import Response, abort

from corpus.archive import Archive
from corpus.home import Home
from corpus.store import StoredVersion
from search.library import Library
from search.web.labels import file_name
from search.web.safety import ORIGINAL_POLICY

PDF = "application/pdf"
# Where readers of PDF look for the mark of one (ISO 32000, Annex H.3.4.1, implementation note 13 of PDF 1.7).
_HEAD = 1024


def original(library: Library, home: Home, version_id: int) -> Response:
    """The bytes of a version as they were fetched, always as a download: an archived page must not run in our name.

    Raises ArchiveError.
    """
    return _answer(library, home, _version(library, version_id), "attachment", "application/octet-stream")


def original_view(library: Library, home: Home, version_id: int) -> Response:
    """A PDF in the browser's own viewer, at a page with `#page=7`. Raises ArchiveError.

    It is shown as a PDF or not at all (its type is said, `nosniff` forbids to guess another, and its first bytes must
    be those of a PDF), and in a sandbox without any right: were it to run script, it would not be in our origin.
    """
    version = _version(library, version_id)
    answer = _answer(library, home, version, "inline", PDF) if version.media_type == PDF else None
    if answer is None or b"%PDF-" not in answer.get_data()[:_HEAD]:
        abort(404, "Only a PDF can be looked at here. The page of the document has this original as a download.")
    return answer


def _version(library: Library, version_id: int) -> StoredVersion:
    version = library.store.version(version_id)
    if version is None:
        abort(404, "There is no version of that number.")
    return version


def _answer(library: Library, home: Home, version: StoredVersion, how: str, media_type: str) -> Response:
    key = library.store.documents([version.document_id])[version.document_id].key
    answer = Response(Archive(home.archive).read(version.archived).body, mimetype=media_type)
    name = file_name(key, version.language, version.media_type)
    answer.headers["Content-Disposition"] = f'{how}; filename="{name}"'
    answer.headers["Content-Security-Policy"] = ORIGINAL_POLICY
    return answer
