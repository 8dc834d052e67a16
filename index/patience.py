"""How long whoever asks is willing to wait: what takes long looks from time to time, and stops when it is over.

Where an engine keeps its index elsewhere, it is told how long to wait for an answer from there.

A thread cannot be stopped from outside. The limit belongs to the context (a request, its thread), not to the engine,
which all threads share.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from corpus.errors import TooCostly

_OF_A_SEARCH = (
    "This search takes longer than the form lets one take. Put more letters before a star, leave out "
    "some words with * or ~, or run it with `verbale search`, which has no limit."
)


@dataclass(frozen=True, slots=True)
class Waits:
    """Seconds that an engine waits for another machine: for a sign that it is there at all, and for an answer."""

    sign: float
    answer: float


_waits: ContextVar[Waits | None] = ContextVar("waits", default=None)
_out: ContextVar[Callable[[], bool] | None] = ContextVar("out_of_patience", default=None)


@contextmanager
def patience(seconds: float, clock: Callable[[], float]) -> Iterator[None]:
    """What is asked for inside may use `seconds` of the clock; 0 is no limit.

    With `time.thread_time` the work of the thread itself is counted, and not that it waits for others.
    """
    began = clock()
    token = _out.set(None if seconds <= 0 else lambda: clock() - began > seconds)
    try:
        yield
    finally:
        _out.reset(token)


@contextmanager
def waiting(waits: Waits) -> Iterator[None]:
    """What is asked for inside waits no longer than this for another machine."""
    token = _waits.set(waits)
    try:
        yield
    finally:
        _waits.reset(token)


def waits() -> Waits | None:
    """How long whoever asks waits for another machine; None where the settings of the engine decide."""
    return _waits.get()


def look_at_the_clock(cure: str = _OF_A_SEARCH) -> None:
    """Go on, or not: raises TooCostly, which tells this cure, where the patience of whoever asks is over."""
    out = _out.get()
    if out is not None and out():
        raise TooCostly(cure)
