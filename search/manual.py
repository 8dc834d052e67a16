"""The command-line reference, made from the commands themselves so that it cannot go stale (`make docs`)."""

from __future__ import annotations

import click

from search.cli import main

HEAD = """# Command line

Made from `--help` by `make docs`; a test fails when it is out of date.

Data goes to stdout, talk to stderr. Exit codes: 0 done, 1 error, 2 wrong use (an option, or a query that cannot be
run), 4 partly done: a source failed or is blocked, or a file could not be read; what came is kept.

Colours are left out when the output is no terminal, and when `NO_COLOR` is set.
"""


def manual() -> str:
    """The page docs/reference/command-line.md."""
    parent = click.Context(main, info_name="verbale", terminal_width=100, max_content_width=100)
    parts = [HEAD, _section("verbale", main.get_help(parent))]
    for name in main.list_commands(parent):
        command = main.get_command(parent, name)
        if command is not None:
            context = click.Context(command, info_name=name, parent=parent, terminal_width=100, max_content_width=100)
            parts.append(_section(f"verbale {name}", command.get_help(context)))
    return "\n".join(parts)


def _section(title: str, text: str) -> str:
    # Help without a terminal is plain text; a fenced block keeps its columns.
    return f"## {title}\n\n```text\n{click.unstyle(text)}\n```\n"


if __name__ == "__main__":
    click.echo(manual(), nl=False)
