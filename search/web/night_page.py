"""The page of the last nights: what each source gave, what is gone, what needs a look."""

from __future__ import annotations

from itertools import islice

from flask import render_template

from corpus.home import Home
from search.night import COLUMNS, NightPage, minute
from search.night_log import nights

# Older reports stay in the log folder.
SHOWN = 14


def night_page(home: Home) -> str:
    """The last night in full, and those before it in a line each."""
    found = list(islice(nights(home), SHOWN))
    last = NightPage(found[0]) if found else None
    return render_template(
        "night.html", night=found[0] if found else None, columns=COLUMNS, minute=minute, earlier=found[1:],
        looks=list(last.looks()) if last else [],
    )  # fmt: skip
