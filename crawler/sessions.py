"""Which session a paper belongs to: from an ordinal in its title or file name, else from its date. Pure.

The calendar is that of sources.md section 1.6; sessions are named as the catalogue names them.
"""

from __future__ import annotations

import re

_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()
_TENS = "(?<!twenty )(?<!thirty )(?<!forty )(?<!fifty )(?<!sixty )(?<!seventy )(?<!eighty )(?<!ninety )"
_SESSION = re.compile(
    rf"\b{_TENS}(?P<ordinal>{'|'.join(_ORDINALS)}|(?P<number>1?\d)(?:st|nd|rd|th))\s+"
    r"(?:formal\s+|substantive\s+|plenary\s+)*(?:session|oewg|meeting of the oewg)\b",
    re.IGNORECASE,
)
# Process, session, first day, last day.
_CALENDAR = (
    ("oewg-2019", "organizational session", "2019-06-03", "2019-06-04"),
    ("oewg-2019", "1st substantive session", "2019-09-09", "2019-09-13"),
    ("oewg-2019", "informal multistakeholder meeting", "2019-12-02", "2019-12-04"),
    ("oewg-2019", "2nd substantive session", "2020-02-10", "2020-02-14"),
    ("oewg-2019", "3rd substantive session", "2021-03-08", "2021-03-12"),
    ("oewg-2021", "organizational session", "2021-06-01", "2021-06-01"),
    ("oewg-2021", "1st substantive session", "2021-12-13", "2021-12-17"),
    ("oewg-2021", "2nd substantive session", "2022-03-28", "2022-04-01"),
    ("oewg-2021", "3rd substantive session", "2022-07-25", "2022-07-29"),
    ("oewg-2021", "4th substantive session", "2023-03-06", "2023-03-10"),
    ("oewg-2021", "5th substantive session", "2023-07-24", "2023-07-28"),
    ("oewg-2021", "6th substantive session", "2023-12-11", "2023-12-15"),
    ("oewg-2021", "7th substantive session", "2024-03-04", "2024-03-08"),
    ("oewg-2021", "8th substantive session", "2024-07-08", "2024-07-12"),
    ("oewg-2021", "9th substantive session", "2024-12-02", "2024-12-06"),
    ("oewg-2021", "10th substantive session", "2025-02-17", "2025-02-21"),
    ("oewg-2021", "11th substantive session", "2025-07-07", "2025-07-11"),
    ("global-mechanism", "organizational session", "2026-03-30", "2026-03-31"),
    ("global-mechanism", "1st plenary session", "2026-07-20", "2026-07-24"),
    ("global-mechanism", "dedicated thematic groups", "2026-12-07", "2026-12-11"),
)


def session_of(process: str, text: str, date: str) -> str:
    """The session that `text` (title and file name) names, else the one in which `date` falls, else empty."""
    found = _SESSION.search(re.sub(r"[_\-]+", " ", text))
    if found:
        number = int(found["number"]) if found["number"] else _ORDINALS.index(found["ordinal"].lower()) + 1
        named = f"{_ordinal(number)} {'plenary' if process == 'global-mechanism' else 'substantive'} session"
        # Both groups have ended: a number beyond their last session belongs to some other body.
        if process == "global-mechanism" or any(row[:2] == (process, named) for row in _CALENDAR):
            return named
    return next((name for group, name, first, last in _CALENDAR if group == process and first <= date <= last), "")


def _ordinal(number: int) -> str:
    suffix = "th" if 10 <= number % 100 <= 13 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{suffix}"
