"""Answers of the store that stay the same until it changes: asked once, then remembered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

T = TypeVar("T")


class Steadfast:
    """What was asked of one store since `stamp` last gave another value; `stamp` is cheap to ask."""

    def __init__(self, stamp: Callable[[], str]) -> None:
        self._stamp = stamp
        self._since = ""
        self._told: dict[str, Any] = {}

    def told(self, name: str, ask: Callable[[], T]) -> T:
        """The answer under this name: remembered, or asked now."""
        now = self._stamp()
        if now != self._since:
            self._since, self._told = now, {}
        if name not in self._told:
            self._told[name] = ask()
        answer: T = self._told[name]
        return answer
