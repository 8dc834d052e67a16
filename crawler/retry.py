"""How long to wait before asking again: what the server says, else longer each time, with chance. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

ATTEMPTS = 4
FIRST_SECONDS = 2.0
OVERLOADED = 503
OVERLOADED_SECONDS = 15.0
LONGEST_SECONDS = 120.0


def retry_after_seconds(value: str, now: datetime) -> float:
    """Seconds that a Retry-After header asks for, in either form (RFC 9110, 10.2.3); 0 where it says nothing."""
    value = value.strip()
    if value.isascii() and value.isdigit():
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return 0.0
    return max(0.0, (moment - now) / timedelta(seconds=1)) if moment.tzinfo else 0.0


def wait_before_again(attempt: int, status: int, retry_after: str, now: datetime, jitter: float) -> float | None:
    """Seconds before attempt `attempt + 2`: doubled each time with up to half as much again by `jitter` in [0, 1).

    `status` is 0 where no answer came. What an overloaded server wishes may be too short (sources.md 3.2). None where
    the server wants to be left alone for longer than LONGEST_SECONDS: this run asks it no more.
    """
    first = OVERLOADED_SECONDS if status == OVERLOADED else FIRST_SECONDS
    backoff = first * float(2**attempt) * (1 + jitter / 2)
    wished = retry_after_seconds(retry_after, now)
    return None if wished > LONGEST_SECONDS else min(LONGEST_SECONDS, max(backoff, wished))
