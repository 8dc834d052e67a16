"""Waiting between requests to one host. Clock and sleep are passed in, so that tests need no time."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

# Hosts that ask for more than a second (sources.md section 12, rule 3).
_HOST_DELAYS = {"digitallibrary.un.org": 5.0, "eur-lex.europa.eu": 10.0}


class Pace:
    """Keeps at least a delay between the starts of two requests to the same host, which one thread asks at a time.

    The floor is the largest of the user's delay, the host's known wish and its robots.txt's Crawl-delay.
    """

    def __init__(self, delay: float, clock: Callable[[], float], sleep: Callable[[float], object]) -> None:
        self._delay = delay
        self._clock = clock
        self._sleep = sleep
        self._last: dict[str, float] = {}

    def wait(self, url: str, crawl_delay: float) -> None:
        """Return when this address may be asked for, and count it as asked."""
        host = urlsplit(url).netloc
        delay = max(self._delay, crawl_delay, _HOST_DELAYS.get(host, 0.0))
        if host in self._last:
            # The clock may be coarse, or sleep a little short: ask it again rather than trust one sleep.
            while (left := self._last[host] + delay - self._clock()) > 0:
                self._sleep(left)
        self._last[host] = self._clock()
