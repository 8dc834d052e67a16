"""`verbale import`: take in files that the user has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from search.cli import PARTLY, Session
from search.options import json_option

EPILOG = """\b
Examples:
  verbale import A_RES_79_237.pdf statements/
  verbale import --process oewg-2021 --type "national statement" *.docx
  verbale import --manifest papers.jsonl

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
    as_json: bool,
) -> None:
    """Take files into the corpus: PDF, DOCX, HTML or text, single or in folders.

    Symbol, title and date are read from the first page unless a manifest says them. A file that cannot be read is
    reported with its reason, the rest goes in, and the exit code is 4.
    """
    from corpus.document import Posting
    from search.importing import Refused, Wanted, files_below, read_manifest, wanted_file

    if not files and not manifest:
        raise click.UsageError("Name files to import, or a manifest with --manifest.")
    said = Posting(url="", source=source, process=process, type=kind, session=session_name, language=lang)
    wanted: list[Wanted | Refused] = [wanted_file(path, said) for path in files_below(files)]
    if manifest:
        wanted += read_manifest(manifest.read_text(encoding="utf-8-sig", errors="replace"), manifest.parent)
    outcome = _take_in(session, wanted)
    _report(session, outcome, as_json)


def _take_in(session: Session, wanted: Sequence[object]) -> list[dict[str, str]]:
    """Import everything wanted; one row {file, change, key, reason} each, in order."""
    from corpus.intake import Delivery
    from search.importing import Refused, Wanted, delivery
    from search.progress import progress
    from search.workshop import bring_index_level, now, workshop

    rows: list[dict[str, str]] = []
    names: list[str] = []

    def deliveries() -> Iterator[Delivery]:
        for item in wanted:
            ready = delivery(item, session.config.max_bytes, now()) if isinstance(item, Wanted) else item
            if isinstance(ready, Refused):
                rows.append({"file": ready.what, "change": "failed", "key": "", "reason": ready.reason})
            elif isinstance(ready, Delivery):
                names.append(str(item.path) if isinstance(item, Wanted) else "")
                yield ready

    with workshop(session, "import") as shop:
        with progress(session, "importing") as tell:
            for done, deposit in enumerate(shop.intake.take(deliveries()), 1):
                rows.append(
                    {"file": names[done - 1], "change": deposit.change, "key": deposit.key, "reason": deposit.reason}
                )
                tell(len(rows), len(wanted))
        bring_index_level(session, shop.store)
    return rows


def _report(session: Session, rows: list[dict[str, str]], as_json: bool) -> None:
    from search.importing import summary
    from search.terminal import print_json

    failed = [row for row in rows if row["change"] == "failed"]
    for row in failed:
        click.echo(f"{row['file']}: {row['reason']}", err=True)
    if as_json:
        print_json(rows)
    else:
        changes = Counter(row["change"] for row in rows if row["change"] != "failed")
        click.echo(summary(dict(changes), len(failed)))
    if failed:
        raise SystemExit(PARTLY)
