"""What a crawl of one source found, and the judgement on it. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

from corpus.document import Change
from crawler.source import Expect

# Up to this share of its pages may be odd before we say that we no longer understand a source.
_ODD_SHARE = 0.1


@dataclass(slots=True)
class CrawlReport:
    """Counts of one crawl, growing while it runs.

    `unread` are addresses that gave nothing usable, `missing` documents that are not there or not for us; both with
    verdict and reason. `blocked` counts challenges and demands to go slower, `refused` pages that answered 403,
    `received` bytes of bodies, `resting` documents that need not be asked for again yet, `records` what a library
    told of documents.
    """

    source: str
    expect: Expect
    started: datetime
    pages: int = 0
    unreachable: int = 0
    blocked: int = 0
    refused: int = 0
    received: int = 0
    resting: int = 0
    records: int = 0
    cut_short: str = ""
    changes: dict[Change, int] = field(default_factory=lambda: dict.fromkeys(Change, 0))
    misunderstood: list[tuple[str, str]] = field(default_factory=list)
    unread: list[tuple[str, str, str]] = field(default_factory=list)
    missing: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def found(self) -> int:
        """Documents that the source has: given tonight, new or not, or given before and not due yet."""
        given = sum(count for change, count in self.changes.items() if change is not Change.FAILED)
        return given + self.resting

    @property
    def complete(self) -> bool:
        """Whether the source showed about what it should: only then does it mean something what it does not show."""
        return not self.blocked and not self.unreachable and self.found + self.records >= self.expect.at_least

    @property
    def failed(self) -> int:
        """Documents that came and could not be read, or did not come."""
        return len(self.unread)

    @property
    def absent(self) -> int:
        """Documents that are not there, not yet, or not for us."""
        return len(self.missing)

    @property
    def state(self) -> str:
        """`ok`, or what is wrong, the gravest first."""
        if self.blocked or (self.refused and not self.found):
            return "blocked"
        if self.unreachable and not self.found:
            return "unreachable"
        if len(self.misunderstood) > _ODD_SHARE * self.pages:
            return "not understood"
        if not self.cut_short and self.found + self.records < self.expect.at_least:
            return "too few"
        if self.found > self.expect.at_most:
            return "too many"
        return "partly" if self.unread or self.misunderstood else "ok"

    def line(self) -> str:
        """One line for people."""
        counts = ", ".join(f"{count} {change}" for change, count in self.changes.items() if count)
        told = f"{self.source}: {self.state}; {self.pages} pages, {counts or 'no documents'}"
        if self.resting:
            told += f", {self.resting} not due yet"
        if self.records:
            told += f", {self.records} records"
        if self.state in ("too few", "too many"):
            told += f" (expected {self.expect.at_least} to {self.expect.at_most})"
        if self.absent:
            told += f", {self.absent} not there"
        return f"{told}; stopped early: {self.cut_short}" if self.cut_short else told

    def reasons(self, limit: int = 5) -> list[str]:
        """What went wrong, a line each, the first few; the rest is in `verbale status`."""
        told = [f"{url}: not understood: {reason}" for url, reason in self.misunderstood]
        # What is missing explains why there is too little; on a good night it is only counted.
        missing = self.missing if self.state == "too few" else []
        for url, _, reason in (*self.unread, *missing):
            told.append(reason if urlsplit(url).netloc in reason else f"{url}: {reason}")
        # A host that is down says the same of each of its addresses.
        short = list(dict.fromkeys(told))
        more = [f"... and {len(short) - limit} more; `verbale status` shows them"] if len(short) > limit else []
        return short[:limit] + more
