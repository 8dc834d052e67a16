"""`verbale cite`: how to cite a document, or one paragraph of it."""

from __future__ import annotations

import click

from search.cli import Session
from search.options import complete_words, json_option

STYLES = ("un", "oscola", "bluebook", "ris", "bibtex", "csl")
EPILOG = """\b
Examples:
  verbale cite A/75/816 --para 24
  verbale cite a-res-75-240 --para PP9
  verbale cite 32016R0679 --para 'art. 5 (1)' --style oscola
  verbale cite PC.DEC/1202 --style bluebook
  verbale cite A/75/816 --style ris > A_75_816.ris
  verbale cite A/RES/79/1 --para 24 --json
"""


@click.command(epilog=EPILOG)
@click.argument("symbol", shell_complete=complete_words)
@click.option(
    "--para", metavar="N", help="The paragraph with this printed number: 24, '24 (b)', PP3, OP5, 'art. 5 (1)'."
)
@click.option(
    "--style",
    type=click.Choice(STYLES),
    default="un",
    show_default=True,
    help="un is that of the UN Editorial Manual; ris, bibtex and csl are for reference managers.",
)
@click.option("--lang", metavar="L", help="Look the paragraph up in the version in this language, such as fr.")
@json_option
@click.pass_obj
def command(session: Session, symbol: str, para: str | None, style: str, lang: str | None, as_json: bool) -> None:
    """Print how to cite a document, or one paragraph of it.

    SYMBOL may be written in any way: A/75/816, a-75-816, "res. 75/240". Where annexes or articles number their
    paragraphs anew, a number can be that of several: each gets its line. With --json, every style at once and the text
    of the paragraph.
    """
    from search.cite.records import RECORDS, WHOLE, cited_places, citing_json, in_style
    from search.document_view import choose_version
    from search.reading_room import reading_room
    from search.terminal import print_json

    with reading_room(session) as library:
        document = library.store.document(symbol)
        version = choose_version(document, library.store.versions(document.id), lang)
        places = cited_places(library.store, document, version, para)
    if as_json:
        print_json([citing_json(document, place) for place in places])
        return
    if len(places) > 1:
        session.say(f"{len(places)} paragraphs of {document.key} have this number; --json shows their texts.")
        places = (WHOLE,) if style in RECORDS else places
    for note in dict.fromkeys(filter(None, (in_style(document, style, place).note for place in places))):
        session.say(note)
    for text in dict.fromkeys(in_style(document, style, place).text for place in places):
        click.echo(text, nl=not text.endswith("\n"))
