"""How browsers, search engines and robots learn what is here: OpenSearch, site map, robots.txt. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.store import Listed
from search.answer import document_path
from search.web.atom import ATOM, moment
from search.web.xml_answers import element, root_element, written

OPENSEARCH = "application/opensearchdescription+xml"
# https://www.sitemaps.org/protocol.html#index
MOST_PAGES = 50_000
_OPENSEARCH = "http://a9.com/-/spec/opensearch/1.1/"
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
# Pages without end, and what is there for other programs; each document has its page.
_NOT_FOR_ROBOTS = ("/?", "/api/", "/complete", "/export", "/feed", "/original/", "/unapi")


def opensearch(form: str) -> bytes:
    """How to search the form at an address from elsewhere: pages, feeds and completions (OpenSearch 1.1)."""
    root = root_element(_OPENSEARCH, "OpenSearchDescription")
    element(root, "ShortName", "verbale")
    element(root, "Description", "Documents of cyber diplomacy, down to the paragraph")
    for kind, path in (
        ("text/html", "/?q={searchTerms}"),
        (ATOM, "/feed?q={searchTerms}"),
        ("application/x-suggestions+json", "/complete?q={searchTerms}"),
    ):
        element(root, "Url", type=kind, template=form + path)
    element(root, "Url", type=OPENSEARCH, rel="self", template=f"{form}/opensearch.xml")
    element(root, "Image", f"{form}/static/icon.svg", width="16", height="16", type="image/svg+xml")
    element(root, "InputEncoding", "UTF-8")
    return written(root)


def sitemap(form: str, pages: Sequence[Listed], most: int = MOST_PAGES) -> bytes:
    """The site map of documents; where they are more than `most`, the list of its parts."""
    if len(pages) <= most:
        return _pages(form, pages)
    root = root_element(_SITEMAP, "sitemapindex")
    for number in range(1, -(-len(pages) // most) + 1):
        part = element(root, "sitemap")
        element(part, "loc", f"{form}/sitemap-{number}.xml")
        element(part, "lastmod", moment(max(page.updated for page in _part(pages, number, most))))
    return written(root)


def sitemap_part(form: str, pages: Sequence[Listed], number: int, most: int = MOST_PAGES) -> bytes | None:
    """The part of that number, from 1; None where there is none."""
    part = _part(pages, number, most) if number else ()
    return _pages(form, part) if part else None


def _part(pages: Sequence[Listed], number: int, most: int) -> Sequence[Listed]:
    return pages[(number - 1) * most : number * most]


def _pages(form: str, pages: Sequence[Listed]) -> bytes:
    root = root_element(_SITEMAP, "urlset")
    for page in pages:
        url = element(root, "url")
        element(url, "loc", form + document_path(page.key))
        element(url, "lastmod", moment(page.updated))
    return written(root)


def robots(form: str, prefix: str) -> str:
    """What robots are asked (RFC 9309): read the documents, by the site map, and nothing that has no end."""
    rules = "".join(f"Disallow: {prefix}{path}\n" for path in _NOT_FOR_ROBOTS)
    return f"User-agent: *\n{rules}\nSitemap: {form}/sitemap.xml\n"
