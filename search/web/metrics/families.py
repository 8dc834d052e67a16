"""The figures as families of metrics, named after Prometheus's rules (prometheus.io/docs/practices/naming)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate
from typing import Any

from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    InfoMetricFamily,
    Metric,
)

from search.night import Night
from search.web.metrics.counting import BUCKETS, Counted


@dataclass(frozen=True, slots=True)
class Figures:
    """What is known at one moment. `held` is None where the store or the index cannot be read: see search.status."""

    version: str
    engine: str
    now: datetime
    held: Mapping[str, Any] | None
    store_bytes: int
    night: Night | None
    requests: tuple[Counted, ...]
    away: float


_HELD = (
    ("documents", "verbale_documents", "Documents whose texts are held, without those within others."),
    ("paragraphs", "verbale_paragraphs", "Paragraphs that are searched."),
    ("versions", "verbale_versions", "Versions of documents, with those that are not searched any more."),
    ("catalogue_only", "verbale_documents_not_held", "Documents that are known of and not held."),
    ("gone", "verbale_documents_gone", "Documents that are no longer at their addresses, and kept."),
    ("index_behind", "verbale_index_behind_documents", "Changed documents that the index does not have yet."),
    ("archive_bytes", "verbale_archive_bytes", "Size of the archive."),
)


def families(figures: Figures) -> Iterator[Metric]:
    """All families, the same in the same order whatever is known."""
    yield InfoMetricFamily("verbale", "What runs.", {"version": figures.version, "engine": figures.engine})
    yield _gauge("verbale_ready", "1 where the store and the index can be read.", int(figures.held is not None))
    yield _gauge("verbale_store_bytes", "Size of the store with its journal.", figures.store_bytes)
    if figures.held is not None:
        yield from (_gauge(name, about, figures.held[key]) for key, name, about in _HELD)
        yield from _visits(figures.held["last_visits"])
    if figures.night is not None:
        yield from _night(figures.night, figures.now)
    yield from _requests(figures.requests)
    about = "Requests that were not answered because the index did not answer."
    yield CounterMetricFamily("verbale_index_away_requests", about, value=figures.away)


def _gauge(name: str, about: str, value: float) -> Metric:
    return GaugeMetricFamily(name, about, value)


def _visits(visits: Mapping[str, Mapping[str, Any]]) -> Iterator[Metric]:
    at = GaugeMetricFamily("verbale_last_visit_timestamp_seconds", "When a source was last visited.", labels=["source"])
    how = GaugeMetricFamily(
        "verbale_last_day_visits", "Visits of a source on the last day it was visited.", labels=["source", "verdict"]
    )
    for source, visit in visits.items():
        at.add_metric([source], datetime.fromisoformat(visit["at"]).timestamp())
        for verdict, count in visit["verdicts"].items():
            how.add_metric([source, verdict], count)
    yield from (at, how)


def _night(night: Night, now: datetime) -> Iterator[Metric]:
    ended = datetime.fromisoformat(night.ended)
    yield _gauge("verbale_night_ended_timestamp_seconds", "When the last night ended.", ended.timestamp())
    yield _gauge("verbale_night_age_seconds", "Seconds since the last night ended.", (now - ended).total_seconds())
    yield _gauge("verbale_night_whole", "1 where every source of the last night did what it should.", int(night.whole))
    well = GaugeMetricFamily(
        "verbale_night_source_ok", "1 where a source did what it should in the last night.", labels=["source", "state"]
    )
    for source in night.sources:
        well.add_metric([source.source, source.state], int(source.state == "ok"))
    yield well


def _requests(counted: Iterable[Counted]) -> Iterator[Metric]:
    many = CounterMetricFamily("verbale_requests", "Requests that were answered.", labels=["kind", "code"])
    took = HistogramMetricFamily("verbale_request_duration_seconds", "Time until an answer began.", labels=["kind"])
    for each in counted:
        for code, count in each.codes:
            many.add_metric([each.kind, code], count)
        limits = [*map(str, BUCKETS), "+Inf"]
        took.add_metric([each.kind], list(zip(limits, accumulate(each.bins), strict=True)), each.seconds)
    yield from (many, took)
