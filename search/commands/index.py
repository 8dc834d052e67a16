"""`verbale index`: bring the index level with the store."""

from __future__ import annotations

import click

from search.cli import Session

EPILOG = """\b
Examples:
  verbale index
  verbale index --fresh
  verbale index --check
"""


@click.command(epilog=EPILOG)
@click.option("--engine", help="Index for this engine instead of the configured one.")
@click.option("--fresh", is_flag=True, help="Make the whole index anew, beside the old one, and swap it in.")
@click.option("--check", "checked", is_flag=True, help="Compare the index with the store, and change nothing.")
@click.pass_obj
def command(session: Session, engine: str | None, fresh: bool, checked: bool) -> None:
    """Index what changed in the store since the index was last whole.

    `import`, `update` and `quickstart` do this by themselves. The index is a cache: it can be deleted at any time.
    """
    from index.sync import rebuild, sync
    from search.progress import progress
    from search.workshop import bring_shingles_level, workshop

    name = engine or session.config.engine
    if checked:
        _check(session, name)
        return
    with workshop(session, "index") as shop:
        with progress(session, "indexing") as tell:
            synced = (rebuild if fresh else sync)(shop.store, name, session.home.index(name), tell)
        bring_shingles_level(session, shop.store, anew=fresh)
    done = "made anew" if synced.rebuilt else "brought up to date"
    click.echo(f"Index {name} {done}: {synced.documents} documents written.")


def _check(session: Session, name: str) -> None:
    from corpus.store import Store
    from index.check import check
    from index.engine import open_engine

    store = Store.open(session.home.database)
    opened = open_engine(name, session.home.index(name))
    try:
        wrong = list(check(store, opened))
    finally:
        opened.close()
        store.close()
    for line in wrong:
        click.echo(line)
    if wrong:
        click.echo("`verbale index --fresh` makes the index anew.", err=True)
        raise SystemExit(1)
    click.echo(f"Index {name} holds what the store holds.")
