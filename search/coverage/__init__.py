"""What is known and not held, of every kind, each line with the command or the address that mends it.

The detectors are pure functions on rows of corpus.store.covering; `report` puts them together.
"""

from search.coverage.missing import Missing, coverage, missing, published_at
from search.coverage.report import Report, report

__all__ = ["Missing", "Report", "coverage", "missing", "published_at", "report"]
