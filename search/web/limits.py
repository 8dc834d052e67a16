"""What one reader may ask of the form, so that all the others are answered too."""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Callable
from contextlib import ExitStack
from ipaddress import IPv6Address, ip_address
from threading import Lock

from flask import Flask, g, request
from werkzeug.exceptions import TooManyRequests

from corpus.config import ServeSettings
from index.patience import patience

# An address that has not asked for a minute has a full bucket: forgetting it changes nothing.
MOST_ADDRESSES = 10_000
# Cheap, and asked for by machines that watch or by every page.
_FREE = ("static", "healthz")


class Buckets:
    """A bucket of tokens for each address: `rate` a minute, as many at once. For several threads."""

    def __init__(self, rate: int, clock: Callable[[], float]) -> None:
        self._rate, self._clock = rate, clock
        self._lock = Lock()
        self._held: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, address: str) -> float:
        """0 where the address has a token, which is taken; else the seconds until it has one."""
        with self._lock:
            now = self._clock()
            tokens, since = self._held.pop(address, (float(self._rate), now))
            tokens = min(float(self._rate), tokens + (now - since) * self._rate / 60)
            wait = 0.0 if tokens >= 1 else (1 - tokens) * 60 / self._rate
            self._held[address] = (tokens if wait else tokens - 1, now)
            if len(self._held) > MOST_ADDRESSES:
                self._held.popitem(last=False)
            return wait


def reader(address: str) -> str:
    """Whom an address belongs to: of IPv6 a household has at least a /64 (RFC 6177), so that is what counts."""
    try:
        read = ip_address(address.partition("%")[0])
    except ValueError:
        return address[:60]
    if not isinstance(read, IPv6Address):
        return str(read)
    return str(read.ipv4_mapped) if read.ipv4_mapped else str(IPv6Address(int(read) >> 64 << 64))


def unlimited(who: str, settings: ServeSettings) -> bool:
    """Whether a reader is at this computer itself: behind a proxy everybody seems to be, and nobody is believed."""
    if settings.trusted_proxies:
        return False
    try:
        return ip_address(who).is_loopback
    except ValueError:
        return False


def add_limits(app: Flask, settings: ServeSettings, clock: Callable[[], float], spent: Callable[[], float]) -> None:
    """Limit how often a reader asks, by `clock`, and how long a request works, by `spent`: both give seconds."""
    buckets = Buckets(settings.rate, clock) if settings.rate else None

    def counted() -> None:
        who = reader(request.remote_addr or "")
        if buckets is None or request.endpoint in _FREE or unlimited(who, settings):
            return
        wait = math.ceil(buckets.take(who))
        if wait:
            raise TooManyRequests(
                f"More than {settings.rate} requests a minute came from your address. Wait {wait} s, then go on; "
                "whoever needs many answers runs a verbale of their own.",
                retry_after=wait,
            )

    def begun() -> None:
        g.patience = ExitStack()
        g.patience.enter_context(patience(settings.seconds, spent))

    def ended(error: BaseException | None) -> None:
        # Refused before it began, a request has none.
        if "patience" in g:
            g.pop("patience").close()

    app.before_request(counted)
    app.before_request(begun)
    app.teardown_request(ended)
