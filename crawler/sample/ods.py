"""The sample of the Official Document System: its symbol API and its files (sources.md 2.2 and 2.3)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime

from crawler.sample.document import SampleDocument
from crawler.sample.files import MEDIA_TYPES
from crawler.sample.listing import modified
from crawler.sample.site import Answer, Resource, Site, failure, page, redirect, text_page

# A symbol given out for a document that is not there yet: the real system answers 200 and nothing.
RESERVED = "A/RES/180/999"
_START = datetime(2026, 1, 1, tzinfo=UTC)
_ROBOTS = "User-agent: *\nDisallow: /api/search\nDisallow: /user/\n"
_LETTERS = {"E": "en", "F": "fr", "S": "es", "A": "ar", "R": "ru", "C": "zh"}
_FORMATS = {"pdf": ".pdf", "doc": ".docx"}


def symbols(documents: Sequence[SampleDocument]) -> tuple[str, ...]:
    """The symbols that the sample system knows, in the order of their documents, the reserved one last."""
    own = (document.symbol for document in documents if document.place == "ods")
    return (*dict.fromkeys(own), RESERVED)


def ods_site(documents: Sequence[SampleDocument], file: Callable[[SampleDocument, str], bytes]) -> Site:
    """The symbol API and its files; `file` gives the bytes of a document in a format."""
    own = [document for document in documents if document.place == "ods"]
    by_symbol = {(document.symbol, document.language): document for document in own}
    by_path = {
        file_path(document, form).lower(): (document, suffix) for document in own for form, suffix in _FORMATS.items()
    }

    def answer(path: str, query: Mapping[str, str]) -> Resource | Answer | None:
        if path == "/robots.txt":
            return text_page(_ROBOTS, _START)
        if path == "/api/symbol/access":
            return _access(by_symbol, query)
        if path == "/error":
            return page("Error", "<h1>There is no document matching your request.</h1>", _START)
        if path.lower() not in by_path:
            return None
        document, suffix = by_path[path.lower()]
        return Resource(file(document, suffix), MEDIA_TYPES[suffix], modified(document))

    return answer


def _access(by_symbol: Mapping[tuple[str, str], SampleDocument], query: Mapping[str, str]) -> Answer:
    symbol = query.get("s", "").strip().upper()
    asked = query.get("l", "en")
    language = _LETTERS.get(asked.upper(), asked.lower())
    if not symbol or not all(letter.isalnum() or letter in "/.-()* " for letter in symbol):
        return failure(400, "Bad request")
    if symbol == RESERVED:
        return Answer(200, (("Content-Type", "application/pdf"), ("Content-Length", "0")))
    known = {document.symbol.upper(): document.symbol for document in by_symbol.values()}
    if symbol not in known:
        return redirect("/error")
    document = by_symbol.get((known[symbol], language))
    form = query.get("t", "pdf")
    if document is None or form not in _FORMATS:
        return failure(404, "Not found")
    return redirect(file_path(document, form))


def file_path(document: SampleDocument, form: str = "pdf") -> str:
    """The path of a file: `N2427222` lies under `N24/272/22` (sources.md 2.2)."""
    job = document.path
    ending = _FORMATS[form].upper()
    return f"/doc/UNDOC/GEN/{job[:3]}/{job[3:6]}/{job[6:]}/{form.upper()}/{job}{ending}"
