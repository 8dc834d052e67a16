"""`verbale import`: take in files that the user has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from search.cli import PARTLY, Session
from search.options import json_option

if TYPE_CHECKING:
    from search.taking_in import Outcome

EPILOG = """\b
Examples:
  verbale import A_RES_79_237.pdf statements/
  verbale import --process oewg-2021 --type "national statement" *.docx
  verbale import --manifest papers.jsonl
  verbale import saved-page.mhtml capture.wacz
  verbale import --drop
  verbale import --watch ~/Downloads/un-papers

A manifest has one JSON object a line: "path" (relative to the manifest) and any of symbol, title, date,
source, process, type, session, language, submitters, url.
"""


@click.command("import", epilog=EPILOG)
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="FILE...")
@click.option(
    "--manifest",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Import the files that this JSONL file names.",
)
@click.option("--source", default="", help="Where all these files come from, such as un or osce.")
@click.option("--process", default="", help="The process of all these files, such as oewg-2021.")
@click.option("--type", "kind", default="", help="The type of all these files, such as 'national statement'.")
@click.option("--session", "session_name", default="", help="The session of all these files.")
@click.option("--lang", default="", help="The language of all these files, such as fr.")
@click.option("--drop", is_flag=True, help="Take in what lies in the home's drop folder.")
@click.option(
    "--watch",
    type=click.Path(file_okay=False, path_type=Path),
    help="Take in whatever is put into this folder, until stopped.",
)
@json_option
@click.pass_obj
def command(
    session: Session,
    files: tuple[Path, ...],
    manifest: Path | None,
    source: str,
    process: str,
    kind: str,
    session_name: str,
    lang: str,
    drop: bool,
    watch: Path | None,
    as_json: bool,
) -> None:
    """Take files into the corpus: PDF, DOCX, HTML or text, single or in folders; pages saved from a browser; captures
    of other tools (WARC, WACZ).

    Symbol, title and date are read from the first page unless a manifest says them. A file that cannot be read is
    reported with its reason, the rest goes in, and the exit code is 4.
    """
    from corpus.document import Posting
    from search.importing import Refused, Wanted, files_below, read_manifest, wanted_file
    from search.taking_in import take_in

    if drop or watch:
        _watch(session, watch or session.home.drop, as_json, forever=watch is not None)
        return
    if not files and not manifest:
        raise click.UsageError("Name files to import, or a manifest with --manifest.")
    said = Posting(url="", source=source, process=process, type=kind, session=session_name, language=lang)
    wanted: list[Wanted | Refused] = [wanted_file(path, said) for path in files_below(files)]
    if manifest:
        wanted += read_manifest(manifest.read_text(encoding="utf-8-sig", errors="replace"), manifest.parent)
    _report(take_in(session, wanted), as_json)


def _watch(session: Session, folder: Path, as_json: bool, *, forever: bool) -> None:
    """Take in what lies in a folder; with `forever`, look again and again until interrupted."""
    import time

    from search.drop import SETTLED_SECONDS, take_dropped, waiting
    from search.workshop import bring_index_level, now, workshop

    folder.mkdir(parents=True, exist_ok=True)
    while True:
        if not forever or waiting(folder, now()):
            with workshop(session, "import") as shop:
                outcomes = take_dropped(session, shop, folder, now())
                bring_index_level(session, shop.store)
            if not forever:
                _report(outcomes, as_json)
                return
            for outcome in outcomes:
                click.echo(f"{outcome.file}: {outcome.reason or outcome.change}")
        time.sleep(SETTLED_SECONDS)


def _report(outcomes: Sequence[Outcome], as_json: bool) -> None:
    from dataclasses import asdict

    from search.importing import summary
    from search.terminal import print_json

    failed = [outcome for outcome in outcomes if outcome.change == "failed"]
    for outcome in failed:
        click.echo(f"{outcome.file}: {outcome.reason}", err=True)
    if as_json:
        print_json([asdict(outcome) for outcome in outcomes])
    else:
        changes = Counter(outcome.change for outcome in outcomes if outcome.change != "failed")
        click.echo(summary(dict(changes), len(failed)))
    if failed:
        raise SystemExit(PARTLY)
