"""The crawler's pure rules: addresses, robots, pace, patience, and what an answer is."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import unquote, urlsplit

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
from crawler.source import Expect

NIGHT = datetime(2031, 3, 4, 2, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "one"),
    [
        ("HTTPS://Docs-Library.UNODA.org:443/a_%282026%29.pdf#p1", "https://docs-library.unoda.org/a_(2026).pdf"),
        ("https://x.org", "https://x.org/"),
        ("https://x.org/a/../b/./c/%2e%2e/d/.", "https://x.org/b/d/"),
        ("https://web.example.org/2020/https://x.org/a", "https://web.example.org/2020/https://x.org/a"),
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


SEGMENTS = st.lists(
    st.text(st.characters(exclude_characters="/?#%.", exclude_categories=("Cs", "Cc", "Z"))), max_size=4
)


@given(SEGMENTS, st.randoms())
def test_spellings_of_one_path_become_one_and_mean_the_same(segments: list[str], chance: random.Random) -> None:
    plain = "/" + "/".join(segments)
    escaped = "".join(
        "".join(f"%{byte:{chance.choice(['02x', '02X'])}}" for byte in char.encode())
        if char not in "/:;=&+$@" and chance.random() < 0.5
        else char
        for char in plain
    )
    once = canonical(f"https://x.org{escaped}")
    assert once == canonical(f"https://x.org{plain}")
    assert unquote(urlsplit(once).path) == plain


@given(st.text(max_size=80))
def test_any_href_is_an_address_or_nothing(href: str) -> None:
    url = absolute("https://x.org/a/b", href)
    assert url == "" or url.startswith(("http://", "https://"))


def test_addresses_with_passwords_are_nothing() -> None:
    assert absolute("https://x.org/", "https://user:secret@x.org/a.pdf") == ""


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
    waits = [wait_before_again(attempt, 429, "", NIGHT, 0.5) or 0.0 for attempt in range(9)]
    assert waits == sorted(waits)
    assert waits[0] == 2.5
    assert waits[-1] == LONGEST_SECONDS
    assert wait_before_again(0, 429, "100", NIGHT, 0.0) == 100.0
    assert wait_before_again(0, 429, "3600", NIGHT, 0.0) is None
    assert wait_before_again(0, 503, "1", NIGHT, 0.0) == 15.0
    assert wait_before_again(1, 503, "1", NIGHT, 0.0) == 30.0


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
        ({"body": b"PK\x03\x04 word/document.xml PK\x05\x06 end"}, "ok_office"),
        ({"body": b"PK\x03\x04 word/document.xml and no end"}, "truncated"),
        ({"body": b"PK\x03\x04 pictures PK\x05\x06 end"}, "unknown"),
        ({"body": b"\xd0\xcf\x11\xe0 old Word"}, "ok_office"),
        ({"body": b"<html><body><p>A file begins with %PDF-1.7"}, "ok_html"),
        ({"body": b"<html><body>%PDF-1.7 </body></html> %%EOF"}, "ok_html"),
        ({"body": b"preamble of a bad server\n" + PDF}, "ok_pdf"),
        ({"body": "Text".encode("utf-16")}, "ok_text"),
        ({"body": b"\x1f\x8b\x08\x00\x00\x00\x00\x00 compressed twice"}, "unknown"),
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
        ({"final_url": "https://x.org/", "body": b"<html><title>Welcome</title>"}, "not_found"),
        ({"status": 405, "headers": (("x-amzn-waf-action", "captcha"),)}, "challenge"),
        ({"status": 304, "body": b""}, "not_found"),
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
    assert fits(page, "https://x.org/pc/900001?download=true").kind == "not_the_file"
    assert fits(page, "https://x.org/statement").kind == "ok_html"
    assert fits(classify(PLAIN), "https://x.org/a.pdf").kind == "ok_pdf"


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
        ({"refused": 1}, "ok"),
        ({"changes": dict.fromkeys(Change, 0), "refused": 1}, "blocked"),
        ({"misunderstood": [("https://x.org", "why")], "pages": 9}, "not understood"),
        ({"misunderstood": [("https://x.org", "why")], "pages": 10}, "partly"),
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


def test_too_few_documents_are_explained_by_what_is_missing() -> None:
    gone = [("https://x.org/a.pdf", "not_found", "the server has no such address")]
    assert report(missing=gone).reasons() == []
    assert report(missing=gone, changes={Change.NEW: 1}).reasons() == [
        "https://x.org/a.pdf: the server has no such address"
    ]
