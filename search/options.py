"""Options that several commands share."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import click
from click.shell_completion import CompletionItem


def complete_words(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """What the shell offers for words of a query and for symbols; nothing where nothing is held."""
    from corpus.errors import VerbaleError
    from search.cli import default_home
    from search.library import library_at

    home = ctx.find_root().params.get("home") or default_home(os.environ)
    try:
        with library_at(home) as library:
            return [
                CompletionItem(one.text, help=f"{one.kind}: {one.about}") for one in library.complete(incomplete, 20)
            ]
    except VerbaleError:
        return []


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
