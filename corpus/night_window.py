"""The hours in which sites may be asked, as a user writes them: `22:00-06:00`, local time. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from corpus.errors import ConfigError

_WINDOW = re.compile(r"(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})")


@dataclass(frozen=True, slots=True)
class NightWindow:
    """From `begins` to `ends`, over midnight if `ends` is the earlier hour."""

    begins: time
    ends: time

    def end_after(self, moment: datetime) -> datetime | None:
        """When the window in which this local time lies is over; None where it lies in none."""
        for day in (moment.date() - timedelta(days=1), moment.date()):
            opens = datetime.combine(day, self.begins, moment.tzinfo)
            over = self.ends <= self.begins
            closes = datetime.combine(day + timedelta(days=over), self.ends, moment.tzinfo)
            if opens <= moment < closes:
                return closes
        return None


def night_window(text: str) -> NightWindow:
    """The window written so. Raises ConfigError."""
    found = _WINDOW.fullmatch(text.strip())
    try:
        if found is None:
            raise ValueError(text)
        first, last = time(int(found[1]), int(found[2])), time(int(found[3]), int(found[4]))
    except ValueError:
        raise ConfigError(f"{text!r} is no span of hours; write it as 22:00-06:00.") from None
    return NightWindow(first, last)
