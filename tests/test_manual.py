"""Every command has help, examples and a place in the reference."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

from search.cli import main
from search.manual import manual

DOCS = Path(__file__).resolve().parents[1] / "docs"
CONTEXT = click.Context(main)
COMMANDS = main.list_commands(CONTEXT)


def test_the_reference_is_up_to_date() -> None:
    written = (DOCS / "reference" / "command-line.md").read_text(encoding="utf-8")
    assert written == manual(), "run `make docs` and look at what changed"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_and_examples(name: str) -> None:
    command = main.get_command(CONTEXT, name)
    assert command is not None
    assert command.help
    assert command.epilog
    assert f"verbale {name}" in command.epilog
    for option in command.params:
        assert not isinstance(option, click.Option) or option.help, f"{name} {option.name} has no help"
