"""`verbale quotes`: what a draft quotes, held against the texts."""

from __future__ import annotations

from pathlib import Path

import click

from search.cli import Session
from search.options import json_option

EPILOG = """\b
Examples:
  verbale quotes draft.docx
  verbale quotes draft.docx --quotations-only --html report.html
  verbale quotes statement.pdf --json > report.json
  pbpaste | verbale quotes -
"""


@click.command(epilog=EPILOG)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@click.option("--quotations-only", is_flag=True, help="Leave out sentences outside quotation marks.")
@click.option("--html", "page", type=click.Path(dir_okay=False, writable=True, path_type=Path), metavar="FILE",
              help="Write the report there too, as a page that needs no server.")  # fmt: skip
@json_option
@click.pass_obj
def command(session: Session, file: str, quotations_only: bool, page: Path | None, as_json: bool) -> None:
    """Check every quotation of a draft, word for word, against what is held.

    FILE is DOCX, PDF, HTML, plain text or anything else that can be imported, or - for standard input. Nothing of it is
    kept. Each quotation comes back as verbatim, altered (with the words that differ), not found, or not covered (its
    document or language is not held), with the citation to use. Sentences outside quotation marks are looked for too:
    those that are somebody else's are shown, the others only counted as your own words; --json has them all.
    """
    from search.quotes.printing import print_report
    from search.quotes.reading import check_draft, read_draft
    from search.terminal import print_json
    from search.tracing.room import tracing_room

    with click.open_file(file, "rb") as stream:
        body = stream.read()
    paragraphs = read_draft(body, "" if file == "-" else Path(file).name, session.config.extract)
    with tracing_room(session) as (library, shingles):
        name = "standard input" if file == "-" else Path(file).name
        report = check_draft(library, shingles, name, paragraphs, sentences=not quotations_only)
    if page is not None:
        from search.quotes.page import report_page

        page.write_text(report_page(report), encoding="utf-8")
    if as_json:
        print_json(report.as_json())
    else:
        print_report(report, session)
