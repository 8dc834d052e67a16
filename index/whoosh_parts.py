"""Writing a Whoosh index in several parts at a time: the first here, each of the others in a process of its own.

A process writes segments into a folder of its own beside the index. When all have finished, their files are moved
into the index, and one commit makes everything seen.
"""

# mypy: allow-untyped-calls
# (Whoosh is annotated in part.)
from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.engine import Part
from index.processes import Beside, beside
from index.whoosh_storage import open_folder
from index.whoosh_writer import Writer, commit, part_prefix, writing


@dataclass(frozen=True, slots=True)
class Written:
    """What a process wrote: Whoosh's segments, and the ids of the records by scope."""

    segments: tuple[Any, ...]
    added: Mapping[str, Sequence[int]]


@dataclass(frozen=True, slots=True)
class _Worker:
    beside: Beside
    folder: Path

    def written(self) -> Written:
        """Wait for what it wrote. Raises what went wrong there, EngineError where it was killed."""
        answer = self.beside.answer()
        assert isinstance(answer, Written)
        return answer


def write_parts(index: Any, folder: Path, parts: Sequence[Part], removed: Iterable[int], checkpoint: int) -> None:
    """Drop every record of the `removed` documents and add the records of all parts, in one commit.

    Raises EngineError (another writer, a full disk, a process that was killed), or what a part raised.
    """
    with writing(index, folder) as writer, ExitStack() as running:
        workers = [running.enter_context(_working(part, folder)) for part in parts[1:]]
        for record in parts[0]():
            writer.add(record)
        for worker in workers:
            _take(writer, worker.folder, worker.written())
        commit(writer, folder, removed, checkpoint)


def _take(writer: Writer, folder: Path, written: Written) -> None:
    """Move the files of segments from a folder into the index of a writer, whose commit syncs them."""
    for segment in written.segments:
        writer.finished.append(segment)
        for file in folder.glob(f"{segment.segment_id()}.*"):
            file.rename(Path(writer.storage.folder) / file.name)
    for scope, ids in written.added.items():
        writer.added[scope].extend(ids)


@contextmanager
def _working(part: Part, index: Path) -> Iterator[_Worker]:
    """A process that writes a part. However this ends, the process and its folder are gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix=part_prefix(index), dir=index.parent))
    try:
        with beside(_work, part, folder) as running:
            yield _Worker(running, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _work(part: Part, folder: Path, tell: Callable[[Written], None]) -> None:
    """Write a part into a folder, and tell what was written."""
    with writing(open_folder(folder), folder) as writer:
        for record in part():
            writer.add(record)
        writer.end_segment()
        writer.cancel()
        tell(Written(tuple(writer.finished), writer.added))
