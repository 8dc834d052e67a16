"""`verbale search`: find words, phrases and symbols."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar, cast

import click

from search.cli import Session
from search.options import complete_words, json_option

if TYPE_CHECKING:
    from index.query import Sort
    from search.answer import Answer, SearchRequest

T = TypeVar("T")

EPILOG = """\b
Examples:
  verbale search points of contact directory
  verbale search '"international humanitarian law" NOT gender' --process oewg-2021
  verbale search A/75/816
  verbale search 'due diligence' --scope paragraph --year 2021 --sort date
  verbale search 'title:report year:2019..2021' --json
  verbale search --process poa --sort -date
  verbale search --kwic 'due diligence' --limit 50
  verbale search CBM --not-synonym 'confidence-building measures'
  verbale search --as-of 2026-11-30 '"points of contact directory"'
  verbale search --explain 'norms NEAR/5 state* -gender'
"""


@click.command(epilog=EPILOG)
@click.argument("words", nargs=-1, metavar="[QUERY...]", shell_complete=complete_words)
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
@click.option("--session", "held_in", multiple=True, help="Only of this session (repeatable).")
@click.option("--no-synonyms", is_flag=True, help="Search for the words typed only, not for other names of the same.")
@click.option(
    "--not-synonym", "off", multiple=True, metavar="CONCEPT", help="Leave one concept's other names out (repeatable)."
)
@click.option("--as-of", default="", metavar="DAY", help="Search what was held at the end of this day: 2026-11-30.")
@click.option("--explain", is_flag=True, help="Show how the query is understood, and what each part finds.")
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
    explain: bool,
    no_synonyms: bool,
    off: tuple[str, ...],
    as_of: str,
    as_json: bool,
    kind: tuple[str, ...],
    held_in: tuple[str, ...],
    **filters: tuple[str, ...],
) -> None:
    """Find documents by words, phrases and symbols.

    What has all the words comes first; where that is little, what has some of them follows. Other names of the same
    thing (CBM, confidence-building measures) are searched too, and said. The query language: words, "exact phrases",
    OR, NOT, parentheses, prefix*, fuzzy~, "two words"~5, field:value and ranges;
    docs/reference/query-language.md explains it with examples.
    """
    from index.query import FACETS
    from search.answer import SearchRequest
    from search.synonyms import ALL
    from search.terminal import TOLD_FACETS

    if not words and not any((*filters.values(), kind, held_in)):
        raise click.UsageError("Type what to search for, or choose a filter such as --process poa.")
    chosen = {"type": kind, "session": held_in, **filters}
    asked = cast("Sort", sort), offset, limit, chosen, (ALL,) if no_synonyms else off
    counted = FACETS if as_json else TOLD_FACETS
    request = SearchRequest(
        " ".join(words), "passage" if kwic or scope == "paragraph" else "document", *asked, facets=counted
    )
    _print(session, request, as_of, explain=explain, kwic=kwic, as_json=as_json)


def _print(session: Session, request: SearchRequest, as_of: str, *, explain: bool, kwic: bool, as_json: bool) -> None:
    """Ask, and print the answer in the way that was asked for."""
    from search.reading_room import reading_room_as_of
    from search.terminal import print_answer, print_concordance, print_explanation, print_json

    with reading_room_as_of(session, as_of) as library:
        if explain:
            print_explanation(_run(library.explain, request), as_json=as_json)
            return
        answer = _run(library.search, request)
    _tell_unmet(session, request, answer)
    if kwic:
        print_concordance(answer, session, as_json=as_json)
    elif as_json:
        print_json(answer.as_json())
    else:
        print_answer(answer, session)


def _tell_unmet(session: Session, request: SearchRequest, answer: Answer) -> None:
    """Say which concepts were to be left out that the query does not name: they may be misspelt."""
    from search.synonyms import ALL

    met = [switch.expansion.concept for switch in answer.synonyms]
    for name in request.off:
        if name != ALL and name not in met:
            named = f"it names {', '.join(met)}" if met else "it names none"
            session.say(
                f"Note: --not-synonym {name!r} leaves nothing out: the query does not name that concept; {named}."
            )


def _run(run: Callable[[SearchRequest], T], request: SearchRequest) -> T:
    """What was asked for; a query that cannot be run is shown with its place pointed at."""
    from corpus.errors import QueryError

    try:
        return run(request)
    except QueryError as error:
        pointer = f"  {request.query}\n  {' ' * error.position}^" if len(request.query) < 100 else ""
        raise click.UsageError(f"{error}\n{pointer}") from error
