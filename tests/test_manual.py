"""Every command has help, examples and a place in the reference."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

from search.cli import main
from search.manual import PAGES

DOCS = Path(__file__).resolve().parents[1] / "docs"
CONTEXT = click.Context(main)
COMMANDS = main.list_commands(CONTEXT)


@pytest.mark.parametrize("name", PAGES)
def test_the_reference_is_up_to_date(name: str) -> None:
    assert (DOCS / name).read_text(encoding="utf-8") == PAGES[name](), "run `make docs` and look at what changed"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_and_examples(name: str) -> None:
    command = main.get_command(CONTEXT, name)
    assert command is not None
    assert command.help
    assert command.epilog
    assert f"verbale {name}" in command.epilog
    for option in command.params:
        assert not isinstance(option, click.Option) or option.help, f"{name} {option.name} has no help"
