"""Work in a process of its own beside this one, which answers over a connection and ends when this one ends.

Processes are started afresh ("spawn"), share no lock and no open file with this one, and end with it, even when it is
killed.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any

from corpus.errors import EngineError

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

# The exit code of a process whose parent is gone; nobody is left to read it but a process monitor.
_ORPHANED = 3


@dataclass(frozen=True, slots=True)
class Beside:
    """A process that works, and what it answers."""

    process: BaseProcess
    connection: Connection
    # Of two threads that wait for the end of a process at once, one would take it for still running.
    ending: Lock = field(default_factory=Lock)

    def answer(self) -> Any:
        """The next thing that it answers. Raises what went wrong there, EngineError where it was killed."""
        try:
            answer = self.connection.recv()
        except (EOFError, OSError):
            raise EngineError(
                f"A process that wrote a part of the index ended too early (exit code {self._exit_code()}); "
                "nothing was changed. `verbale index` tries again."
            ) from None
        if isinstance(answer, BaseException):
            raise answer
        return answer

    def _exit_code(self) -> int | None:
        """Wait for the end of the process; its exit code, None where it was ended from here."""
        with self.ending:
            try:
                self.process.join()
                return self.process.exitcode
            except ValueError:  # closed meanwhile
                return None


@contextmanager
def beside(work: Callable[..., None], *given: Any) -> Iterator[Beside]:
    """A process that calls `work` with what is given and with `tell`, whose values are its answers.

    What `work` raises is raised by `answer`. However this ends, the process is gone afterwards.
    """
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_run, args=(work, given, there), daemon=True)
    made = Beside(process, here)
    try:
        process.start()
        there.close()  # so that the end of the process is the end of the connection
        yield made
    finally:
        if process.pid is not None:
            process.kill()
            with made.ending:
                process.join()
                process.close()
        here.close()


def _run(work: Callable[..., None], given: tuple[Any, ...], connection: Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all processes: the first one ends the others
    Thread(target=_end_with, args=(connection,), daemon=True).start()
    try:
        work(*given, connection.send)
    except Exception as error:
        connection.send(_sendable(error))


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
