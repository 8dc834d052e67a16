"""The sample of the OSCE's site: topic page, listings and document pages in an older and a newer theme (5.2, 5.3)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from html import escape
from pathlib import PurePosixPath

from crawler.sample.document import SampleDocument
from crawler.sample.files import MEDIA_TYPES
from crawler.sample.listing import last_change, modified
from crawler.sample.site import Answer, Resource, Site, page, redirect, text_page

PER_PAGE = 3
TOPIC = "/cyber-ict-security"
# Where old links to the decisions that everybody cites lead: the sample stands in for them.
_MOVED = {
    "/pc/90169": "/pc/900039",
    "/pc/109168": "/pc/900106",
    "/pc/227281": "/permanent-council/900202",
    "/cio/288086": "/chairmanship/900088",
}
LISTING = "/resources/documents"
NEW_LISTING = "/resources/csce-osce-key-documents"
_START = datetime(2026, 1, 1, tzinfo=UTC)
_ROBOTS = "User-agent: *\nDisallow: /user/\nDisallow: /search/\nDisallow: /resources/documents/rss\n"
_LANGUAGES = {"en": "English", "fr": "Français", "de": "Deutsch", "ru": "Русский"}

# The files of one document, in several languages.
Group = Sequence[SampleDocument]


def osce_site(documents: Sequence[SampleDocument], file: Callable[[SampleDocument, str], bytes]) -> Site:
    """The whole site; `file` gives the bytes of a document in a format."""
    own = [document for document in documents if document.place == "osce"]
    by_path = {f"/{document.path}": document for document in own}
    downloads = {_download(document): f"/{document.path}" for document in own}
    groups: dict[str, list[SampleDocument]] = {}
    for document in sorted(own, key=lambda document: (document.date, document.name), reverse=True):
        groups.setdefault(f"/{document.page}", []).append(document)
    for group in groups.values():
        group.sort(key=lambda document: list(_LANGUAGES).index(document.language))
    newest = last_change(own)

    def answer(path: str, query: Mapping[str, str]) -> Resource | Answer | None:
        if path in by_path:
            document = by_path[path]
            return Resource(file(document, document.suffix), MEDIA_TYPES[document.suffix], modified(document))
        path = path.rstrip("/") or "/"
        if query.get("download") == "true" and f"{path}?download=true" in downloads:
            return redirect(downloads[f"{path}?download=true"])
        if path in _MOVED:
            return redirect(_MOVED[path], 301)
        if path in groups:
            return _document(groups[path])
        body = _listing(path, groups, query.get("page", ""))
        if path == "/robots.txt":
            return text_page(_ROBOTS, _START)
        return page("OSCE (sample)", body, newest) if body else None

    return answer


def _listing(path: str, groups: Mapping[str, Group], asked: str) -> str:
    """The HTML of a page that lists documents; empty for another page."""
    if path in ("/", TOPIC, f"/secretariat{TOPIC}"):
        return _topic(groups)
    if path in (LISTING, f"{LISTING}/decision-making-bodies"):
        return _old_listing(groups, int(asked) if asked.isdecimal() and len(asked) < 6 else 0)
    return _new_listing(groups) if path == NEW_LISTING else ""


def _topic(groups: Mapping[str, Group]) -> str:
    first = "".join(
        f'<div class="osce-figure-content"><a href="{url}">{escape(group[0].title)}</a></div>\n'
        for url, group in list(groups.items())[:3]
    )
    return (
        '<div class="content--header"><h1>Cyber/ICT security (sample)</h1></div>\n'
        f'{first}<ul class="links"><li><a href="{LISTING}">Documents</a></li>'
        f'<li><a href="{NEW_LISTING}">Key documents</a></li></ul>'
    )


def _old_listing(groups: Mapping[str, Group], current: int) -> str:
    shown = list(groups.items())[current * PER_PAGE : (current + 1) * PER_PAGE]
    items = "\n".join(_old_row(url, group) for url, group in shown)
    pages = -(-len(groups) // PER_PAGE)
    numbers = "".join(
        f'<li class="pager-current">{number + 1}</li>'
        if number == current
        else f'<li class="pager-item"><a href="?page={number}">{number + 1}</a></li>'
        for number in range(pages)
    )
    onward = f'<li class="pager-next"><a href="?page={current + 1}">next</a></li>' if current + 1 < pages else ""
    last = f'<li class="pager-last"><a href="?page={pages - 1}">last</a></li>' if current + 1 < pages else ""
    return f'<h1>Documents (sample)</h1>\n<dl>\n{items}\n</dl>\n<ul class="pager">{numbers}{onward}{last}</ul>'


def _old_row(url: str, group: Group) -> str:
    links = "".join(
        f'<li><a title="{escape(document.title)}" href="{_download(document)}">{_LANGUAGES[document.language]}</a></li>'
        for document in group
    )
    return (
        f'<dt class="search-title"><h3><a href="{url}">{escape(group[0].title)}</a></h3></dt>\n'
        f'<dd><ul class="links">{links}</ul></dd>'
    )


def _new_listing(groups: Mapping[str, Group]) -> str:
    """The newer theme: its real markup is not known, so only what a careful parser can fall back on."""
    decisions = {url: group for url, group in groups.items() if group[0].label == "Decision"}
    items = "\n".join(
        f'<li class="card"><h2 class="card-title"><a href="{url}">{escape(group[0].title)}</a></h2>'
        f'<time datetime="{group[0].date.isoformat()}">{group[0].printed_date}</time></li>'
        for url, group in decisions.items()
    )
    return f'<h1>Key documents (sample)</h1>\n<ul class="card-list">\n{items}\n</ul>'


def _download(document: SampleDocument) -> str:
    """The address that leads to the file of a document by its number."""
    number = re.sub(r"_\d+$", "", PurePosixPath(document.path).stem)
    return f"/{document.page.partition('/')[0]}/{number}?download=true"


def _document(group: Group) -> Resource:
    first = group[0]
    newer = first.path.startswith("sites/") or first.page.startswith("chairmanship/")
    return page(escape(first.title), (_new_page if newer else _old_page)(group), modified(first))


def _links(group: Group) -> str:
    # PDF files are linked by their paths; what is no PDF is offered as a download.
    return "".join(
        f'<li><a href="{f"/{document.path}" if document.suffix == ".pdf" else _download(document)}">'
        f"{_LANGUAGES[document.language]}</a></li>"
        for document in group
    )


def _old_page(group: Group) -> str:
    first = group[0]
    return (
        f'<div class="content--header"><h1>{escape(first.title)}</h1></div>\n'
        f'<span class="date-display-single">{first.printed_date}</span>\n'
        f'<div class="field-field-description"><div><div class="field-item">{escape(first.symbol)}</div></div></div>\n'
        f'<ul class="osce-download-links">{_links(group)}</ul>'
    )


def _new_page(group: Group) -> str:
    first = group[0]
    return (
        f"<h1>{escape(first.title)}</h1>\n<p>{escape(first.symbol)}</p>\n"
        f'<time datetime="{first.date.isoformat()}">{first.printed_date}</time>\n'
        f'<div class="downloads"><ul>{_links(group)}</ul></div>'
    )
