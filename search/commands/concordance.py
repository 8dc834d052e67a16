"""`verbale concordance`: the same paragraph in all languages held."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import click

from search.cli import Session
from search.options import complete_words, json_option

if TYPE_CHECKING:
    from search.concordance import Concordance, Counterpart

EPILOG = """\b
Examples:
  verbale concordance PC.DEC/1202 --para 3
  verbale concordance A/RES/75/240 --para 1 --lang fr
  verbale concordance 'points of contact'
  verbale concordance 'mesures de confiance' --lang fr --json
"""


@click.command(epilog=EPILOG)
@click.argument("words", nargs=-1, required=True, metavar="SYMBOL|PHRASE", shell_complete=complete_words)
@click.option("--para", metavar="N", default="", help="The paragraph with this printed number: 24, '24 (b)', PP3, OP5.")
@click.option("--lang", metavar="L", default="", help="The language to begin from, such as fr.")
@click.option("--limit", type=click.IntRange(1, 200), default=10, show_default=True, help="How many paragraphs.")
@json_option
@click.pass_obj
def command(session: Session, words: tuple[str, ...], para: str, lang: str, limit: int, as_json: bool) -> None:
    """Show a paragraph in every language in which its document is held, or the paragraphs that have a phrase.

    Paragraphs are aligned by their printed numbers, never translated. Each counterpart says whether it is `aligned`,
    `doubtful` (its numbers, symbols or length differ: the reason is told) or `cannot align`.
    """
    from corpus.errors import QueryError
    from search.concordance import is_symbol, of_document, of_phrase
    from search.reading_room import reading_room
    from search.terminal import print_json

    asked = " ".join(words)
    try:
        with reading_room(session) as library:
            if para or is_symbol(library.store, asked):
                told = of_document(library.store, asked, para, lang)
            else:
                told = of_phrase(library, asked, lang, limit)
    except QueryError as error:
        raise click.UsageError(str(error)) from error
    if as_json:
        print_json(told.as_json())
    else:
        _print(session, told)


def _print(session: Session, told: Concordance) -> None:
    for entry in told.entries:
        click.echo(f"{click.style(entry.citation, bold=True)}  [{entry.passage.version_language}]")
        click.echo(_filled(entry.passage.text) + "\n")
        for counterpart in entry.counterparts:
            _print_counterpart(counterpart)
    for notice in told.notices:
        session.say(notice)


def _print_counterpart(counterpart: Counterpart) -> None:
    says = ": ".join(filter(None, (counterpart.verdict, "; ".join(counterpart.reasons))))
    click.echo(f"  [{counterpart.language}] {says}")
    if counterpart.passage is not None:
        click.echo(_filled(counterpart.passage.text))
    click.echo()


def _filled(text: str) -> str:
    from search.terminal import WIDTH

    return textwrap.fill(text, WIDTH, initial_indent="    ", subsequent_indent="    ", break_on_hyphens=False)
