"""A memory of decoded postings and columns, of limited size: what was used longest ago goes first."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from contextlib import AbstractContextManager
from threading import RLock
from typing import Protocol, TypeVar


class Sized(Protocol):
    """A value that knows how many bytes it takes."""

    @property
    def nbytes(self) -> int:
        """About how much memory it keeps."""
        ...


T = TypeVar("T", bound=Sized)

# What a key and the bookkeeping of one entry take, about.
_OVERHEAD = 300


class Cache:
    """Values by key, for several threads. One value is made at a time: Whoosh's readers must not be shared."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._bytes = 0
        self._values: OrderedDict[Hashable, Sized] = OrderedDict()
        self._lock = RLock()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The value of `key`, made and remembered if it is not there. The key must name what `make` returns."""
        with self._lock:
            if (held := self._values.get(key)) is not None:
                self._values.move_to_end(key)
                return held  # type: ignore[return-value]
            value = make()
            self._values[key] = value
            self._bytes += value.nbytes + _OVERHEAD
            while self._bytes > self._limit and len(self._values) > 1:
                _, dropped = self._values.popitem(last=False)
                self._bytes -= dropped.nbytes + _OVERHEAD
            return value

    def reading(self) -> AbstractContextManager[object]:
        """Held while files are read for a value that is not remembered."""
        return self._lock

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._values.clear()
            self._bytes = 0

    @property
    def nbytes(self) -> int:
        """How much is remembered, about."""
        return self._bytes
