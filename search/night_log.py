"""Reports of nights in the home's log folder: one JSON file a run, written whole or not at all."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from corpus.durable import fsync_folder
from corpus.errors import HomeError
from corpus.home import Home
from search.night import Night, night_from


def _folder(home: Home) -> Path:
    return home.log / "nights"


def keep_night(home: Home, night: Night) -> Path:
    """Write a report into the home. Raises HomeError."""
    began = datetime.fromisoformat(night.began)
    path = _folder(home) / f"{began:%Y-%m-%dT%H%M%S%f}.json"
    beside = path.with_suffix(".tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("w", encoding="utf-8") as stream:
            json.dump(night.as_json(), stream, ensure_ascii=False, indent=1)
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(path)
        fsync_folder(path.parent)
    except OSError as error:
        raise HomeError(f"The night report {path} cannot be written: {error.strerror}.") from error
    return path


def nights(home: Home) -> Iterator[Night]:
    """The reports kept, newest first; a file that is none is left out."""
    for path in sorted(_folder(home).glob("*.json"), reverse=True):
        try:
            yield night_from(json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError, KeyError, TypeError):
            continue  # a file that somebody else put there, or of a later verbale
