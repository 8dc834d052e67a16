"""Copying a Whoosh segment into the one that is being written, by the term instead of by the posting."""

# mypy: allow-untyped-calls
# (Whoosh is annotated in part.)
from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.reading import SegmentReader

from index.whoosh_postings import SegmentFiles


def copy_segment(writer: Any, segment: Any) -> None:
    """Add the living rows of a segment to those of a writer (`index.whoosh_writer.Writer`)."""
    files = SegmentFiles(SegmentReader(writer.storage, writer.schema, segment), 0)
    try:
        alive = np.ones(files.rows, bool)
        if files.deleted is not None:
            alive[files.deleted] = False
        rows = writer.docnum + np.cumsum(alive) - 1
        _copy_postings(writer, files, alive, rows)
        _copy_columns(writer, files, alive)
    finally:
        files.close()


def _copy_postings(writer: Any, files: SegmentFiles, alive: NDArray[np.bool_], rows: NDArray[np.int64]) -> None:
    for field in writer.schema.names():
        if not writer.schema[field].indexed:
            continue
        for term, held in files.all_postings(field):
            living = alive[held.rows]
            if living.any():
                writer.terms.add_postings(field, term, rows[held.rows[living]], held.times[living])


def _copy_columns(writer: Any, files: SegmentFiles, alive: NDArray[np.bool_]) -> None:
    columns = [(name, files.column(name)) for name in writer.schema.names() if not writer.schema[name].indexed]
    held = [(name, column) for name, column in columns if column is not None]
    for row in np.flatnonzero(alive).tolist():
        values = {name: value for name, column in held if (value := bytes(column[row]))}
        writer.add_document(**values)
