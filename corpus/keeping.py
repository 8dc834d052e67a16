"""What a crawler needs of whoever keeps its finds: the port between fetching and storing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from corpus.document import Change, Posting, Response


@dataclass(frozen=True, slots=True)
class Known:
    """What an earlier visit of an address left: validators for a conditional request, and when it was."""

    etag: str
    last_modified: str
    visited: datetime


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
    """Keeps every answer, whatever it is."""

    def known(self, url: str) -> Known | None:
        """What an earlier good visit of this address left."""
        ...

    def keep_page(self, response: Response, source: str, verdict: str, reason: str) -> None:
        """Keep an answer that is no document; `reason` is empty where it was what was hoped for."""
        ...

    def keep_document(self, response: Response, posting: Posting, source: str, verdict: str) -> Deposit:
        """Keep, read and store a document."""
        ...

    def earlier_page(self, url: str) -> Response | None:
        """The archived answer of the last good visit: what a page that answered 304 still says."""
        ...

    def unchanged(self, url: str, source: str, answer: NotModified) -> None:
        """Remember that nothing is new at this address."""
        ...

    def failed(self, url: str, source: str, verdict: str, reason: str, at: datetime) -> None:
        """Remember an address that did not answer."""
        ...
