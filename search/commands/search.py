"""`verbale search`: find words, phrases and symbols."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import click

from search.cli import Session
from search.options import json_option

if TYPE_CHECKING:
    from index.query import Sort
    from search.answer import Answer, SearchRequest
    from search.library import Library

EPILOG = """\b
Examples:
  verbale search points of contact directory
  verbale search '"international humanitarian law" NOT gender' --process oewg-2021
  verbale search A/75/816
  verbale search 'due diligence' --scope paragraph --year 2021 --sort date
  verbale search 'title:report year:2019..2021' --json
  verbale search --process poa --sort -date
  verbale search --kwic 'due diligence' --limit 50
"""


@click.command(epilog=EPILOG)
@click.argument("words", nargs=-1, metavar="[QUERY...]")
@click.option(
    "--scope",
    type=click.Choice(["document", "paragraph"]),
    default="document",
    show_default=True,
    help="Find documents, or single paragraphs.",
)
@click.option(
    "--sort",
    type=click.Choice(["relevance", "date", "-date", "symbol"]),
    default="relevance",
    show_default=True,
    help="-date is newest first.",
)
@click.option("--limit", type=click.IntRange(0, 1000), default=10, show_default=True, help="How many hits.")
@click.option("--offset", type=click.IntRange(0, 100_000), default=0, help="Leave out the first so many hits.")
@click.option("--source", multiple=True, help="Only this source, such as un or osce (repeatable).")
@click.option("--process", multiple=True, help="Only this process, such as oewg-2021 (repeatable).")
@click.option("--type", "kind", multiple=True, help="Only this type, such as resolution (repeatable).")
@click.option("--year", multiple=True, help="Only this year (repeatable).")
@click.option("--lang", multiple=True, help="Only this language, such as fr (repeatable).")
@click.option("--by", multiple=True, help="Only from this submitter (repeatable).")
@click.option("--kwic", is_flag=True, help="Key words in context: a line for each place where they stand.")
@json_option
@click.pass_obj
def command(
    session: Session,
    /,
    words: tuple[str, ...],
    scope: str,
    sort: str,
    limit: int,
    offset: int,
    kwic: bool,
    as_json: bool,
    kind: tuple[str, ...],
    **filters: tuple[str, ...],
) -> None:
    """Find documents by words, phrases and symbols.

    All words must occur. The query language: words, "exact phrases", OR, NOT, parentheses, prefix*, fuzzy~,
    "two words"~5, field:value and ranges; docs/reference/query-language.md explains it with examples.
    """
    from search.answer import SearchRequest
    from search.reading_room import reading_room
    from search.terminal import print_answer, print_concordance, print_json

    if not words and not any((*filters.values(), kind)):
        raise click.UsageError("Type what to search for, or choose a filter such as --process poa.")
    asked = cast("Sort", sort), offset, limit, {"type": kind, **filters}
    request = SearchRequest(" ".join(words), "passage" if kwic or scope == "paragraph" else "document", *asked)
    with reading_room(session) as library:
        answer = _answer(library, request)
    if kwic:
        print_concordance(answer, session, as_json=as_json)
    elif as_json:
        print_json(answer.as_json())
    else:
        print_answer(answer, session)


def _answer(library: Library, request: SearchRequest) -> Answer:
    """The answer; a query that cannot be run is shown with its place pointed at."""
    from corpus.errors import QueryError

    try:
        return library.search(request)
    except QueryError as error:
        pointer = f"  {request.query}\n  {' ' * error.position}^" if len(request.query) < 100 else ""
        raise click.UsageError(f"{error}\n{pointer}") from error
