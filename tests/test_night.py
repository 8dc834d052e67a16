"""The night report: the same on paper, as JSON, in a log and in the form."""

from __future__ import annotations

import shlex
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Change
from corpus.home import Home
from corpus.store import Coverage, GoneVersion
from crawler.report import CrawlReport
from crawler.source import Expect
from search.night import Night, NightPage, log_lines, night_from, slow_hosts, source_night
from search.night_log import keep_night, nights

BEGAN = datetime(2031, 3, 4, 2, 30, tzinfo=UTC)
GONE = GoneVersion("osce", "PC.DEC/9039", "https://www.osce.org/pc/900001", "2031-03-01")


def report(source: str = "osce", at_least: int = 1, **changed: object) -> CrawlReport:
    made = CrawlReport(source, Expect(at_least, 99), BEGAN)
    made.changes[Change.NEW] = 3
    for name, value in changed.items():
        setattr(made, name, value)
    return made


def night(*reports: CrawlReport) -> Night:
    return Night(
        "update", BEGAN.isoformat(), "2031-03-04T02:52:10+00:00",
        tuple(source_night(item, (GONE,)) for item in reports), (GONE,),
        slow_hosts({"https://slow.example.org": (4, 33.0), "https://quick.example.org": (9, 2.0), "none": (0, 0.0)}),
        (Coverage("osce", 4, 10),), 44, "Indexed: 3 documents",
    )  # fmt: skip


def test_a_page_says_what_each_source_gave_and_what_needs_a_look() -> None:
    lines = list(NightPage(night(report(), report("nato", 50, received=10))).lines())
    assert lines[0] == "`verbale update` of 2031-03-04 02:30 to 02:52 UTC"
    assert lines[2].split() == ["osce", "ok", "3", "0", "0", "0", "1", "0", "0", "0"]
    assert lines[3].split()[:4] == ["nato", "too", "few", "3"]
    told = "\n".join(lines)
    assert "nato: 3 documents, expected 50 to 99; what is held stays" in told
    assert "Gone, and kept: PC.DEC/9039 (since 2031-03-01; https://www.osce.org/pc/900001)" in told
    assert "Slow: https://slow.example.org: 4 answers, 8.2 s each" in told
    assert "quick" not in told
    assert "Of the catalogue, held: osce 4 of 10" in told


def test_a_night_is_whole_if_every_source_did_what_it_should() -> None:
    assert night(report()).whole
    assert not night(report(), report("nato", blocked=1)).whole


def test_a_report_is_kept_and_read_back(tmp_path: Path) -> None:
    home = Home(tmp_path)
    written = night(report(), report("nato", 50))
    path = keep_night(home, written)
    (path.parent / "2031-03-05T000000.json").write_text("not a report", encoding="utf-8")
    assert list(nights(home)) == [written]
    assert path.name.startswith("2031-03-04T0230")
    assert not list(path.parent.glob("*.tmp"))


def test_a_later_verbale_may_say_more() -> None:
    told = night(report()).as_json()
    assert night_from(told) == night(report())
    with pytest.raises(TypeError):
        night_from(told | {"sources": [told["sources"][0] | {"unknown": 1}]})


def test_log_lines_can_be_filtered_by_level() -> None:
    lines = list(log_lines(night(report(), report("nato", 50)), journal=True))
    assert lines[0].startswith("<6>level=info event=crawled source=osce state=ok new=3")
    assert lines[1].startswith('<4>level=warning event=crawled source=nato state="too few"')


@given(st.text(max_size=60))
def test_a_log_line_is_one_line_whatever_a_source_is_called(name: str) -> None:
    [line] = log_lines(night(report(name)), journal=False)
    assert line.isprintable()
    pairs = dict(part.partition("=")[::2] for part in shlex.split(line))
    assert pairs["event"] == "crawled"
    assert pairs["new"] == "3"
