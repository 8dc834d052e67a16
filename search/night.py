"""The report of a night as one value: what each source gave, what is gone, what was slow, what is missing. Pure.

It is kept as JSON in the home's log folder, and shown by `verbale night`, by the web form, and as log lines.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from corpus.document import Change
from corpus.store import Coverage, GoneVersion
from crawler.report import CrawlReport

# Seconds for an answer, on average, from which on a host is called slow.
SLOW_SECONDS = 5.0
# What a journal is told of a source in each state: RFC 5424 names and sd-daemon(3) numbers.
_LEVELS = {"ok": ("info", 6), "partly": ("notice", 5)}
_ALARM = ("warning", 4)


@dataclass(frozen=True, slots=True)
class SourceNight:
    """What one source gave. `expected` are its bounds, `reasons` what went wrong, a line each."""

    source: str
    state: str
    pages: int
    found: int
    new: int
    changed: int
    same: int
    resting: int
    records: int
    gone: int
    absent: int
    blocked: int
    failed: int
    not_understood: int
    received: int
    expected: tuple[int, int]
    stopped: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SlowHost:
    """A host whose answers took long: how many there were, and seconds each took on average."""

    host: str
    answers: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Night:
    """One run of `verbale update` or `crawl`. Times are ISO with zone. `gone` is what was marked so in this run."""

    command: str
    began: str
    ended: str
    sources: tuple[SourceNight, ...]
    gone: tuple[GoneVersion, ...] = ()
    slow: tuple[SlowHost, ...] = ()
    catalogue: tuple[Coverage, ...] = ()
    documents: int = 0
    index: str = ""

    @property
    def whole(self) -> bool:
        """Whether every source did what it should."""
        return all(source.state == "ok" for source in self.sources)

    def as_json(self) -> dict[str, Any]:
        """The report as JSON values."""
        return asdict(self) | {"whole": self.whole}


def source_night(report: CrawlReport, gone: Sequence[GoneVersion]) -> SourceNight:
    """A crawl report with what is gone of its source."""
    changes = report.changes
    return SourceNight(
        source=report.source,
        state=report.state,
        pages=report.pages,
        found=report.found,
        new=changes[Change.NEW],
        changed=changes[Change.CHANGED],
        same=changes[Change.SAME],
        resting=report.resting,
        records=report.records,
        gone=sum(item.source == report.source for item in gone),
        absent=report.absent,
        blocked=report.blocked + report.refused,
        failed=report.failed,
        not_understood=len(report.misunderstood),
        received=report.received,
        expected=(report.expect.at_least, report.expect.at_most),
        stopped=report.cut_short,
        reasons=tuple(report.reasons()),
    )


def slow_hosts(seconds: Mapping[str, tuple[int, float]]) -> tuple[SlowHost, ...]:
    """The hosts whose answers took long, the slowest first; from counts and seconds by host."""
    means = [SlowHost(host, count, round(spent / count, 1)) for host, (count, spent) in seconds.items() if count]
    return tuple(sorted((host for host in means if host.seconds >= SLOW_SECONDS), key=lambda host: -host.seconds))


def night_from(told: Mapping[str, Any]) -> Night:
    """A report read back from its JSON. Raises KeyError or TypeError for what is none."""
    sources = tuple(
        SourceNight(**{**row, "expected": tuple(row["expected"]), "reasons": tuple(row["reasons"])})
        for row in told["sources"]
    )
    return Night(
        told["command"], told["began"], told["ended"], sources,
        tuple(GoneVersion(**row) for row in told["gone"]),
        tuple(SlowHost(**row) for row in told["slow"]),
        tuple(Coverage(**row) for row in told["catalogue"]),
        told["documents"], told["index"],
    )  # fmt: skip


def log_lines(night: Night, *, journal: bool) -> Iterator[str]:
    """A line for each source that a log can be searched for: `level=warning source=osce state="too few" new=0 ...`.

    With `journal` each begins with its level as sd-daemon(3) wants it, so that `journalctl -p warning` finds it.
    """
    for source in night.sources:
        level, number = _LEVELS.get(source.state, _ALARM)
        values = {
            "level": level, "event": "crawled", "source": source.source, "state": source.state, "new": source.new,
            "changed": source.changed, "same": source.same, "resting": source.resting, "gone": source.gone,
            "absent": source.absent, "blocked": source.blocked, "failed": source.failed,
            "not_understood": source.not_understood, "bytes": source.received,
        }  # fmt: skip
        line = " ".join(f"{name}={_logged(value)}" for name, value in values.items())
        yield f"<{number}>{line}" if journal else line


def _logged(value: object) -> str:
    text = str(value)
    # In quotes with escapes, so that a line stays one line whatever stands in it.
    return text if text.replace("-", "").replace("_", "").isalnum() and text.isascii() else json.dumps(text)


COLUMNS = ("new", "changed", "same", "resting", "gone", "absent", "blocked", "failed")


@dataclass(frozen=True, slots=True)
class NightPage:
    """The report as lines of text for people."""

    night: Night
    width: int = field(default=20)

    def lines(self) -> Iterator[str]:
        """One page: a row for each source, then what needs a look."""
        night = self.night
        yield f"`verbale {night.command}` of {minute(night.began)} to {minute(night.ended)[11:]} UTC"
        yield f"{'source':<{self.width}} {'state':<15}" + "".join(f"{name:>9}" for name in COLUMNS)
        for source in night.sources:
            counts = "".join(f"{getattr(source, name):>9}" for name in COLUMNS)
            yield f"{source.source:<{self.width}} {source.state:<15}{counts}"
        yield from self.looks()
        yield from (f"Gone, and kept: {item.key} (since {item.since}; {item.url})" for item in night.gone)
        yield from (f"Slow: {host.host}: {host.answers} answers, {host.seconds:g} s each" for host in night.slow)
        held = ", ".join(f"{item.source} {item.held} of {item.known}" for item in night.catalogue)
        yield f"Of the catalogue, held: {held or 'nothing'}"
        if night.index:
            yield night.index

    def looks(self) -> Iterator[str]:
        """What a person should look at, a line each."""
        for source in self.night.sources:
            if source.state in ("too few", "too many"):
                least, most = source.expected
                yield f"{source.source}: {source.found} documents, expected {least} to {most}; what is held stays"
            if source.stopped:
                yield f"{source.source}: stopped early: {source.stopped}"
            yield from (f"{source.source}: {reason}" for reason in source.reasons)


def minute(iso: str) -> str:
    """`2026-11-23 02:30` of an ISO time in UTC."""
    return datetime.fromisoformat(iso).strftime("%Y-%m-%d %H:%M")
