"""The address itself: gathers the figures, the costly ones once for each state of the collection."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from importlib.metadata import version
from threading import Lock
from typing import Any

from flask import Flask, Response, g, request

from corpus.errors import VerbaleError
from corpus.home import Home
from search.night_log import nights
from search.status import status
from search.web.metrics.counting import RequestCounts, kind_of
from search.web.shelf import Shelf


def add_metrics(
    app: Flask, shelf: Shelf, home: Home, counts: RequestCounts, clock: Callable[[], float], now: Callable[[], datetime]
) -> None:
    """Count every request by `clock`, and answer `/metrics` unless it is set to "off"."""

    def begun() -> None:
        g.counted_from = clock()

    def answered(response: Response) -> Response:
        took = clock() - g.counted_from if "counted_from" in g else 0.0
        counts.count(kind_of(request.endpoint or ""), response.status_code, took)
        if "index_away" in g:
            counts.count_away()
        return response

    app.before_request(begun)
    app.after_request(answered)
    if shelf.config.serve.metrics != "off":
        held = _Held(shelf, home)
        app.add_url_rule("/metrics", "metrics", lambda: _page(shelf, home, held, counts, now()))


def _page(shelf: Shelf, home: Home, held: _Held, counts: RequestCounts, now: datetime) -> Response:
    # Loaded where somebody asks, not with every form.
    from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest

    from search.web.metrics.families import Figures, families

    figures = Figures(
        version("verbale"), shelf.config.engine, now, held.now(), _store_bytes(home), next(nights(home), None),
        tuple(counts.told()), counts.away(),
    )  # fmt: skip

    class Told:
        def collect(self) -> Any:
            return families(figures)

    registry = CollectorRegistry(auto_describe=False)
    registry.register(Told())
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def _store_bytes(home: Home) -> int:
    paths = (home.database, home.database.with_name(f"{home.database.name}-wal"))
    return sum(path.stat().st_size for path in paths if path.exists())


class _Held:
    """What is held: counted anew only where something changed, because it is asked for several times a minute."""

    def __init__(self, shelf: Shelf, home: Home) -> None:
        self._shelf, self._home = shelf, home
        self._lock = Lock()
        self._stamp: object = None
        self._told: Mapping[str, Any] = {}

    def now(self) -> Mapping[str, Any] | None:
        """The values of `verbale status`; None where the store or the index cannot be read."""
        try:
            library = self._shelf.library()
            stamp = (library.store.path.stat().st_ino, library.store.browsing.stamp(), library.engine.checkpoint())
            with self._lock:
                if stamp != self._stamp:
                    self._told, self._stamp = status(library, self._home), stamp
                return self._told
        except (VerbaleError, OSError):
            return None
