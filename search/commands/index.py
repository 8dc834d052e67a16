"""`verbale index`: bring the index level with the store."""

from __future__ import annotations

import click

from search.cli import Session

EPILOG = """\b
Examples:
  verbale index
  verbale index --fresh
"""


@click.command(epilog=EPILOG)
@click.option("--engine", help="Index for this engine instead of the configured one.")
@click.option("--fresh", is_flag=True, help="Make the whole index anew, beside the old one, and swap it in.")
@click.pass_obj
def command(session: Session, engine: str | None, fresh: bool) -> None:
    """Index what changed in the store since the index was last whole.

    `import`, `update` and `quickstart` do this by themselves. The index is a cache: it can be deleted at any time.
    """
    from index.sync import rebuild, sync
    from search.progress import progress
    from search.workshop import workshop

    name = engine or session.config.engine
    with workshop(session, "index") as shop, progress(session, "indexing") as tell:
        synced = (rebuild if fresh else sync)(shop.store, name, session.home.index(name), tell)
    done = "made anew" if synced.rebuilt else "brought up to date"
    click.echo(f"Index {name} {done}: {synced.documents} documents written.")
