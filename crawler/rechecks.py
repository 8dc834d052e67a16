"""When an address is asked again: every night while it is fresh, seldom when it is old. Pure.

Documents with a symbol never change but for reissues and corrections (sources.md section 12, rule 4); a statement is
sometimes replaced in the days after it was made. What is not there is asked for again later and later, so that the
gaps of a series cost little and are still filled one day.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from hashlib import sha256

from corpus.keeping import NIGHTS_UNTIL_GONE, Known

DAY = timedelta(days=1)
# Age of a document up to which it is asked again after so long.
_RESTS = ((30 * DAY, DAY), (365 * DAY, 7 * DAY))
_OLD_REST = 28 * DAY
# A list that has stood still for a year belongs to a meeting that is over.
_QUIET = 365 * DAY
_QUIET_REST = 7 * DAY
# A night begins earlier or later than the one before.
_SLACK = timedelta(hours=6)
# What was met on one night is spread over this part of its rest, so that not all of it falls due on one night.
_SPREAD = 0.25


def page_due(known: Known | None, now: datetime) -> bool:
    """Whether a page of a list is asked: always, but a list that has been still for a year only every week."""
    if known is None or known.changed is None or known.absences:
        return True
    quiet = now - known.changed > _QUIET
    return not quiet or _rested(known, now, _QUIET_REST)


def document_due(known: Known | None, url: str, date: str, now: datetime) -> bool:
    """Whether a document is asked for. `date` is what its listing says (ISO, perhaps in part, or empty)."""
    if known is None:
        return True
    if known.absences:
        return _rested(known, now, _absent_rest(known))
    if known.first is None or known.changed is None:
        return True  # it failed: that may be over
    rest = _rest(known, known.first, known.changed, date or known.date, now)
    share = int.from_bytes(sha256(url.encode()).digest()[:4]) / 2**32
    return _rested(known, now, rest * (1 - _SPREAD * share) if rest > DAY else rest)


def _rest(known: Known, first: datetime, changed: datetime, date: str, now: datetime) -> timedelta:
    dated = _beginning(date) or first
    # What was replaced since we first saw it may be replaced again.
    age = now - (max(dated, changed) if changed > first else dated)
    return next((rest for limit, rest in _RESTS if age <= limit), _OLD_REST)


def _beginning(iso: str) -> datetime | None:
    try:
        return datetime.fromisoformat(f"{iso}-01-01"[:10]).replace(tzinfo=UTC) if len(iso) >= 4 else None
    except ValueError:
        return None  # what a listing gives as a date need not be one


def _absent_rest(known: Known) -> timedelta:
    """Twice as long each time; what was once there is asked for nightly until it counts as gone."""
    if known.first is not None and known.absences < NIGHTS_UNTIL_GONE:
        return DAY
    return min(_OLD_REST, DAY * (1 << min(known.absences - 1, 5)))


def _rested(known: Known, now: datetime, rest: timedelta) -> bool:
    since = now - known.visited
    # A visit in the future was made by a clock that was wrong.
    return since < timedelta(0) or since >= rest - min(_SLACK, rest / 4)
