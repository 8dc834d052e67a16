"""When an address is asked again: fresh ones every night, old ones seldom, gaps later and later."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.keeping import Known
from crawler.rechecks import document_due, page_due

NOW = datetime(2031, 3, 4, 2, 30, tzinfo=UTC)
DAY = timedelta(days=1)
URL = "https://example.org/a.pdf"


def held(days_ago: float, first: float = 100, changed: float | None = None, date: str = "") -> Known:
    """An address last visited so many days ago, first good and last changed so many days ago."""
    since = NOW - DAY * first
    return Known("", "", NOW - DAY * days_ago, since, since if changed is None else NOW - DAY * changed, date=date)


def absent(nights: int, days_ago: float, *, once_there: bool = False) -> Known:
    first = NOW - 100 * DAY if once_there else None
    return Known("", "", NOW - DAY * days_ago, first, first, absences=nights)


@pytest.mark.parametrize(
    ("known", "date", "due"),
    [
        (None, "", True),
        (None, "1999", True),
        (held(1), "2031-02-20", True),
        (held(0.8), "2031-02-20", True),
        (held(0.1), "2031-02-20", False),
        (held(1), "2030-09-01", False),
        (held(8), "2030-09-01", True),
        (held(8), "2021", False),
        (held(29), "2021", True),
        (held(8, date="2021-03-10"), "", False),
        (held(1, first=3), "", True),
        (held(1, first=60), "", False),
        (held(1, first=900, changed=5), "1999-12-01", True),
        (held(1), "no date", False),
    ],
)
def test_a_document_is_asked_again_by_its_age(known: Known | None, date: str, due: bool) -> None:
    assert document_due(known, URL, date, NOW) is due


@pytest.mark.parametrize(("nights", "days_ago", "due"), [(1, 1, True), (2, 1, False), (2, 2, True), (4, 5, False),
                                                         (4, 8, True), (9, 20, False), (9, 28, True)])  # fmt: skip
def test_a_gap_is_probed_later_and_later(nights: int, days_ago: float, due: bool) -> None:
    assert document_due(absent(nights, days_ago), URL, "", NOW) is due


def test_what_was_there_is_looked_for_every_night_until_it_counts_as_gone() -> None:
    assert document_due(absent(2, 1, once_there=True), URL, "", NOW)
    assert not document_due(absent(3, 1, once_there=True), URL, "", NOW)
    assert document_due(absent(3, 4, once_there=True), URL, "", NOW)


def test_what_failed_is_asked_again_at_once() -> None:
    assert document_due(Known("", "", NOW - timedelta(minutes=5)), URL, "", NOW)


def test_a_visit_in_the_future_was_made_by_a_wrong_clock() -> None:
    assert document_due(held(-3650), URL, "1999", NOW)
    assert page_due(held(-3650, first=900), NOW)


def test_lists_are_read_each_time_and_quiet_ones_every_week() -> None:
    assert page_due(None, NOW)
    assert page_due(held(0.01, first=300), NOW)
    assert not page_due(held(3, first=900), NOW)
    assert page_due(held(7, first=900), NOW)
    assert page_due(held(3, first=900, changed=20), NOW)


def test_one_night_of_many_documents_does_not_fall_due_on_one_night() -> None:
    urls = [f"https://example.org/{number}.pdf" for number in range(400)]
    nights = [sum(document_due(held(days), url, "2001", NOW) for url in urls) for days in range(15, 29)]
    added = [later - earlier for earlier, later in pairwise(nights)]
    assert nights[0] == 0
    assert nights[-1] == 400
    assert max(added) < 200


@given(
    st.floats(-4000, 4000), st.floats(0, 4000), st.integers(0, 50), st.text(max_size=12), st.booleans(),
)  # fmt: skip
def test_every_address_is_due_within_a_month(visited: float, first: float, nights: int, date: str, there: bool) -> None:
    good = NOW - DAY * first if there else None
    known = Known("", "", NOW - DAY * visited, good, good, nights)
    later = NOW - DAY * visited + 28 * DAY
    assert document_due(known, URL, date, later)
    assert page_due(known, later)
