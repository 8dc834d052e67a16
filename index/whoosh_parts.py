"""Writing a Whoosh index in several parts at a time: the first here, each of the others in a process of its own.

A process writes segments into a folder of its own beside the index. When all have finished, their files are moved
into the index, and one commit makes everything seen. Processes are started afresh ("spawn"), share no lock and no open
file with this one, and end when it ends, even when it is killed.
"""

# mypy: allow-untyped-calls
# (Whoosh is annotated in part.)
from __future__ import annotations

import multiprocessing
import os
import pickle
import shutil
import signal
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

from corpus.errors import EngineError
from index.engine import Part
from index.whoosh_storage import open_folder
from index.whoosh_writer import Writer, commit, part_prefix, writing

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

# The exit code of a process whose parent is gone; nobody is left to read it but a process monitor.
_ORPHANED = 3


@dataclass(frozen=True, slots=True)
class Written:
    """What a process wrote: Whoosh's segments, and the ids of the records by scope."""

    segments: tuple[Any, ...]
    added: Mapping[str, Sequence[int]]


@dataclass(frozen=True, slots=True)
class _Worker:
    process: BaseProcess
    connection: Connection
    folder: Path

    def written(self) -> Written:
        """Wait for what it wrote. Raises what went wrong there, EngineError where it was killed."""
        try:
            answer = self.connection.recv()
        except (EOFError, OSError):
            self.process.join()
            raise EngineError(
                f"A process that wrote a part of the index ended too early (exit code {self.process.exitcode}); "
                "nothing was changed. `verbale index` tries again."
            ) from None
        if isinstance(answer, BaseException):
            raise answer
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
def _working(part: Part, beside: Path) -> Iterator[_Worker]:
    """A process that writes a part. However this ends, the process and its folder are gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix=part_prefix(beside), dir=beside.parent))
    try:
        context = multiprocessing.get_context("spawn")
        here, there = context.Pipe()
        process = context.Process(target=_work, args=(part, folder, there), daemon=True)
        try:
            process.start()
            there.close()  # so that the end of the process is the end of the connection
            yield _Worker(process, here, folder)
        finally:
            here.close()
            if process.pid is not None:
                process.kill()
                process.join()
                process.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _work(part: Part, folder: Path, connection: Connection) -> None:
    """Write a part into a folder, and answer with what was written or what went wrong."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all processes: the first one ends the others
    Thread(target=_end_with, args=(connection,), daemon=True).start()
    try:
        answer: Written | BaseException = _written(part, folder)
    except Exception as error:
        answer = _sendable(error)
    connection.send(answer)


def _written(part: Part, folder: Path) -> Written:
    with writing(open_folder(folder), folder) as writer:
        for record in part():
            writer.add(record)
        writer.end_segment()
        writer.cancel()
        return Written(tuple(writer.finished), writer.added)


def _end_with(connection: Connection) -> None:
    """End this process when the one that started it lets go of the connection, over which it sends nothing."""
    try:
        connection.recv()
    except (EOFError, OSError):
        os._exit(_ORPHANED)


def _sendable(error: Exception) -> Exception:
    """The error itself where it can be sent, else an EngineError that says the same."""
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 (made on the same line)
    except Exception:
        return EngineError(f"A part of the index cannot be written: {type(error).__name__}: {error}")
    return error
