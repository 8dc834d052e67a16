"""`verbale crosswalk`: where the norms and the confidence-building measures are named or quoted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from search.cli import Session
from search.options import json_option

if TYPE_CHECKING:
    from search.crosswalk.finding import Crossed

EPILOG = """\b
Examples:
  verbale crosswalk
  verbale crosswalk "13 (f)"
  verbale crosswalk "OSCE CBM 8"
  verbale crosswalk "UN CBM 1" --json
"""


@click.command(epilog=EPILOG)
@click.argument("norm", required=False)
@json_option
@click.pass_obj
def command(session: Session, norm: str | None, as_json: bool) -> None:
    """Say where norms of responsible State behaviour and confidence-building measures are named or quoted.

    Without NORM a line for each of the eleven norms of A/70/174, the sixteen measures of the OSCE (PC.DEC/1202) and
    the eight global ones of the United Nations (A/79/214); with it every paragraph. Named by number where it is plain
    which list is meant, by words that people use for it, or quoted: that is found where the agreed text is held.
    """
    from search.crosswalk.finding import crosswalk
    from search.crosswalk.lists import item_named
    from search.reading_room import reading_room
    from search.terminal import print_json

    keys = (item_named(norm).key,) if norm else ()
    with reading_room(session) as library:
        found = crosswalk(library, keys)
        if as_json:
            print_json([one.as_json() for one in found])
        elif keys:
            _print_item(found[0])
        else:
            _print_all(found)


def _print_item(found: Crossed) -> None:
    item = found.item
    click.echo(f"{item.label}: {item.title}\n  {item.about}")
    click.echo(f"  Agreed text: {', '.join(name for name, _ in found.agreed_at) or f'{found.of.symbol}, not held'}\n")
    for mention in found.mentions:
        named = f"named: {mention.words}" if mention.words else ""
        how = "; ".join(filter(None, (named, mention.quotes())))
        about = ", ".join(filter(None, (mention.document.date, mention.document.process)))
        click.echo(f"  {mention.cite}  [{how}]  {about}")
    if not found.mentions:
        click.echo("  Not found in this corpus.")
    if found.notice():
        click.echo(f"\n  {found.notice()}")


def _print_all(found: list[Crossed]) -> None:
    before = ""
    for one in found:
        if one.of.key != before:
            held = "" if any(each.agreed_at for each in found if each.of == one.of) else "; not held, so nothing is "
            click.echo(f"{one.of.title} ({one.of.symbol}{held}{'known of quotations' if held else ''})")
            before = one.of.key
        processes = ", ".join(f"{name or 'not known'} {count}" for name, count in one.by_process().items())
        many = f"{len(one.mentions)} in {one.documents()}: {processes}" if one.mentions else "not found in this corpus"
        click.echo(f"  {one.item.number:<7} {one.item.title:<44} {many}")
