"""`verbale doctor`: what is there, what is missing, and how to get it."""

from __future__ import annotations

import click

from search.cli import Session
from search.options import json_option

EPILOG = """\b
Examples:
  verbale doctor
  verbale doctor --json
"""


@click.command(epilog=EPILOG)
@json_option
@click.pass_obj
def command(session: Session, as_json: bool) -> None:
    """Say whether verbale can work here, and what would let it read more.

    Exit code 1 if something needed is broken; what is optional (LibreOffice for old office files, tesseract for
    scans) may be missing.
    """
    from search.doctor import finding_lines, findings, findings_json
    from search.terminal import print_json

    found = findings(session.home, session.config)
    if as_json:
        print_json(findings_json(found))
    else:
        click.echo("\n".join(finding_lines(found)))
    if any(finding.state == "broken" for finding in found):
        raise SystemExit(1)
