"""What robots.txt files allow: the statuses of RFC 9309, and recorded verdicts of well-known parsers."""

from __future__ import annotations

import base64
import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.robots import rules_of
from crawler.robots_rules import Rule, allowed

FACTS = Path(__file__).resolve().parents[2] / "shared" / "torture" / "robots" / "robots_facts.jsonl"


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


@pytest.mark.slow
@pytest.mark.skipif(not FACTS.exists(), reason="the shared collection of robots.txt facts is absent")
def test_every_recorded_verdict_is_given() -> None:
    verdicts: Counter[tuple[str, bool]] = Counter()
    wrong = []
    for line in FACTS.read_text(encoding="utf-8").splitlines():
        fact = json.loads(line)
        body = base64.b64decode(fact["body_b64"]) if "body_b64" in fact else fact["body"].encode()
        right = rules_of(200, body, fact["ua"]).allows(fact["url"]) is fact["required"]
        verdicts[fact["class"], right] += 1
        wrong += [] if right else [fact["id"]]
    assert not wrong
    assert verdicts == {("must", True): 488, ("polite", True): 75}


@pytest.mark.parametrize(
    ("lines", "path", "allows"),
    [
        ("User-agent: verbale\nDisallow: /a", "/ab", False),
        ("User-agent: VERBALE/2.0 (archive)\nDisallow: /a", "/ab", False),
        ("User-agent: verbale-beta\nDisallow: /a", "/ab", True),
        ("User-agent: *\nDisallow: /\n\nUser-agent: verbale\nAllow: /", "/ab", True),
        ("User-agent: verbale\nSomething: else\nUser-agent: x\nDisallow: /a", "/ab", False),
        ("User-agent: *\nDisallow: /a*b$", "/axxb", False),
        ("User-agent: *\nDisallow: /a*b$", "/axxbc", True),
        ("User-agent: *\nDisallow: /*?*page=", "/list?x=1&page=2", False),
        ("User-agent: *\nDisallow: /a$", "/a", False),
        ("User-agent: *\nDisallow: /a$", "/a/", True),
        ("User-agent: *\nDisallow: /a\nAllow: /a", "/a", True),
        ("User-agent: *\nDisallow:", "/a", True),
        ("user-agent *\ndisallow /a", "/a", False),
    ],
)
def test_rules_are_read_as_they_are_written(lines: str, path: str, allows: bool) -> None:
    assert rules_of(200, lines.encode()).allows(f"https://x.org{path}") is allows


def test_the_longest_rule_decides() -> None:
    rules = (Rule(False, "/"), Rule(True, "/papers/"), Rule(False, "/papers/*.doc"))
    assert not allowed(rules, "https://x.org/list")
    assert allowed(rules, "https://x.org/papers/a.pdf")
    assert not allowed(rules, "https://x.org/papers/a.doc")


def test_many_wildcards_are_no_trap() -> None:
    pattern = "/" + "*a" * 2_000 + "$"
    assert not Rule(False, pattern).matches("/" + "a" * 1_999)
    assert Rule(False, pattern).matches("/" + "a" * 2_000)
