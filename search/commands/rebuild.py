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
    new one is whole; only documents that are read otherwise now are indexed anew.
    """
    from search.rebuilding import rebuild_home

    with session.home.writing("rebuild"):
        rebuilt, indexed = rebuild_home(session)
    for url, reason in rebuilt.lost:
        click.echo(f"{url}: {reason}", err=True)
    click.echo(
        f"{rebuilt.documents} documents read again from the archive, {len(rebuilt.lost)} lost; {indexed} indexed anew."
    )
    if rebuilt.lost:
        raise SystemExit(PARTLY)
