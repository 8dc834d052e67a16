"""The pages of docs/ that are made from the code itself, so that they cannot go stale (`make docs`)."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import click

from corpus.vocabulary import PROCESSES, SOURCES, TYPES
from search.cli import main

WIDTH = 100
COMMAND_LINE = """# Command line

Made from `--help` by `make docs`; a test fails when it is out of date.

Data goes to stdout, talk to stderr. Exit codes: 0 done, 1 error, 2 wrong use (an option, or a query that cannot be
run), 4 partly done: a source failed or is blocked, or a file could not be read; what came is kept.

Colours are left out when the output is no terminal, and when `NO_COLOR` is set.
"""
VOCABULARY = """# Vocabulary

The words under which verbale files documents, whatever their source calls them; the source's own label is kept beside
(`type_label`). Made from `corpus/vocabulary.py` by `make docs`.
"""


def command_line() -> str:
    """The page with the help of every command."""
    # Context applies a command's own settings only when it parses arguments.
    settings = {**main.context_settings, "max_content_width": WIDTH, "terminal_width": WIDTH}
    parent = click.Context(main, info_name="verbale", **settings)
    parts = [COMMAND_LINE, _section("verbale", main.get_help(parent))]
    for name in main.list_commands(parent):
        command = main.get_command(parent, name)
        if command is not None:
            context = click.Context(command, info_name=name, parent=parent)
            parts.append(_section(f"verbale {name}", command.get_help(context)))
            parts += _within(command, context)
    return "\n".join(parts)


def _within(command: click.Command, parent: click.Context) -> Iterator[str]:
    """The help of the commands within a command: `verbale sources check`."""
    for name, inner in command.commands.items() if isinstance(command, click.Group) else ():
        context = click.Context(inner, info_name=name, parent=parent)
        yield _section(context.command_path, inner.get_help(context))


def _section(title: str, text: str) -> str:
    return f"## {title}\n\n```text\n{click.unstyle(text)}\n```\n"


def vocabulary() -> str:
    """The page with all sources, processes and types."""
    return "\n".join(
        [
            VOCABULARY,
            _table("Sources (`--source`)", SOURCES),
            _table("Processes (`--process`)", PROCESSES),
            "## Types (`--type`)\n",
            *(f"- {name}" for name in TYPES),
            "",
        ]
    )


def _table(title: str, names: Mapping[str, str]) -> str:
    rows = "\n".join(f"| `{name}` | {meaning} |" for name, meaning in names.items())
    return f"## {title}\n\n| name | meaning |\n|---|---|\n{rows}\n"


PAGES: Mapping[str, Callable[[], str]] = {
    "reference/command-line.md": command_line,
    "reference/vocabulary.md": vocabulary,
}


if __name__ == "__main__":
    for name, page in PAGES.items():
        (Path(sys.argv[1]) / name).write_text(page(), encoding="utf-8")
