"""Records in a file of JSON lines: the first line says the version and the checkpoint."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path

from corpus.errors import EngineError, EngineNotReady
from index.engine import SCHEMA, Record, Terms
from index.ranking import FIELDS

FILE_NAME = "records.jsonl"


def _lines(checkpoint: int, records: Iterable[Record]) -> Iterator[str]:
    yield json.dumps({"schema": SCHEMA, "checkpoint": checkpoint})
    for record in records:
        yield json.dumps(asdict(record))


def save(file: Path, checkpoint: int, records: Iterable[Record]) -> None:
    """Replace the file, durably. Raises EngineError."""
    beside = file.with_suffix(".new")
    try:
        with beside.open("w", encoding="ascii") as stream:
            stream.writelines(f"{line}\n" for line in _lines(checkpoint, records))
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(file)
        folder = os.open(file.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    except OSError as error:
        raise EngineError(f"The index {file} cannot be written: {error}.") from error


def _record(line: str) -> Record:
    values = json.loads(line)
    for field in FIELDS:
        values[field] = Terms(*(tuple(values[field][part]) for part in ("exact", "stems", "positions")))
    values["keywords"] = {name: tuple(held) for name, held in values["keywords"].items()}
    return Record(**values)


def load(file: Path) -> tuple[int, list[Record]]:
    """Checkpoint and records. Raises EngineNotReady for a file of another version, or one that is damaged."""
    try:
        first, *rest = file.read_text(encoding="ascii").splitlines()
        head = json.loads(first)
        if head["schema"] != SCHEMA:
            raise EngineNotReady(f"The index {file} is of another version; `verbale index` makes it anew.")
        return int(head["checkpoint"]), [_record(line) for line in rest]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise EngineNotReady(f"The index {file} is damaged; `verbale index` makes it anew.") from error
