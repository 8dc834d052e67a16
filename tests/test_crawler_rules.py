"""The crawler's pure rules: addresses, robots, pace, patience, and what an answer is."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Change, Response
from crawler.classify import classify, fits
from crawler.languages import language_of_file
from crawler.links import absolute, canonical
from crawler.pace import Pace
from crawler.report import CrawlReport
from crawler.retry import LONGEST_SECONDS, retry_after_seconds, wait_before_again
from crawler.robots import rules_of
from crawler.source import Expect

NIGHT = datetime(2031, 3, 4, 2, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "one"),
    [
        ("HTTPS://Docs-Library.UNODA.org:443/a_%282026%29.pdf#p1", "https://docs-library.unoda.org/a_(2026).pdf"),
        ("https://x.org", "https://x.org/"),
        ("https://x.org/a/../b/./c//d", "https://x.org/b/c/d"),
        ("https://x.org/a%2fb%7e", "https://x.org/a%2Fb~"),
        ("http://x.org:80/ü?q=a b", "http://x.org/%C3%BC?q=a%20b"),
        ("https://x.org/?s=A%2F75%2F816&l=en", "https://x.org/?s=A%2F75%2F816&l=en"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("file:///etc/passwd", "file:///etc/passwd"),
    ],
)
def test_an_address_has_one_spelling(written: str, one: str) -> None:
    assert canonical(written) == one
    assert canonical(one) == one


@given(st.text(max_size=60))
def test_canonical_addresses_stay_as_they_are(tail: str) -> None:
    try:
        once = canonical(f"https://x.org/{tail}")
    except ValueError:
        return
    assert canonical(once) == once


@given(st.text(max_size=80))
def test_any_href_is_an_address_or_nothing(href: str) -> None:
    url = absolute("https://x.org/a/b", href)
    assert url == "" or url.startswith(("http://", "https://"))


def test_addresses_with_passwords_are_nothing() -> None:
    assert absolute("https://x.org/", "https://user:secret@x.org/a.pdf") == ""


@pytest.mark.parametrize(
    ("status", "allowed"),
    [(200, False), (404, True), (403, True), (410, True), (429, False), (500, False), (503, False), (301, False)],
)
def test_the_status_of_robots_decides(status: int, allowed: bool) -> None:
    assert rules_of(status, b"User-agent: *\nDisallow: /").allows("https://x.org/a") is allowed


def test_a_bom_hides_no_rule_and_delays_are_read() -> None:
    rules = rules_of(200, b"\xef\xbb\xbfUser-agent: *\nCrawl-delay: 5\nDisallow: /search\n")
    assert not rules.allows("https://x.org/search?q=1")
    assert rules.allows("https://x.org/oai2d")
    assert rules.crawl_delay() == 5.0


@given(st.binary(max_size=300))
def test_any_robots_file_gives_a_verdict(body: bytes) -> None:
    rules = rules_of(200, body)
    assert rules.allows("https://x.org/a") in (True, False)
    assert rules.crawl_delay() >= 0


@given(st.lists(st.tuples(st.sampled_from(["a", "b"]), st.floats(0, 3)), max_size=30))
def test_requests_to_one_host_never_come_closer_than_the_delay(steps: list[tuple[str, float]]) -> None:
    now = [0.0]
    pace = Pace(2.0, lambda: now[0], lambda seconds: now.__setitem__(0, now[0] + seconds))
    last: dict[str, float] = {}
    for host, idle in steps:
        now[0] += idle
        pace.wait(f"https://{host}.org/x", 0.0)
        assert now[0] - last.get(host, -10.0) >= 2.0 - 1e-9
        last[host] = now[0]


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("30", 30.0),
        ("Tue, 04 Mar 2031 02:31:00 GMT", 60.0),
        ("Mon, 03 Mar 2031 02:31:00 GMT", 0.0),
        ("soon", 0.0),
        ("", 0.0),
        ("٣", 0.0),
    ],
)
def test_retry_after_in_both_forms(header: str, seconds: float) -> None:
    assert retry_after_seconds(header, NIGHT) == seconds


def test_patience_grows_and_has_an_end() -> None:
    waits = [wait_before_again(attempt, "", NIGHT, 0.5) for attempt in range(4)]
    assert waits == sorted(waits)
    assert wait_before_again(0, "86400", NIGHT, 0.0) == LONGEST_SECONDS


PDF = b"%PDF-1.7\n" + b"x" * 100 + b"\n%%EOF\n"
PLAIN = Response("https://x.org/a.pdf", "https://x.org/a.pdf", 200, (("Content-Type", "application/pdf"),), PDF, NIGHT)


@pytest.mark.parametrize(
    ("changed", "kind"),
    [
        ({}, "ok_pdf"),
        ({"headers": (("Content-Type", "text/html"),)}, "ok_pdf"),
        ({"body": PDF[:-7]}, "truncated"),
        ({"body": b""}, "empty"),
        ({"body": b" \r\n"}, "empty"),
        ({"body": b"<!DOCTYPE html><title>Decision</title><p>Text"}, "ok_html"),
        ({"body": b"<html><head><title>404 - Page not found</title>"}, "soft404"),
        ({"body": b"<html><body><h1>Page not found</h1>"}, "soft404"),
        (
            {"body": b"<html><title>A report on what was not found in earlier work and then found again</title>"},
            "ok_html",
        ),
        ({"body": b"PK\x03\x04xx"}, "ok_office"),
        ({"body": b'{"a": 1}'}, "ok_json"),
        ({"body": b"<?xml version='1.0'?><OAI-PMH>"}, "ok_xml"),
        ({"body": b"Plain words."}, "ok_text"),
        ({"body": b"\x00\x01\x02"}, "unknown"),
        ({"status": 202, "headers": (("x-amzn-waf-action", "challenge"),), "body": b""}, "challenge"),
        ({"body": b"<html><script>window.gokuProps={}</script>"}, "challenge"),
        ({"status": 403, "headers": (("cf-mitigated", "challenge"),)}, "challenge"),
        ({"status": 403}, "forbidden"),
        ({"status": 404}, "not_found"),
        ({"status": 429}, "rate_limited"),
        ({"status": 503}, "server_error"),
        ({"final_url": "https://x.org/error"}, "not_found"),
    ],
)
def test_an_answer_is_judged_by_its_bytes(changed: dict[str, object], kind: str) -> None:
    verdict = classify(replace(PLAIN, **changed))  # type: ignore[arg-type]
    assert verdict.kind == kind
    assert bool(verdict.reason) is not verdict.good


def test_a_page_in_the_place_of_a_file_is_no_document() -> None:
    page = classify(replace(PLAIN, body=b"<!DOCTYPE html><title>Viewer</title>"))
    assert fits(page, "https://x.org/a.pdf").kind == "not_the_file"
    assert fits(page, "https://x.org/api?s=A%2F1%2F2&l=en&t=pdf").kind == "not_the_file"
    assert fits(page, "https://x.org/statement").kind == "ok_html"


@pytest.mark.parametrize(
    ("url", "language"),
    [
        ("a_French.pdf", "fr"),
        ("A_C.3_78_L.49_Rev.1-EN.pdf", "en"),
        ("a.ru.pdf", "ru"),
        ("x_(Spanish).pdf", "es"),
        ("report.pdf", ""),
    ],
)
def test_file_names_say_their_language(url: str, language: str) -> None:
    assert language_of_file(f"https://x.org/{url}") == language


def report(**changed: object) -> CrawlReport:
    made = CrawlReport("osce", Expect(2, 4), NIGHT)
    made.changes[Change.NEW] = 3
    for name, value in changed.items():
        setattr(made, name, value)
    return made


@pytest.mark.parametrize(
    ("changed", "state"),
    [
        ({}, "ok"),
        ({"blocked": 1}, "blocked"),
        ({"changes": dict.fromkeys(Change, 0), "unreachable": 1}, "unreachable"),
        ({"misunderstood": [("https://x.org", "why")]}, "not understood"),
        ({"changes": {Change.NEW: 1}}, "too few"),
        ({"changes": {Change.NEW: 1}, "cut_short": "budget"}, "ok"),
        ({"changes": {Change.SAME: 9}}, "too many"),
        ({"unread": [("https://x.org/a", "unreadable", "why")]}, "partly"),
    ],
)
def test_a_night_is_judged(changed: dict[str, object], state: str) -> None:
    judged = report(**changed)
    assert judged.state == state
    assert judged.line().startswith(f"osce: {state}; ")
