"""`verbale rebuild`: make the store and the index again from the archive."""

from __future__ import annotations

import click

from search.cli import PARTLY, Session

EPILOG = """\b
Example:
  verbale rebuild
"""


@click.command(epilog=EPILOG)
@click.pass_obj
def command(session: Session) -> None:
    """Read every archived answer again, without network: a new store and a new index.

    Needed after an upgrade that reads documents better, or when the store is damaged. The old store serves until the
    new one is whole.
    """
    from corpus.archive import Archive
    from corpus.rebuild import rebuild
    from corpus.store import Store
    from corpus.workers import Workers
    from index.sync import rebuild as rebuild_index
    from search.progress import progress
    from search.workshop import load_catalogue

    home, engine = session.home, session.config.engine
    with session.home.writing("rebuild"):
        archive = Archive(home.archive)
        archive.recover()
        with Workers(session.config.workers) as workers, progress(session, "reading the archive") as tell:
            rebuilt = rebuild(archive, home.database, workers, load_catalogue, tell)
        store = Store.open(home.database, writing=True)
        try:
            with progress(session, "indexing") as tell:
                rebuild_index(store, engine, home.index(engine), tell)
        finally:
            store.close()
    for url, reason in rebuilt.lost:
        click.echo(f"{url}: {reason}", err=True)
    click.echo(f"{rebuilt.documents} documents read again from the archive, {len(rebuilt.lost)} lost.")
    if rebuilt.lost:
        raise SystemExit(PARTLY)
