"""`verbale sources`: where documents come from."""

from __future__ import annotations

import click

from search.cli import Session
from search.options import json_option

EPILOG = """\b
Examples:
  verbale sources
  verbale sources --json
"""


@click.command(epilog=EPILOG)
@json_option
@click.pass_obj
def command(session: Session, as_json: bool) -> None:
    """List the sources: the shipped ones, and the sites of your own in verbale.toml."""
    from crawler.sources import load, names
    from search.terminal import print_json

    sources = [load(name, session.config) for name in names(session.config)]
    if as_json:
        print_json(
            [
                {
                    "name": source.name,
                    "title": source.title,
                    "bases": dict(source.bases),
                    "at_least": source.expect.at_least,
                    "at_most": source.expect.at_most,
                }
                for source in sources
            ]
        )
        return
    for source in sources:
        click.echo(f"{source.name:<16} {source.title}")
        for name, base in source.bases.items():
            click.echo(f"{'':<16}   {name}: {base}")
        click.echo(f"{'':<16}   expects {source.expect.at_least} to {source.expect.at_most} documents")
