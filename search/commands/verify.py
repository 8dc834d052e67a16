"""`verbale verify`: is everything there, and as it was kept?"""

from __future__ import annotations

from dataclasses import asdict

import click

from search.cli import Session
from search.options import json_option

EPILOG = """\b
Examples:
  verbale verify
  verbale verify --json
  verbale verify --repair
"""


@click.command(epilog=EPILOG)
@click.option("--repair", "mend", is_flag=True, help="Mend what can be mended: rebuild, or fetch again.")
@json_option
@click.pass_obj
def command(session: Session, mend: bool, as_json: bool) -> None:
    """Check every record of the archive and every row of the store, and say what is damaged.

    Each record's checksum and digest, each text's digest, each row's place in the archive. With --repair a damaged
    store is made again from the archive, and a damaged record is fetched again from where it came; it stays where it
    is, and is noted in archive/damaged.jsonl. Exit code 1 if something is damaged and not mended.
    """
    from search.repairing import look, repair
    from search.terminal import print_json

    looked = look(session)
    mended = dict(repair(session, looked)) if mend else {}
    left = [damage for damage in looked.damages if not mended.get(damage)]
    if as_json:
        rows = [asdict(damage) | {"mended": mended.get(damage, "")} for damage in looked.damages]
        print_json({"records": looked.records, "mended_earlier": looked.mended, "damages": rows})
    else:
        for damage in looked.damages:
            click.echo(f"{damage.where}: {damage.what}; {mended.get(damage) or damage.cure}")
        earlier = f", {looked.mended} mended earlier" if looked.mended else ""
        click.echo(
            f"{looked.records} records looked at; {len(looked.damages)} damaged, {len(left)} not mended{earlier}."
        )
    if left:
        raise SystemExit(1)
