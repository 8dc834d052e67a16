"""`verbale rebuild`: make the store and the index again from the archive."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from search.cli import PARTLY, Session

if TYPE_CHECKING:
    from corpus.archive import Archive
    from corpus.store import Store

EPILOG = """\b
Example:
  verbale rebuild
"""


@click.command(epilog=EPILOG)
@click.pass_obj
def command(session: Session) -> None:
    """Read every archived answer again, without network: a new store and a new index.

    Needed after an upgrade that reads documents better, or when the store is damaged. The old store serves until the
    new one is whole; only documents that are read otherwise now are indexed anew.
    """
    from corpus.archive import Archive
    from corpus.rebuild import rebuild
    from corpus.workers import Workers
    from search.progress import progress
    from search.workshop import now

    with session.home.writing("rebuild"):
        archive = Archive(session.home.archive)
        archive.recover()
        with (
            Workers(session.config.workers, session.config.extract) as workers,
            progress(session, "reading the archive") as tell,
        ):
            rebuilt = rebuild(archive, session.home.database, workers, _fill(session, archive), tell, now())
        indexed = _level(session) if rebuilt.continues else _install(session)
    for url, reason in rebuilt.lost:
        click.echo(f"{url}: {reason}", err=True)
    click.echo(
        f"{rebuilt.documents} documents read again from the archive, {len(rebuilt.lost)} lost; {indexed} indexed anew."
    )
    if rebuilt.lost:
        raise SystemExit(PARTLY)


def _fill(session: Session, archive: Archive) -> Callable[[Store], None]:
    """What puts the catalogue into a new store, and what libraries told."""

    def fill(store: Store) -> None:
        from search.records import record_again
        from search.workshop import load_catalogue

        load_catalogue(store)
        record_again(archive, session.config, store)

    return fill


def _level(session: Session) -> int:
    """Put the new store in the place of the old one, whose ids it has, and index what differs; returns how much."""
    from corpus.rebuild import install
    from corpus.store import Store
    from search.workshop import bring_index_level

    install(session.home.database)
    store = Store.open(session.home.database)
    try:
        return bring_index_level(session, store).documents
    finally:
        store.close()


def _install(session: Session) -> int:
    """Index the new store, then put both in the place of the old ones; returns how many documents were indexed.

    The old index goes first: killed in between, a home without an index is indexed by the next command, while an old
    index beside a new store would lead to the wrong paragraphs.
    """
    import shutil

    from corpus.rebuild import built_beside, install
    from corpus.store import Store
    from index import sync
    from search.progress import progress

    home, engine = session.home, session.config.engine
    folder = home.index(engine)
    store = Store.open(built_beside(home.database), writing=True)
    try:
        with progress(session, "indexing") as tell:
            built = sync.build(store, engine, folder, tell)
    finally:
        store.close()
    shutil.rmtree(folder, ignore_errors=True)
    install(home.database)
    sync.swap(sync.built_beside(folder), folder)
    return built.documents
