"""What a host's robots.txt allows: RFC 9309 around protego's parser. No I/O here; the fetcher brings the file.

A 4xx answer allows everything (2.3.1.3), a 5xx answer or no answer allows nothing (2.3.1.4), redirects are followed
up to five (2.3.1.2), a parsed file is kept at most 24 hours (2.4), at least 500 KiB of it are read (2.5).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from protego import Protego

AGENT = "verbale"
KEPT_SECONDS = 24 * 3600.0
MOST_BYTES = 500 * 1024
MOST_REDIRECTS = 5


@dataclass(frozen=True, slots=True)
class Rules:
    """The verdicts of one robots.txt; `parsed` is None where everything or nothing is allowed, by `allow_all`."""

    parsed: Protego | None
    allow_all: bool
    reason: str = ""

    def allows(self, url: str) -> bool:
        """Whether this address may be asked for; robots.txt itself always may."""
        return self.allow_all if self.parsed is None else bool(self.parsed.can_fetch(url, AGENT))

    def crawl_delay(self) -> float:
        """The Crawl-delay in seconds, 0 where none is given. Not in RFC 9309, but sites ask for it all the same."""
        delay = self.parsed.crawl_delay(AGENT) if self.parsed is not None else None
        return float(delay or 0.0)


ALLOW_ALL = Rules(None, allow_all=True)


def rules_of(status: int, body: bytes) -> Rules:
    """The rules that an answer for /robots.txt means."""
    if 200 <= status < 300:
        from protego import Protego

        # A BOM would hide the first line from the parser (60 of 3,562 real files begin with one: reliability.md).
        return Rules(Protego.parse(body[:MOST_BYTES].decode("utf-8-sig", errors="replace")), allow_all=False)
    if 400 <= status < 500 and status != 429:
        return ALLOW_ALL
    return unreachable(f"its robots.txt answered {status}.")


def unreachable(reason: str) -> Rules:
    """Nothing may be asked of a host whose robots.txt cannot be had; `reason` says why."""
    return Rules(None, allow_all=False, reason=reason)
