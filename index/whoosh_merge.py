"""Copying a Whoosh segment into the one that is being written, by the field instead of by the posting."""

# mypy: allow-untyped-calls
# (Whoosh is annotated in part.)
from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.reading import SegmentReader

from index.whoosh_postings import SegmentFiles
from index.whoosh_schema import from_bytes


def copy_segment(writer: Any, segment: Any) -> None:
    """Add the living rows of a segment to those of a writer (`index.whoosh_writer.Writer`)."""
    files = SegmentFiles(SegmentReader(writer.storage, writer.schema, segment), 0)
    try:
        alive = np.ones(files.rows, bool)
        if files.deleted is not None:
            alive[files.deleted] = False
        fields = [name for name in writer.schema.names() if writer.schema[name].indexed]
        for field in fields:
            _copy_field(writer, files, field, alive)
        _copy_columns(writer, files, alive, [name for name in writer.schema.names() if name not in fields])
    finally:
        files.close()


def _copy_field(writer: Any, files: SegmentFiles, field: str, alive: NDArray[np.bool_]) -> None:
    held = files.field_postings(field)
    if held is None:
        return
    living = alive[held.rows]
    rows = (writer.docnum + np.cumsum(alive) - 1)[held.rows[living]]
    term = np.repeat(np.arange(len(held.terms)), held.counts)[living]
    kept, numbers = np.unique(term, return_inverse=True)
    terms = [from_bytes(held.terms[number]) for number in kept.tolist()]
    writer.terms.add_postings(field, terms, numbers, rows, held.times[living])


def _copy_columns(writer: Any, files: SegmentFiles, alive: NDArray[np.bool_], names: list[str]) -> None:
    held = [(name, writer.schema[name].column_type, column) for name in names if (column := files.column(name))]
    for row in np.flatnonzero(alive).tolist():
        writer.add_columns((name, kind, value) for name, kind, column in held if (value := bytes(column[row])))
