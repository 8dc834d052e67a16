"""An engine whose index is kept elsewhere, and may be away: nobody waits long for it, nor for one who waits.

Whoever asks first notices that it is away. From then on one request at a time looks for a sign of it; all others are
told at once. Whoever finds it back goes on with what they came for, so that no time has to pass, and nothing is started
anew, for the form to search again.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from threading import Lock
from typing import TypeVar

from corpus.errors import EngineAway
from index.engine import Engine, Part, Record
from index.patience import Waits, waiting
from index.query import Query, Results, Scope, Sort

log = logging.getLogger(__name__)

# Seconds in which a machine answers that has nothing to look for.
SIGN = 2.0

T = TypeVar("T")


class Sheltered:
    """See `index.engine.Engine`. `opened` opens the engine, when it is first asked; `answer` is how long one may take.

    For several threads. Every method raises EngineAway where the index cannot be asked now.
    """

    def __init__(self, opened: Callable[[], Engine], answer: float) -> None:
        self._open = opened
        self._waits = Waits(SIGN, max(SIGN, answer))
        self._opening, self._looking = Lock(), Lock()
        self._engine: Engine | None = None
        self._away = ""

    @property
    def away(self) -> bool:
        """Whether it did not answer when it was last asked."""
        return bool(self._away)

    def checkpoint(self) -> int:
        return self._ask(lambda engine: engine.checkpoint())

    def write(self, records: Iterable[Record], removed: Iterable[int], checkpoint: int) -> None:
        self._ask(lambda engine: engine.write(records, removed, checkpoint))

    def write_parts(self, parts: Sequence[Part], removed: Iterable[int], checkpoint: int) -> None:
        self._ask(lambda engine: engine.write_parts(parts, removed, checkpoint))

    def search(
        self,
        query: Query,
        scope: Scope,
        *,
        offset: int = 0,
        limit: int = 10,
        sort: Sort = "relevance",
        facets: Sequence[str] = (),
    ) -> Results:
        return self._ask(
            lambda engine: engine.search(query, scope, offset=offset, limit=limit, sort=sort, facets=facets)
        )

    def best_passages(self, query: Query, documents: Sequence[int], limit: int) -> Mapping[int, Results]:
        return self._ask(lambda engine: engine.best_passages(query, documents, limit))

    def terms(self, prefix: str, limit: int) -> Sequence[tuple[str, int]]:
        return self._ask(lambda engine: engine.terms(prefix, limit))

    def close(self) -> None:
        with self._opening:
            engine, self._engine = self._engine, None
        if engine is not None:
            engine.close()

    def _ask(self, ask: Callable[[Engine], T]) -> T:
        if self._away:
            self._look()
        with waiting(self._waits):
            try:
                return ask(self._opened())
            except EngineAway as error:
                self._lost(error)
                raise

    def _look(self) -> None:
        """Look whether it is back. Raises EngineAway where it is not, and where another thread is just looking."""
        if not self._looking.acquire(blocking=False):
            raise EngineAway(self._away)
        try:
            with waiting(self._waits):
                self._opened().checkpoint()
            log.warning("the index answers again")
            self._away = ""
        except EngineAway as error:
            self._lost(error)
            raise
        finally:
            self._looking.release()

    def _lost(self, error: EngineAway) -> None:
        if not self._away:
            log.warning("searches cannot be answered: %s", error)
        self._away = str(error)

    def _opened(self) -> Engine:
        """The engine. Threads that come while it is opened wait, at most until one finds that it is away."""
        was_away = self._away
        with self._opening:
            if self._engine is None:
                if self._away != was_away:
                    raise EngineAway(self._away)
                try:
                    self._engine = self._open()
                except EngineAway as error:
                    self._lost(error)
                    raise
            return self._engine
