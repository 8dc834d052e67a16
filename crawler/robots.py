"""What a host's robots.txt allows: RFC 9309 around protego's parser. No I/O here; the fetcher brings the file.

A 4xx answer allows everything (2.3.1.3), a 5xx answer or no answer allows nothing (2.3.1.4), redirects are followed
up to five (2.3.1.2), a parsed file is kept at most 24 hours (2.4), at least 500 KiB of it are read (2.5). Where the
RFC leaves room we take the more careful side: "429 Too Many Requests" is treated as no answer, and an address must be
allowed by protego's reading of the file and by our own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawler import robots_rules

if TYPE_CHECKING:
    from protego import Protego

AGENT = "verbale"
KEPT_SECONDS = 24 * 3600.0
# A host without an answer may be back soon; a run that lasts all night asks it again.
SILENCE_KEPT_SECONDS = 600.0
# Who wants longer pauses wants no crawler; a run cannot wait a day between two addresses.
LONGEST_DELAY_SECONDS = 300.0
MOST_BYTES = 500 * 1024
MOST_REDIRECTS = 5


@dataclass(frozen=True, slots=True)
class Rules:
    """The verdicts of one robots.txt; `parsed` is None where everything or nothing is allowed, by `allow_all`."""

    parsed: Protego | None
    allow_all: bool
    reason: str = ""
    own: tuple[robots_rules.Rule, ...] = ()
    agent: str = AGENT

    @property
    def silent(self) -> bool:
        """Whether the file could not be had, so that nothing may be asked for."""
        return self.parsed is None and not self.allow_all

    def allows(self, url: str) -> bool:
        """Whether this address may be asked for; robots.txt itself always may."""
        if self.parsed is None:
            return self.allow_all
        return robots_rules.allowed(self.own, url) and bool(self.parsed.can_fetch(url, self.agent))

    def crawl_delay(self) -> float:
        """The Crawl-delay in seconds, 0 where none is given. Not in RFC 9309, but sites ask for it all the same."""
        delay = self.parsed.crawl_delay(self.agent) if self.parsed is not None else None
        return float(delay or 0.0)


ALLOW_ALL = Rules(None, allow_all=True)


def rules_of(status: int, body: bytes, agent: str = AGENT) -> Rules:
    """The rules for `agent` that an answer for /robots.txt means."""
    if 200 <= status < 300:
        from protego import Protego

        body = body[:MOST_BYTES]
        # A BOM would hide the first line from the parser (60 of 3,562 real files begin with one: reliability.md).
        parsed = Protego.parse(body.decode("utf-8-sig", errors="replace"))
        return Rules(parsed, allow_all=False, own=robots_rules.rules_for(agent, body), agent=agent)
    if 400 <= status < 500 and status != 429:
        return ALLOW_ALL
    return unreachable(f"its robots.txt answered {status}.")


def unreachable(reason: str) -> Rules:
    """Nothing may be asked of a host whose robots.txt cannot be had; `reason` says why."""
    return Rules(None, allow_all=False, reason=reason)
