"""Sources that give nothing now: blocked, failing or not visited of late, and since when. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from shlex import quote
from typing import Any, Literal

from corpus.store.covering import Asked
from search.coverage.lines import Line

State = Literal["good", "blocked", "failing", "stale", "never"]

# A site that shows these does not want a program at all; everything else may pass by itself.
_BLOCKING = frozenset(("challenge", "rate_limited", "forbidden", "disallowed"))


@dataclass(frozen=True, slots=True)
class SourceState:
    """How a source of the crawler is doing. Moments are ISO, empty for never.

    `since` is when it began not to be good: the first bad visit since the last good one, or the last good one itself.
    """

    source: str
    state: State
    since: str
    last: str
    last_good: str
    verdict: str
    reason: str
    commands: tuple[str, ...]

    def says(self) -> str:
        """The state in words: `blocked since 2031-03-04 (challenge: ...); last good visit 2031-03-01`."""
        good = f"last good visit {self.last_good[:10]}" if self.last_good else "no visit was ever good"
        told = {
            "good": f"visited on {self.last[:10]}; {good}",
            "blocked": f"blocked since {self.since[:10]} ({self._why()}); {good}",
            "failing": f"failing since {self.since[:10]} ({self._why()}); {good}",
            "stale": f"not visited since {self.last[:10]}; {good}",
            "never": "never visited",
        }
        return told[self.state]

    def _why(self) -> str:
        return ": ".join(filter(None, (self.verdict.replace("_", " "), self.reason)))

    def line(self) -> Line:
        """The state as a line."""
        return Line("sources", self.source.partition("-")[0], "", self.source, self.says(), self.commands)

    def as_json(self) -> dict[str, Any]:
        """The state as `--json` prints it."""
        return {
            "source": self.source, "state": self.state, "since": self.since, "last": self.last,
            "last_good": self.last_good, "verdict": self.verdict, "reason": self.reason, "says": self.says(),
            "commands": list(self.commands),
        }  # fmt: skip


def states(asked: Iterable[Asked], known: Sequence[str], now: datetime, stale_after: int) -> list[SourceState]:
    """Every source that was visited or can be (`known` names the latter), the worst first.

    One not visited for so many days is stale.
    """
    stale = now - timedelta(days=stale_after)
    visited = {one.source: one for one in asked if one.source != "import"}
    found = [
        _state(visited.get(name, Asked(name, "", "", "", "", "")), stale, name in known)
        for name in dict.fromkeys((*known, *visited))
    ]
    order = ("blocked", "failing", "stale", "never", "good")
    return sorted(found, key=lambda one: (order.index(one.state), one.source))


def _state(asked: Asked, stale: datetime, known: bool) -> SourceState:
    state, since = _judged(asked, stale)
    update = f"verbale update {quote(asked.source)}" if known else "verbale sources"
    commands = {
        # Asking again at once is no help against a wall; the files can be had in a browser.
        "blocked": (f"verbale sources check {quote(asked.source)}", "verbale import FILE"),
        "failing": (f"verbale sources check {quote(asked.source)}", update),
    }
    told = commands.get(state, (update,)) if known else ("verbale sources",)
    return SourceState(asked.source, state, since, asked.last, asked.last_good, asked.verdict, asked.reason, told)


def _judged(asked: Asked, stale: datetime) -> tuple[State, str]:
    if not asked.last:
        return "never", ""
    # A bad answer among good ones of the same night is a file, not the source.
    if asked.failing and asked.failing[:10] > asked.last_good[:10]:
        return ("blocked" if asked.verdict in _BLOCKING else "failing"), asked.failing
    if datetime.fromisoformat(asked.last) < stale:
        return "stale", asked.last
    return "good", asked.last_good
