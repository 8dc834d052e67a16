"""What a crawler needs of whoever keeps its finds: the port between fetching and storing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from corpus.document import Change, Posting, Response

# On so many nights in a row must a document be missing before it counts as gone.
NIGHTS_UNTIL_GONE = 3


@dataclass(frozen=True, slots=True)
class Known:
    """What earlier visits of an address left.

    `etag` and `last_modified` are those of its last good answer, `visited` is the last visit of any kind. `first` and
    `changed` are when it first gave something good and when it last gave something else; None where it never did.
    `absences` counts the nights since then on which nothing was there. `date` is that of the document it gave (ISO).
    """

    etag: str
    last_modified: str
    visited: datetime
    first: datetime | None = None
    changed: datetime | None = None
    absences: int = 0
    date: str = ""

    @property
    def there(self) -> bool:
        """Whether it gave something good, and still did when it was last there to be asked."""
        return self.first is not None and not self.absences


@dataclass(frozen=True, slots=True)
class NotModified:
    """A server's 304: nothing new at this address. `response` has no body."""

    response: Response


@dataclass(frozen=True, slots=True)
class Deposit:
    """What became of one document: `key` names it, `reason` says why it failed."""

    change: Change
    key: str
    reason: str


class Keeper(Protocol):
    """Keeps every answer, whatever it is. What it is given is kept in the order given, but perhaps a little later."""

    def known(self, url: str) -> Known | None:
        """What earlier visits of this address left; None where it was never visited."""
        ...

    def earlier_page(self, url: str) -> Response | None:
        """The archived answer of the last good visit: what a page that answered 304 still says."""
        ...

    def held(self, source: str) -> Iterable[Posting]:
        """Every address that gave a document which this source brought, posted as it was stored."""
        ...

    def keep_page(self, response: Response, source: str, verdict: str, reason: str) -> None:
        """Keep an answer that is no document; `reason` is empty where it was what was hoped for."""
        ...

    def keep_document(
        self, response: Response, posting: Posting, source: str, verdict: str, told: Callable[[Deposit], None]
    ) -> None:
        """Keep, read and store a document; `told` is called with what became of it, before `settle` returns."""
        ...

    def keep_record(self, posting: Posting, at: datetime) -> None:
        """Keep what a library says of a document that it does not give."""
        ...

    def unchanged(self, url: str, source: str, answer: NotModified) -> None:
        """Remember that nothing is new at this address."""
        ...

    def failed(self, url: str, source: str, verdict: str, reason: str, at: datetime) -> None:
        """Remember an address that did not answer."""
        ...

    def settle(self) -> None:
        """Wait until everything given is kept."""
        ...
