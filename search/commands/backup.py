"""`verbale backup`: a copy of the home that is a home itself, made while verbale works."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from search.cli import Session
from search.options import json_option

EPILOG = """\b
Examples:
  verbale backup /mnt/backup/verbale
  verbale backup --json /mnt/backup/verbale
  verbale --home /mnt/backup/verbale verify
"""


@click.command(epilog=EPILOG)
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@json_option
@click.pass_obj
def command(session: Session, folder: Path, as_json: bool) -> None:
    """Write a backup of this home into FOLDER, or bring the one that is there up to date.

    It may run while a night is under way, and takes the state after one of its commits. A backup is a home without an
    index: to restore it, copy it to where the home was; the next command makes the index. One that is killed leaves
    the one before as it was. Of the archive only what is new is copied.
    """
    from corpus.backup import back_up
    from search.progress import progress
    from search.terminal import print_json
    from search.workshop import now

    with progress(session, "archive files") as tell:
        made = back_up(session.home, folder.expanduser().absolute(), now(), tell)
    if as_json:
        print_json(asdict(made))
        return
    click.echo(
        f"{folder} holds {made.documents} documents ({made.paragraphs} paragraphs) and {made.archive_files} files of "
        f"the archive ({made.archive_bytes / 1e6:.1f} MB); {made.copied_files} of them were copied now "
        f"({made.copied_bytes / 1e6:.1f} MB)."
    )
