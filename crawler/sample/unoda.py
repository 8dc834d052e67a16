"""The sample of UNODA's Meetings Place and of its file host, in the shapes of sources.md 1.2, 1.3 and 13."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from urllib.parse import quote

from crawler.sample.document import SampleDocument, english_date
from crawler.sample.files import MEDIA_TYPES
from crawler.sample.listing import last_change, modified
from crawler.sample.site import Answer, Resource, Site, failure, page, text_page

PER_PAGE = 10
# Linked on the home page, but forbidden by robots.txt of the file host: a crawler must leave it alone.
RESTRICTED = "restricted/Contact_Persons_of_Delegations_(sample).pdf"
_START = datetime(2026, 1, 1, tzinfo=UTC)
# The numbers and names under which the real site has these meetings, so that the real seeds work here too.
_SLUG = "/open-ended-working-group-on-information-and-communication-technologies-2021"
_OLD_PAGES = ("/disarmament/open-ended-working-group", "/open-ended-working-group")
_ROBOTS = "User-agent: *\nDisallow: /core/\nDisallow: /search/\nDisallow: /user/\n"
_FILE_ROBOTS = "User-agent: *\nDisallow: /restricted/\n"


@dataclass(frozen=True, slots=True)
class _Meeting:
    place: str
    name: str


_MEETINGS = {
    "57871": _Meeting("oewg-2021", "Open-ended working group on ICT security 2021–2025 (sample)"),
    "76825": _Meeting("mechanism", "Global mechanism on ICT security (sample)"),
}


def meetings_site(documents: Sequence[SampleDocument], files: str) -> Site:
    """The site with the meetings and their listings; `files` is the base URL of the file host."""
    newest = last_change(documents)

    def answer(path: str, query: Mapping[str, str]) -> Resource | Answer | None:
        path = path.rstrip("/") or "/"
        if path == "/robots.txt":
            return text_page(_ROBOTS, _START)
        if path in ("/", "/meetings/past"):
            return page("Meetings Place (sample)", _home(files), _START)
        if path.startswith(("/search", "/user")):
            return page("Search", f'<article><h5><a href="{files}/{RESTRICTED}">Hit</a></h5></article>', _START)
        if path in _OLD_PAGES:
            return page("Open-ended working group (sample)", _old_page(documents, files), newest)
        number, _, tab = ("57871" if path == _SLUG else path.removeprefix("/meeting/")).partition("/")
        meeting = _MEETINGS.get(number)
        if meeting is None or tab not in ("", "documents"):
            return None
        own = _newest_first(documents, meeting.place)
        body = (
            _tab(meeting, number, own, files, query.get("page", "")) if tab else _landing(meeting, number, own, files)
        )
        return page(f"{escape(meeting.name)} | Meetings Place", body, newest)

    return answer


def files_site(documents: Sequence[SampleDocument], file: Callable[[SampleDocument, str], bytes]) -> Site:
    """The file host; `file` gives the bytes of a document in a format. Folders are not listed: 403."""
    by_path = {document.path: document for document in documents if document.place not in ("ods", "osce")}
    folders = {path.rpartition("/")[0] for path in by_path}

    def answer(path: str, query: Mapping[str, str]) -> Resource | Answer | None:
        path = path.strip("/")
        if path == "robots.txt":
            return text_page(_FILE_ROBOTS, _START)
        if path in folders:
            return failure(403, "Forbidden")
        if path == RESTRICTED:
            return text_page("A crawler that reads this did not ask robots.txt.", _START)
        document = by_path.get(path)
        if document is None:
            return None
        return Resource(file(document, document.suffix), MEDIA_TYPES[document.suffix], modified(document))

    return answer


def _newest_first(documents: Sequence[SampleDocument], place: str) -> list[SampleDocument]:
    own = [document for document in documents if document.place == place]
    return sorted(own, key=lambda document: (document.date, document.name), reverse=True)


def _home(files: str) -> str:
    links = "".join(
        f'<li><a href="/meeting/{number}">{escape(meeting.name)}</a></li>' for number, meeting in _MEETINGS.items()
    )
    return (
        f'<h1>Meetings</h1><ul>{links}<li><a href="{_OLD_PAGES[0]}/">Earlier working group (sample)</a></li></ul>\n'
        f'<p>For delegations: <a href="{files}/{RESTRICTED}">Contact persons (sample)</a></p>'
    )


def _landing(meeting: _Meeting, number: str, own: Sequence[SampleDocument], files: str) -> str:
    # Here parentheses are percent-encoded, in the listing they are not: the same file under two spellings.
    latest = f"{files}/{quote(own[0].path)}"
    return (
        f"<h1>{escape(meeting.name)}</h1>\n"
        f'<ul class="tabs"><li><a href="/meeting/{number}">Overview</a></li>'
        f'<li><a href="/meeting/{number}/documents">Documents</a></li></ul>\n'
        f'<p>Latest document: <a href="{latest}">{escape(own[0].title)}</a></p>'
    )


def _tab(meeting: _Meeting, number: str, own: Sequence[SampleDocument], files: str, asked: str) -> str:
    current = int(asked) if asked.isdecimal() and len(asked) < 6 else 0
    shown = own[current * PER_PAGE : (current + 1) * PER_PAGE]
    articles = "\n".join(_article(document, files) for document in shown)
    return (
        f"<h1>{escape(meeting.name)}</h1>\n"
        f'<ul class="tabs"><li><a href="/meeting/{number}">Overview</a></li>'
        f'<li><a class="is-active" href="/meeting/{number}/documents">Documents</a></li></ul>\n'
        f"{articles}\n{_pager(current, -(-len(own) // PER_PAGE))}"
    )


def _article(document: SampleDocument, files: str) -> str:
    url = f"{files}/{quote(document.path, safe='/()')}"
    return (
        f'<article>\n  <div><div><h5><a href="{url}">{escape(document.title)}</a></h5></div></div>\n'
        f"  <div>{escape(document.submitter)}</div>\n"
        f"  <div><div>{escape(document.label)}</div><div>{english_date(document.date)}</div></div>\n"
        "</article>"
    )


def _pager(current: int, pages: int) -> str:
    """Drupal's pager, as its core theme writes it: the numbers around this page, and the way to the next."""
    items = [
        f'<li class="pager__item"><a href="?page={number}" title="Go to page {number + 1}">{number + 1}</a></li>'
        for number in range(max(0, current - 4), min(pages, current + 5))
    ]
    if current + 1 < pages:
        items.append(
            f'<li class="pager__item pager__item--next"><a href="?page={current + 1}" rel="next">Next</a></li>'
        )
    return f'<nav class="pager"><ul class="pager__items">{"".join(items)}</ul></nav>'


def _old_page(documents: Sequence[SampleDocument], files: str) -> str:
    """The page of the first working group: a plain list of links into `wp-content/uploads`."""
    items = "".join(
        f'<li><a href="{files}/{quote(document.path)}">{escape(document.title)}</a>'
        f" ({english_date(document.date)})</li>\n"
        for document in _newest_first(documents, "oewg-2019")
    )
    return f'<div class="entry-content"><h1>Open-ended working group (sample)</h1>\n<ul>\n{items}</ul></div>'
