"""`verbale show`: read a document, or one paragraph of it."""

from __future__ import annotations

import sys

import click

from search.cli import Session
from search.options import complete_words, json_option

EPILOG = """\b
Examples:
  verbale show A/75/816
  verbale show a-res-79-1 --para 5
  verbale show PC.DEC/1202 --lang ru
  verbale show A/75/816 --original > A_75_816.pdf
"""


@click.command(epilog=EPILOG)
@click.argument("symbol", shell_complete=complete_words)
@click.option("--para", metavar="N", help="Only the paragraph with this printed number: 24, '24 (b)', PP3, OP5.")
@click.option("--lang", metavar="L", help="The version in this language, such as fr.")
@click.option("--original", is_flag=True, help="Write the original file, as fetched, to stdout.")
@json_option
@click.pass_obj
def command(session: Session, symbol: str, para: str | None, lang: str | None, original: bool, as_json: bool) -> None:
    """Show a document: what is known of it, and its text by paragraph.

    SYMBOL may be written in any way: A/75/816, a-75-816, "res. 75/240".
    """
    from search.document_view import choose_paragraphs, choose_version, document_json, known_document
    from search.reading_room import reading_room
    from search.terminal import print_document, print_json

    with reading_room(session) as library:
        document = library.store.document(symbol)
        known = known_document(library.store, document)
        version = choose_version(document, known.versions, lang)
        if original:
            _write_original(session, document.key, version)
            return
        passages = library.store.passages_of(document.id, version.id) if version else []
    chosen = choose_paragraphs(document, passages, para) if para else passages
    if as_json:
        print_json(document_json(known, version, chosen))
    else:
        print_document(known, version, chosen, session, whole=not para)


def _write_original(session: Session, key: str, version: object) -> None:
    from corpus.archive import Archive
    from corpus.store import StoredVersion

    if not isinstance(version, StoredVersion):
        raise click.ClickException(f"The text of {key} is not held, so there is no original to write.")
    if sys.stdout.isatty():
        raise click.UsageError(
            "An original is not text: send it to a file, as in `verbale show ... --original > FILE`."
        )
    sys.stdout.buffer.write(Archive(session.home.archive).read(version.archived).body)
