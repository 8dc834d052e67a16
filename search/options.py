"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON on stdout instead of text.")


def budget_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--documents`, `--megabytes`, `--minutes` and `--all`: what a run may take of each source."""
    command = click.option(
        "--all", "everything", is_flag=True, help="Ask again for every document, also where it is not due yet."
    )(command)
    command = click.option(
        "--minutes", type=click.FloatRange(min=0), help="Stop asking a source after so many minutes."
    )(command)
    command = click.option(
        "--megabytes", type=click.FloatRange(min=0), help="Stop asking a source after so many megabytes."
    )(command)
    return click.option(
        "--documents", type=click.IntRange(min=0), help="Ask each source for at most so many documents."
    )(command)
