"""`verbale sources`: where documents come from, and whether they are still understood."""

from __future__ import annotations

from dataclasses import asdict

import click

from search.cli import PARTLY, Session
from search.options import json_option

EPILOG = """\b
Examples:
  verbale sources
  verbale sources --json
  verbale sources check
  verbale sources check osce nato
"""
CHECK_EPILOG = """\b
Examples:
  verbale sources check
  verbale sources check un-oewg --json
"""


@click.group(epilog=EPILOG, invoke_without_command=True)
@json_option
@click.pass_context
def command(ctx: click.Context, as_json: bool) -> None:
    """List the sources: the shipped ones, and the sites of your own in verbale.toml.

    `verbale sources check` looks at one page of each now.
    """
    if ctx.invoked_subcommand is None:
        _list(ctx.obj, as_json)


def _list(session: Session, as_json: bool) -> None:
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
        click.echo(f"{source.name:<20} {source.title}")
        for name, base in source.bases.items():
            click.echo(f"{'':<20}   {name}: {base}")
        click.echo(f"{'':<20}   expects {source.expect.at_least} to {source.expect.at_most} documents")


@command.command(epilog=CHECK_EPILOG)
@click.argument("sources", nargs=-1, metavar="[SOURCE...]")
@json_option
@click.pass_obj
def check(session: Session, sources: tuple[str, ...], as_json: bool) -> None:
    """Fetch one page of each source and say how it looks: understood, changed, blocked or unreachable.

    Nothing is stored. `changed` means that a page came and verbale does not understand it any more. Exit code 4 if
    any source is not understood.
    """
    from crawler.check import UNDERSTOOD
    from crawler.check import check as look
    from crawler.sources import load, names
    from search.crawling import web_fetcher
    from search.terminal import print_json
    from search.workshop import now

    chosen = [load(name, session.config) for name in sources or names(session.config)]
    looked = []
    with web_fetcher(session.config) as fetcher:
        for source in chosen:
            looked.append(look(source, fetcher, now().date()))
            if not as_json:
                last = looked[-1]
                told = f"{last.found} found on it" if last.state == UNDERSTOOD else last.reason
                click.echo(f"{last.source:<20} {last.state:<12} {last.url}\n{'':<20} {told}")
    if as_json:
        print_json([asdict(item) for item in looked])
    if any(item.state != UNDERSTOOD for item in looked):
        raise SystemExit(PARTLY)
