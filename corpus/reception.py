"""Where crawlers in many threads hand in what they bring, and one thread takes it in.

The store, the archive and the workers belong to the thread that serves; a crawler waits only where too much waits
already. While a document is being read, the next ones are fetched.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from queue import Empty, SimpleQueue

from corpus.errors import VerbaleError
from corpus.intake import Delivery, Intake, Underway
from corpus.keeping import Deposit

# Bodies that wait in memory to be stored, together; a larger one waits alone.
MOST_BYTES = 64 * 1024 * 1024
# Documents being read at once, for each worker: a long one must not leave the others idle.
AHEAD_PER_WORKER = 4


class Stopped(VerbaleError):
    """Nothing more is taken in; the crawler that hears it ends."""


@dataclass(frozen=True, slots=True)
class Errand:
    """One thing to keep: a task for the intake, or a delivery and whom to tell what became of it.

    `size` is the bytes it holds in memory; `done` is called when it is kept.
    """

    task: Callable[[Intake], None] | Delivery
    size: int
    done: Callable[[], None]
    told: Callable[[Deposit], None] = lambda deposit: None


class _Goodbye:
    """A crawler has ended."""


class Reception:
    """The counter between crawlers and the intake."""

    def __init__(self, intake: Intake) -> None:
        self.stopped = threading.Event()
        self._intake = intake
        self._queue: SimpleQueue[Errand | _Goodbye] = SimpleQueue()
        self._room = threading.Condition()
        self._held = 0

    def hand_in(self, errand: Errand) -> None:
        """Give something to keep; waits while too much is waiting. Raises Stopped."""
        with self._room:
            self._room.wait_for(
                lambda: self.stopped.is_set() or not self._held or self._held + errand.size <= MOST_BYTES
            )
            if self.stopped.is_set():
                raise Stopped("Nothing more is taken in: verbale is stopping.")
            self._held += errand.size
        self._queue.put(errand)

    def leave(self) -> None:
        """Say that one crawler has ended."""
        self._queue.put(_Goodbye())

    def stop(self) -> None:
        """Take nothing in any more; whoever waits is told so."""
        with self._room:
            self.stopped.set()
            self._room.notify_all()

    def serve(self, crawlers: int, after_each: Callable[[], None] = lambda: None) -> None:
        """Take in what comes until so many crawlers have left. Raises what the intake raises (store, archive)."""
        underway: deque[tuple[Errand, Underway]] = deque()
        while crawlers or underway:
            item = self._next(len(underway))
            if isinstance(item, _Goodbye):
                crawlers -= 1
            elif item is None:
                self._finish(*underway.popleft())
            elif isinstance(item.task, Delivery):
                underway.append((item, self._intake.begin(item.task)))
            else:
                item.task(self._intake)
                self._release(item)
            # While nothing comes, the last body must not wait in memory.
            item = None
            after_each()

    def _next(self, underway: int) -> Errand | _Goodbye | None:
        """What waits in the queue; None where it is time to finish one of the documents under way."""
        if underway >= self._intake.workers.count * AHEAD_PER_WORKER:
            return None
        try:
            return self._queue.get(block=not underway)
        except Empty:
            return None

    def _finish(self, errand: Errand, underway: Underway) -> None:
        errand.told(self._intake.finish(underway))
        self._release(errand)

    def _release(self, errand: Errand) -> None:
        with self._room:
            self._held -= errand.size
            self._room.notify_all()
        errand.done()
