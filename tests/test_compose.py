"""The compose file fits the Containerfile, the configuration and the command line."""

from __future__ import annotations

import re
from pathlib import Path
from textwrap import dedent

import click

from corpus.config import parse_config
from search.cli import main

ROOT = Path(__file__).resolve().parents[1]
COMPOSE = (ROOT / "compose.yaml").read_text(encoding="utf-8")


def test_its_settings_are_settings_of_ours() -> None:
    _, _, written = COMPOSE.partition("content: |\n")
    config = parse_config(dedent(written))
    assert config.engine == "opensearch"
    # The service's name is its host, and one node holds no replica.
    assert config.opensearch.url == "http://opensearch:9200"
    assert config.opensearch.replicas == 0
    assert "\n  opensearch:\n" in COMPOSE


def test_its_commands_are_commands_of_ours() -> None:
    commands = re.findall(r'^    command: \["(\w+)"', COMPOSE, re.MULTILINE)
    assert set(commands) == {"serve", "update"}
    assert set(commands) <= set(main.list_commands(click.Context(main)))


def test_what_it_asks_of_the_image_is_asked_for_there() -> None:
    containerfile = (ROOT / "Containerfile").read_text(encoding="utf-8")
    for name in re.findall(r"^      ([A-Z]+): ", COMPOSE, re.MULTILINE):
        assert containerfile.count(f"ARG {name}=") == 2 or name.startswith(("DISABLE", "OPENSEARCH")), name
    assert "/var/lib/verbale" in containerfile
