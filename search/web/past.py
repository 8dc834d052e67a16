"""Searches as of a day in the form and the API: `?as-of=2026-11-30` asks what was held at the end of that day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from flask import request

from corpus.home import Home
from search.as_of import day_of, prepared
from search.library import Library
from search.web.asked import AS_OF
from search.web.shelf import Shelf

T = TypeVar("T")


def of_its_day(shelf: Shelf, home: Home, now: Callable[[], datetime], answer: Callable[[Library], T]) -> T:
    """What `answer` makes of the library of the day that the address names, or of the present one.

    The form only reads: the index of a day is made by `verbale search --as-of`. Raises BadDay, NotPrepared,
    NothingHeld.
    """
    typed = request.args.get(AS_OF, "")
    if not typed:
        return answer(shelf.library())
    library = prepared(home, shelf.config, day_of(typed, now().date()))
    try:
        return answer(library)
    finally:
        library.close()
