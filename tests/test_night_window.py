"""The hours in which sites may be asked."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.config import parse_config
from corpus.errors import ConfigError
from corpus.night_window import night_window

ZONE = timezone(timedelta(hours=1))


def at(hour: int, minute: int = 0, day: int = 4) -> datetime:
    return datetime(2031, 3, day, hour, minute, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("window", "moment", "end"),
    [
        ("22:00-06:00", at(23), at(6, day=5)),
        ("22:00-06:00", at(2, 30), at(6)),
        ("22:00-06:00", at(6), None),
        ("22:00 - 06:00", at(12), None),
        ("01:00-05:30", at(1), at(5, 30)),
        ("01:00-05:30", at(0, 59), None),
        ("00:00-00:00", at(13), at(0, day=5)),
    ],
)
def test_a_window_is_open_until_its_end(window: str, moment: datetime, end: datetime | None) -> None:
    assert night_window(window).end_after(moment) == end


@pytest.mark.parametrize("text", ["", "22-6", "25:00-06:00", "22:00-06:61", "night"])
def test_what_is_no_span_of_hours_is_refused(text: str) -> None:
    with pytest.raises(ConfigError, match="22:00-06:00"):
        night_window(text)
    if text:
        with pytest.raises(ConfigError):
            parse_config(f'night = "{text}"')


@given(st.datetimes(min_value=datetime(2000, 1, 2), max_value=datetime(2100, 1, 1)))
def test_the_end_is_ahead_and_within_a_day(moment: datetime) -> None:
    end = night_window("20:15-07:45").end_after(moment)
    assert end is None or timedelta(0) < end - moment <= timedelta(hours=11.5)
    inside = moment.hour * 60 + moment.minute >= 20 * 60 + 15 or moment.hour * 60 + moment.minute < 7 * 60 + 45
    assert (end is not None) is inside
