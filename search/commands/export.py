"""`verbale export`: documents with their originals, for other tools."""

from __future__ import annotations

from pathlib import Path

import click

from search.cli import Session

EPILOG = """\b
Examples:
  verbale export --wacz collection.wacz
  verbale export --wacz reports.wacz A/75/816 A/79/214
  verbale export --wacz directory.wacz --query '"points of contact directory"'
"""


@click.command(epilog=EPILOG)
@click.argument("symbols", nargs=-1, metavar="[SYMBOL...]")
@click.option("--wacz", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The WACZ file to write.")
@click.option("--query", default="", help="Export the documents that match this query.")
@click.option("--limit", type=click.IntRange(1), default=1000, show_default=True, help="Of a query, at most so many.")
@click.pass_obj
def command(session: Session, symbols: tuple[str, ...], wacz: Path, query: str, limit: int) -> None:
    """Write originals as they were fetched into one file that ReplayWeb.page and other archives open.

    All that is held, or the documents named, or those that a query finds. `verbale import FILE.wacz` takes them in
    elsewhere.
    """
    from importlib.metadata import version

    from corpus.archive import Archive
    from search.answer import SearchRequest
    from search.reading_room import reading_room
    from search.wacz import kept, write_wacz
    from search.workshop import now

    with reading_room(session) as library:
        store = library.store
        if query:
            found = library.search(SearchRequest(query, limit=limit))
            documents = [hit.document for hit in found.hits]
        elif symbols:
            documents = [store.document(symbol) for symbol in symbols]
        else:
            documents = list(store.documents(store.document_ids()).values())
        archive = Archive(session.home.archive)
        try:
            count = write_wacz(wacz, kept(store, documents), archive, f"verbale {version('verbale')}", now())
        except OSError as error:
            raise click.ClickException(f"{wacz} cannot be written: {error.strerror}.") from error
    click.echo(f"{wacz}: {count} originals of {len(documents)} documents.")
