"""A request's query string as a search, and searches as links. Pure: every option of a search is in its address."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import cast, get_args
from urllib.parse import parse_qsl, quote, quote_plus, urlencode, urlsplit, urlunsplit

from werkzeug.datastructures import MultiDict

from corpus.errors import QueryError
from index.query import Scope, Sort
from search.answer import FILTERS, SearchRequest

PER_PAGE = 10
DEEPEST_PAGE = 1_000
LONGEST_QUERY = 2_000
MOST_FILTERS = 40
MOST_OFF = 20
_DAY = len("2026-11-30")
_LONGEST_FROM = 6_000
AS_OF = "as-of"
# The name of the concepts switched off in an address.
OFF = "not-synonym"


@dataclass(frozen=True, slots=True)
class Asked:
    """A search as it stands in an address: page 1 is the first; `off` are concepts whose other names are left out.

    `as_of` is the day (ISO) of which it is asked, empty for the present.
    """

    query: str
    scope: str = "document"
    sort: str = "relevance"
    page: int = 1
    filters: tuple[tuple[str, str], ...] = ()
    off: tuple[str, ...] = ()
    as_of: str = ""

    def request(self) -> SearchRequest:
        """The search to run. Raises QueryError where it is too long for an address."""
        if len(self.query) > LONGEST_QUERY:
            message = f"A query of the form can have {LONGEST_QUERY} characters; `verbale search` takes longer ones."
            raise QueryError(message, position=LONGEST_QUERY)
        if len(self.filters) > MOST_FILTERS:
            raise QueryError(f"{MOST_FILTERS} filters can be set at once. Remove some.", position=0)
        chosen: dict[str, tuple[str, ...]] = {}
        for name, value in self.filters:
            chosen[name] = (*chosen.get(name, ()), value)
        scope: Scope = "passage" if self.scope == "paragraph" else "document"
        start = (self.page - 1) * PER_PAGE
        return SearchRequest(self.query, scope, cast(Sort, self.sort), start, PER_PAGE, chosen, self.off)

    def link(self) -> str:
        """The address of this search, defaults left out."""
        told: list[tuple[str, str]] = [("q", self.query)]
        told += [("scope", self.scope)] if self.scope != "document" else []
        told += [("sort", self.sort)] if self.sort != "relevance" else []
        told += [(OFF, concept) for concept in self.off]
        told += [(AS_OF, self.as_of)] if self.as_of else []
        told += [*self.filters]
        told += [("page", str(self.page))] if self.page > 1 else []
        return f"?{urlencode(told)}"

    @property
    def beyond(self) -> str:
        """What this search has besides its words, as a link's `from`, by which a document leads back to it."""
        return self.link().partition("&")[2]

    def toggled(self, name: str, value: str) -> str:
        """The address with this filter added, or removed if it is set; back on the first page."""
        pair = (name, value)
        kept = tuple(item for item in self.filters if item != pair)
        filters = kept if len(kept) < len(self.filters) else (*self.filters, pair)
        return replace(self, filters=filters, page=1).link()

    def switched(self, concept: str) -> str:
        """The address with the other names of a concept left out, or searched again if they are."""
        off = tuple(name for name in self.off if name != concept)
        return replace(self, off=off if len(off) < len(self.off) else (*off, concept), page=1).link()

    def unfiltered(self) -> str:
        """The address of the same search without filters."""
        return replace(self, filters=(), page=1).link()

    def turned(self, page: int) -> str:
        """The address of another page of the same search."""
        return replace(self, page=page).link()

    def dated(self, day: str) -> str:
        """The address of the same search as of a day, or of the present for an empty string."""
        return replace(self, as_of=day, page=1).link()

    def scoped(self, scope: str) -> str:
        """The address of the same search in another scope."""
        return replace(self, scope=scope, page=1).link()


def toggles(chosen: Asked) -> Callable[[str, str], str]:
    """`chosen.toggled` for the hundred links of a page, at a fraction of its cost."""
    begun = replace(chosen, page=1).link()

    def toggled(name: str, value: str) -> str:
        if (name, value) in chosen.filters:
            return chosen.toggled(name, value)
        return f"{begun}&{name}={quote_plus(value)}"

    return toggled


def asked(arguments: MultiDict[str, str]) -> Asked:
    """The search of a query string; a scope, order or page that makes no sense falls back to the default."""
    sort = arguments.get("sort", "relevance")
    filters = [(name, value) for name in FILTERS for value in arguments.getlist(name) if value.strip()]
    return Asked(
        query=arguments.get("q", "").strip(),
        scope="paragraph" if arguments.get("scope", "") == "paragraph" else "document",
        sort=sort if sort in get_args(Sort) else "relevance",
        page=page_number(arguments.get("page", "1")),
        filters=tuple(dict.fromkeys(filters)),
        off=tuple(dict.fromkeys(arguments.getlist(OFF)))[:MOST_OFF],
        as_of=arguments.get(AS_OF, "")[:_DAY],
    )


def page_number(told: str) -> int:
    """A page of an address, at most DEEPEST_PAGE; what is no number is the first one."""
    return min(DEEPEST_PAGE, max(1, int(told))) if told.isascii() and told.isdigit() and len(told) < 7 else 1


def last_page(total: int) -> int:
    """The number of the last page that can be asked for."""
    return max(1, min(DEEPEST_PAGE, -(-total // PER_PAGE)))


def pages(current: int, total: int) -> list[int]:
    """The page numbers to link: the first, those near the current one, the last; 0 stands for a gap."""
    last = last_page(total)
    if last == 1:
        return []
    linked = {1, *range(max(1, current - 2), min(last, current + 2) + 1), last}
    # A gap of one page is no gap: the page itself takes no more room.
    linked |= {number for number in range(2, last) if {number - 1, number + 1} <= linked}
    return [number if number in linked else 0 for number in range(1, last + 1)
            if number in linked or number - 1 in linked]  # fmt: skip


def searched(url: str, query: str, came_from: str = "") -> str:
    """The address of a document or paragraph, opened for these words so that the page can mark them.

    `came_from` is what the search that led there has besides its words (`Asked.beyond`).
    """
    if not query and not came_from:
        return url
    parts = urlsplit(url)
    words = f"q={quote(query, safe='')}" if query else ""
    told = "&".join(filter(None, (parts.query, words, f"from={quote(came_from, safe='')}" if came_from else "")))
    return urlunsplit(parts._replace(query=told))


def back(query: str, came_from: str) -> str:
    """The address of the result that a document was opened from, with all it had besides its words."""
    search = asked(MultiDict([("q", query), *parse_qsl(came_from[:_LONGEST_FROM])]))
    return f"/{search.link()}" if came_from else searched("/", query)


def pointed(query: str, position: int, around: int = 60) -> tuple[str, str, str]:
    """A query that cannot be run, cut where it goes wrong: before, the character itself (empty at the end), after."""
    start, end = max(0, position - around), position + 1 + around
    before = ("…" if start else "") + query[start:position]
    return before, query[position : position + 1], query[position + 1 : end] + ("…" if len(query) > end else "")
