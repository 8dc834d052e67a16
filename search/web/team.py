"""Several processes that serve one form: they accept on the same sockets, and who dies is replaced.

Python runs one thread at a time, so that more processors help only where there are more processes. Each has an index in
memory of its own. They are started afresh ("spawn"), like those that read files.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Sequence
from itertools import count
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from threading import Thread
from typing import Any

from corpus.config import Config
from corpus.errors import VerbaleError
from corpus.home import Home
from search.web.metrics.counting import RequestCounts, shared_memory
from search.web.serving import Server, ending_on_sigterm

log = logging.getLogger(__name__)

# A process that ends sooner than this after its start will hardly do better at once.
SOON = 5.0
MOST_EARLY_ENDS = 5
# Seconds for what is being answered when all is ended.
PATIENCE = 10.0


class WorkersFail(VerbaleError):
    """Processes of the form end as soon as they are started."""


class Team:
    """Processes made by `start`, which gives one that runs. `clock` gives seconds."""

    def __init__(
        self, start: Callable[[], BaseProcess], count: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._start, self._count, self._clock = start, count, clock
        self._running: list[tuple[BaseProcess, float]] = []
        self._early = 0

    def run(self) -> None:
        """Keep `count` of them running until SIGTERM or Ctrl-C, then end them all. Raises WorkersFail."""
        try:
            with ending_on_sigterm():
                while True:
                    self._fill()
                    wait([process.sentinel for process, _ in self._running])
                    self._replace()
        finally:
            self._end()

    def _fill(self) -> None:
        while len(self._running) < self._count:
            self._running.append((self._start(), self._clock()))

    def _replace(self) -> None:
        """Forget those that ended. Raises WorkersFail where that happens again and again."""
        ended = [(process, began) for process, began in self._running if process.exitcode is not None]
        self._running = [item for item in self._running if item not in ended]
        for process, began in ended:
            log.warning("process %s of the form ended (%s); another takes its place", process.pid, process.exitcode)
            self._early = self._early + 1 if self._clock() - began < SOON else 0
            process.close()
        if self._early >= MOST_EARLY_ENDS:
            raise WorkersFail(
                "The processes of the form end as soon as they are started; what is said above tells why. "
                "`verbale doctor` looks at this home; `verbale serve` without --workers runs in one process."
            )

    def _end(self) -> None:
        for process, _ in self._running:
            process.terminate()
        until = self._clock() + PATIENCE
        for process, _ in self._running:
            process.join(max(0.0, until - self._clock()))
            if process.exitcode is None:
                process.kill()
                process.join()


def starter(home: Home, config: Config, sockets: Sequence[Any], verbose: bool = False) -> Callable[[], BaseProcess]:
    """What starts one process of the form on sockets that listen."""
    context = multiprocessing.get_context("spawn")
    memory, rows = shared_memory(context), count()

    def start() -> BaseProcess:
        process = context.Process(target=serve_on, args=(home, config, list(sockets), verbose, memory, next(rows)))
        process.start()
        return process

    return start


def serve_on(home: Home, config: Config, sockets: Sequence[Any], verbose: bool, memory: Any, row: int) -> None:
    """What one process does: serve until SIGTERM, or until the process that started it is gone.

    It counts its requests in this row of the memory that all of them share.
    """
    from search.web.app import create_app
    from search.web.shelf import Shelf

    # Ctrl-C goes to all processes of a terminal; whoever started us ends us then.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    logging.basicConfig(
        level=logging.DEBUG if verbose else logging.WARNING, format="%(levelname)s %(name)s: %(message)s"
    )
    Thread(target=_end_with_parent, daemon=True).start()
    app = create_app(Shelf(home, config), home, counts=RequestCounts(memory, row))
    server = Server(app, "", 0, config.serve, sockets)
    server.run()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)
