"""Dates that the sample sites give for their files and pages."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta

from crawler.sample.document import SampleDocument


def modified(document: SampleDocument) -> datetime:
    """When the file of a document last changed: noon of its day, and a day later for every night that changed it."""
    return datetime.combine(document.date, time(12), tzinfo=UTC) + timedelta(days=document.night)


def last_change(documents: Iterable[SampleDocument]) -> datetime:
    """When a page that lists these documents last changed."""
    nights = max((document.night for document in documents), default=0)
    return datetime(2026, 9, 1, 12, tzinfo=UTC) + timedelta(days=nights)
