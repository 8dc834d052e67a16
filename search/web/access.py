"""The access log: one line of JSON for each answer, and what readers look for only where it was asked for."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime

from flask import Flask, Response, g, request

from corpus.config import ServeSettings


def add_access_log(
    app: Flask, settings: ServeSettings, clock: Callable[[], float], now: Callable[[], datetime],
    write: Callable[[str], object],
) -> None:  # fmt: skip
    """Write a line for each answer: `paths` without query and address, `full` with both; nothing for `off`."""
    if settings.access_log == "off":
        return

    def begun() -> None:
        g.began = clock()

    def answered(response: Response) -> Response:
        told: dict[str, object] = {
            "at": now().isoformat(timespec="milliseconds"),
            "method": request.method[:20],
            "path": request.path,
            "status": response.status_code,
            "bytes": response.content_length,
            "ms": round((clock() - g.began) * 1000, 1) if "began" in g else None,
        }
        if settings.access_log == "full":
            told |= {"query": request.query_string.decode("latin-1"), "address": request.remote_addr}
        # ASCII alone: no path can begin a new line, or speak to a terminal.
        write(json.dumps(told))
        return response

    app.before_request(begun)
    app.after_request(answered)
