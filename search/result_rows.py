"""All results of a search, not only a page of them, and each as the row of a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace
from itertools import chain, islice

from search.answer import Answer, FoundDocument, SearchRequest, document_path
from search.bibliography import address
from search.library import Library
from search.marks import snippet
from search.rescoring import WINDOW

SNIPPET = 420
# What is asked of the index at once, after the part that readers see in its order.
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Row:
    """A hit as a row: the document, the number, page and words of its best paragraph, and where both are found.

    `url` is where the source has the document, `permalink` the paragraph's (or the document's) page in the web form.
    """

    symbol: str
    title: str
    date: str
    type: str
    process: str
    source: str
    submitters: tuple[str, ...]
    paragraph: str
    page: int
    snippet: str
    url: str
    permalink: str


COLUMNS = tuple(field.name for field in fields(Row))


def every_hit(library: Library, request: SearchRequest, limit: int) -> tuple[int, Iterator[FoundDocument]]:
    """How much a search finds, and the first `limit` of it in the order in which readers page through it.

    Hits that readers see folded into one another come singly; what has only some of the words is left out. The first
    hits are searched for at once, the others as they are taken. Raises QueryError.
    """
    first = library.search(replace(request, offset=0, limit=min(limit, WINDOW), facets=()))
    return first.total, islice(chain(_told(first), _others(library, request, first.total, limit)), limit)


def _others(library: Library, request: SearchRequest, total: int, limit: int) -> Iterator[FoundDocument]:
    for offset in range(WINDOW, min(total, limit), _AT_ONCE):
        count = min(_AT_ONCE, limit - offset)
        yield from _told(library.search(replace(request, offset=offset, limit=count, facets=())))


def _told(answer: Answer) -> Iterator[FoundDocument]:
    for hit in answer.hits:
        yield from (one for one in (hit, *hit.same) if not one.partial)


def rows(hits: Iterable[FoundDocument], form: str) -> Iterator[Row]:
    """The rows of hits; `form` is where the web form is (`http://127.0.0.1:8765`), for permalinks."""
    for hit in hits:
        document = hit.document
        best = next(iter(hit.passages), None)
        yield Row(
            symbol=document.symbol,
            title=document.title,
            date=document.date,
            type=document.type,
            process=document.process,
            source=document.source,
            submitters=document.submitters,
            paragraph=best.number if best else "",
            page=best.page if best else 0,
            snippet=snippet(best.text, best.marks, SNIPPET)[0] if best else "",
            url=address(document),
            permalink=form + (best.url if best else document_path(document.key)),
        )
