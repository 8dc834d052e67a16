"""Watches: queries and sentences that are asked again of every night's new paragraphs. Values only; nothing reads here.

`definitions` reads the files in which people keep them, `news` says what came and went, `matching` and `tracing` what
of it a watch is about, `deciding` what that means, `ledger` keeps it, `sending` tells it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any, Literal

from search.redline import Piece

Kind = Literal["found", "appeared", "changed", "disappeared"]


@dataclass(frozen=True, slots=True)
class Watch:
    """A query of the query language, or (`trace`) a sentence whose words are followed; `made` is when, ISO."""

    name: str
    query: str = ""
    trace: str = ""
    made: str = ""

    @property
    def asks(self) -> str:
        """What it asks, for people."""
        return f"“{self.trace}”" if self.trace else self.query

    @property
    def identity(self) -> str:
        """Another one once the watch asks something else, or was made anew."""
        return sha256("\n".join((self.query, self.trace, self.made)).encode()).hexdigest()[:16]

    def as_json(self) -> dict[str, Any]:
        """The watch as `--json` prints it."""
        return {"name": self.name, "query": self.query, "trace": self.trace, "made": self.made}


@dataclass(frozen=True, slots=True)
class Alert:
    """One piece of news: a paragraph of which a watch is told, and why.

    `found`: a query has a new paragraph; `appeared`: a sentence stands in one. `changed`: the paragraph that had it has
    it in other words; `pieces` are those, and `before` cites where the earlier ones stood. `disappeared`: the current
    text has it no more; `text` is then what stood there. `path` is the permalink in the form, `source` the address of
    the original. `pieces` of what appeared compare it with the sentence; none where it stands word for word.
    """

    id: str
    watch: str
    kind: Kind
    at: str
    document: str
    title: str
    date: str
    language: str
    number: str
    citation: str
    path: str
    source: str
    text: str
    before: str = ""
    pieces: tuple[Piece, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The alert as `--json`, webhooks and the API tell it."""
        return asdict(self) | {"pieces": [asdict(piece) for piece in self.pieces]}


def alert_from(told: Mapping[str, Any]) -> Alert:
    """An alert read back from its JSON."""
    return Alert(**{**told, "pieces": tuple(Piece(**piece) for piece in told["pieces"])})


@dataclass(frozen=True, slots=True)
class Standing:
    """A paragraph that a watch knows to stand in a current text. `document` is the key of the whole document.

    `digest` is that of its words (`search.watches.news.digest`). `text` is kept of sentences only: the words as they
    stand; a query may know very many paragraphs.
    """

    document: str
    language: str
    digest: str
    number: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run means for one watch: its news, which paragraphs it knows from now on, and which it knows no more."""

    alerts: tuple[Alert, ...] = ()
    arrived: tuple[Standing, ...] = ()
    left: tuple[Standing, ...] = ()

    def __add__(self, other: Outcome) -> Outcome:
        return Outcome(self.alerts + other.alerts, self.arrived + other.arrived, self.left + other.left)
