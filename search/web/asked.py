"""A request's query string as a search, and searches as links. Pure: every option of a search is in its address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast, get_args
from urllib.parse import urlencode

from index.query import Scope, Sort
from search.answer import FILTERS, SearchRequest

if TYPE_CHECKING:
    from werkzeug.datastructures import MultiDict

PER_PAGE = 10
DEEPEST_PAGE = 1_000
LONGEST_QUERY = 2_000


@dataclass(frozen=True, slots=True)
class Asked:
    """A search as it stands in an address: page 1 is the first."""

    query: str
    scope: str = "document"
    sort: str = "relevance"
    page: int = 1
    filters: tuple[tuple[str, str], ...] = ()

    def request(self) -> SearchRequest:
        """The search to run."""
        chosen: dict[str, tuple[str, ...]] = {}
        for name, value in self.filters:
            chosen[name] = (*chosen.get(name, ()), value)
        scope: Scope = "passage" if self.scope == "paragraph" else "document"
        return SearchRequest(self.query, scope, cast(Sort, self.sort), (self.page - 1) * PER_PAGE, PER_PAGE, chosen)

    def link(self) -> str:
        """The address of this search, defaults left out."""
        told: list[tuple[str, str]] = [("q", self.query)]
        told += [("scope", self.scope)] if self.scope != "document" else []
        told += [("sort", self.sort)] if self.sort != "relevance" else []
        told += [*self.filters]
        told += [("page", str(self.page))] if self.page > 1 else []
        return f"?{urlencode(told)}"

    def toggled(self, name: str, value: str) -> str:
        """The address with this filter added, or removed if it is set; back on the first page."""
        pair = (name, value)
        kept = tuple(item for item in self.filters if item != pair)
        filters = kept if len(kept) < len(self.filters) else (*self.filters, pair)
        return replace(self, filters=filters, page=1).link()

    def turned(self, page: int) -> str:
        """The address of another page of the same search."""
        return replace(self, page=page).link()

    def scoped(self, scope: str) -> str:
        """The address of the same search in another scope."""
        return replace(self, scope=scope, page=1).link()


def asked(arguments: MultiDict[str, str]) -> Asked:
    """The search of a query string; what makes no sense in it falls back to the default."""
    sort = arguments.get("sort", "relevance")
    page = arguments.get("page", "1")
    filters = [(name, value) for name in FILTERS for value in arguments.getlist(name) if value.strip()]
    return Asked(
        query=arguments.get("q", "").strip()[:LONGEST_QUERY],
        scope="paragraph" if arguments.get("scope", "") == "paragraph" else "document",
        sort=sort if sort in get_args(Sort) else "relevance",
        page=min(DEEPEST_PAGE, max(1, int(page))) if page.isascii() and page.isdigit() and len(page) < 7 else 1,
        filters=tuple(dict.fromkeys(filters)),
    )


def pages(current: int, total: int) -> list[int]:
    """The page numbers to link: the first, those near the current one, the last that can be asked for."""
    last = min(DEEPEST_PAGE, -(-total // PER_PAGE))
    near = range(max(1, current - 2), min(last, current + 2) + 1)
    return sorted({1, *near, last}) if last > 1 else []


def facet_rows(
    facets: Mapping[str, Sequence[tuple[str, int]]], chosen: Asked, most: int = 8
) -> list[tuple[str, list[tuple[str, int, bool, str]]]]:
    """For each facet its commonest values: value, count, whether it is chosen, and the address that toggles it."""
    rows = []
    for name in FILTERS:
        values = [
            (value, count, (name, value) in chosen.filters, chosen.toggled(name, value))
            for value, count in list(facets.get(name, ()))[:most]
        ]
        if values:
            rows.append((name, values))
    return rows
