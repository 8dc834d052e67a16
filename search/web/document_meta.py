"""What the page of a document tells machines: tags for reference managers, links for harvesters. Pure functions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import quote

from corpus.store import StoredDocument, StoredVersion
from search.answer import document_path
from search.bibliography import BIBTEX_TYPE, CSL_TYPE, RIS_TYPE, address, date_parts, publisher

# https://signposting.org/FAIR/: what the page is, and what it is about.
_TYPES = ("https://schema.org/AboutPage", "https://schema.org/Report")
# The formats of `/unapi`.
RECORDS = (("ris", RIS_TYPE), ("bibtex", BIBTEX_TYPE), ("csl", CSL_TYPE))


def meta_tags(
    document: StoredDocument, version: StoredVersion | None, form: str, permalink: str
) -> Iterator[tuple[str, str]]:
    """The `meta` tags of a document by name: Highwire's `citation_*`, which Zotero and Google Scholar read, and
    Dublin Core. `form` is where the form is, `permalink` the page's path there.
    """
    for name, value in (*_highwire(document, version, form, permalink), *_dublin_core(document, version)):
        if value:
            yield name, value


def _highwire(
    document: StoredDocument, version: StoredVersion | None, form: str, permalink: str
) -> Iterator[tuple[str, str]]:
    yield "citation_title", document.title or document.key
    yield from (("citation_author", name) for name in document.submitters)
    yield "citation_publication_date", "/".join(part for part in date_parts(document.date) if part)
    yield "citation_technical_report_number", document.symbol
    yield "citation_technical_report_institution", publisher(document)
    yield "citation_language", version.language if version else ""
    yield "citation_public_url", form + permalink
    if version and version.media_type == "application/pdf":
        yield "citation_pdf_url", f"{form}/original/{version.id}"


def _dublin_core(document: StoredDocument, version: StoredVersion | None) -> Iterator[tuple[str, str]]:
    yield "DC.title", document.title or document.key
    yield from (("DC.creator", name) for name in document.submitters)
    yield "DC.identifier", document.symbol
    yield "DC.identifier", address(document)
    yield "DC.date", document.date
    yield "DC.type", document.type
    yield "DC.publisher", publisher(document)
    yield "DC.language", version.language if version else ""
    yield "DC.format", version.media_type if version else ""


def signposts(
    document: StoredDocument, versions: Sequence[StoredVersion], whole: StoredDocument | None, form: str
) -> str:
    """The `Link` header of a document's page (RFC 8288, FAIR Signposting).

    What to cite, what describes it, the originals of its current `versions`, its types, and the document it is within.
    """
    page = form + document_path(document.key)
    name = quote(document.key, safe="")
    links = [_link(page, "cite-as"), *(_link(kind, "type") for kind in _TYPES)]
    links += [_link(f"{form}/unapi?id={name}&format={kind}", "describedby", media) for kind, media in RECORDS]
    links.append(_link(f"{form}/api/v1/documents/{name}", "describedby", "application/json"))
    links += [
        _link(f"{form}/original/{version.id}", "item", version.media_type) for version in versions if version.current
    ]
    if whole is not None:
        links.append(_link(form + document_path(whole.key), "collection", "text/html"))
    return ", ".join(links)


def _link(target: str, relation: str, media_type: str = "") -> str:
    kind = f'; type="{media_type}"' if media_type.isascii() and '"' not in media_type and media_type else ""
    return f'<{target}>; rel="{relation}"{kind}'
