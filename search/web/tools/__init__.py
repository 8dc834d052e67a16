"""The tools of the form, one file each: a new file is a new page, its place in the API and its line under Tools."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Flask, render_template

from corpus.home import Home
from search.web.shelf import Shelf

# Pages under that of a tool.
_BELOW = frozenset(("crosswalk_item",))


@dataclass(frozen=True, slots=True)
class Tool:
    """A page that works on texts, beside the search. Each module here has one as `TOOL`.

    `endpoint` is Flask's name of its page, `add` adds its page and its answers under `/api/v1`; `paths` and `schemas`
    describe the latter in OpenAPI; `place` orders the list of tools.
    """

    name: str
    about: str
    endpoint: str
    place: int
    add: Callable[[Flask, Shelf, Home], None]
    paths: Mapping[str, Any] = field(default_factory=dict)
    schemas: Mapping[str, Any] = field(default_factory=dict)


def tools() -> list[Tool]:
    """All tools, in the order in which they are listed."""
    found: list[Tool] = [
        importlib.import_module(f"{__name__}.{info.name}").TOOL for info in pkgutil.iter_modules(__path__)
    ]
    return sorted(found, key=lambda tool: tool.place)


def add_tools(app: Flask, shelf: Shelf, home: Home) -> None:
    """Add every tool, and the page that lists them."""
    listed = tools()
    for tool in listed:
        tool.add(app, shelf, home)
    app.jinja_env.globals.update(TOOLS=listed, TOOL_PAGES={tool.endpoint for tool in listed} | _BELOW)
    app.add_url_rule("/tools", "tools", lambda: render_template("tools.html"))
