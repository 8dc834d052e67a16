"""Reading pages: their encoding, their entries, their pagers; whatever the bytes are."""

from __future__ import annotations

import pytest
from bs4 import Tag
from hypothesis import example, given
from hypothesis import strategies as st

from crawler.entries import Entry, entry_of
from crawler.markup import anchors, dates_of, decoded, is_around, next_pages, says_nothing, soup

BASE = "https://x.org/list"


@pytest.mark.parametrize("name", ["rot13", "hex", "punycode", "idna", "unicode_escape", "utf-7", "utf-16", "undefined"])
def test_encodings_that_are_none_of_pages_are_not_used(name: str) -> None:
    assert decoded(b"\\] \xff", f"text/html; charset={name}") == b"\\] \xff"


@pytest.mark.parametrize(
    ("body", "media_type", "text"),
    [
        ("Türkiye".encode(), "text/html", "Türkiye"),
        ("Türkiye".encode(), "text/html; charset=windows-1251", "Türkiye"),
        ("Türkiye".encode("utf-8-sig"), "", "Türkiye"),
        ("Türkiye".encode("utf-16"), "", "Türkiye"),
        ("Россия".encode("windows-1251"), "text/html; charset=windows-1251", "Россия"),
        ('<meta charset="koi8-r">Россия'.encode("koi8-r"), "text/html", '<meta charset="koi8-r">Россия'),
        ("Türkiye".encode("latin-1"), "text/html; charset=utf-7; charset=latin-1", b"T\xfcrkiye"),
        ("Türkiye".encode("latin-1"), "text/html; charset=no-such", b"T\xfcrkiye"),
        ("Türkiye".encode("latin-1"), "text/html; charset=utf-16", b"T\xfcrkiye"),
        (b"+ADw-script+AD4-", "text/html; charset=utf-7", "+ADw-script+AD4-"),
    ],
)
def test_bytes_are_believed_before_declarations(body: bytes, media_type: str, text: str | bytes) -> None:
    assert decoded(body, media_type) == text


@given(st.binary(max_size=200), st.text(max_size=30))
@example(b".xml", "")
@example(b"<?xml version='1.0'?><urlset></urlset>", "")
def test_any_bytes_make_a_page(body: bytes, media_type: str) -> None:
    tree = soup(body, f"text/html; charset={media_type}")
    assert says_nothing(tree) in (True, False)
    for link, anchor in anchors(tree, BASE):
        assert entry_of(link, anchor, tree).title == entry_of(link, anchor, tree).title


def test_deep_nesting_is_no_trap() -> None:
    tree = soup(b"<div>" * 5_000 + b"<a href=a.pdf>x</a>")
    assert all(link.url for link, _ in anchors(tree, BASE))


def entry(html: str, place: int = 0) -> Entry:
    tree = soup(html.encode())
    link, anchor = anchors(tree, BASE)[place]
    return entry_of(link, anchor, tree)


def test_an_entry_is_told_from_its_neighbours() -> None:
    rows = "".join(
        f"<tr><td><a href={name}.pdf>Statement by {name}</a></td><td>{name}</td><td>{day} July 2025</td></tr>"
        for name, day in (("Exampleland", 8), ("Sampleria", 9))
    )
    assert entry(f"<table>{rows}</table>", 1) == Entry("Statement by Sampleria", "2025-07-09", "", "Sampleria", "")


def test_languages_of_one_document_share_its_entry() -> None:
    html = (
        "<ul><li><h3>Working paper on samples</h3><i>Testonia</i> <b>Working paper</b> 3 December 2024 "
        "<a href=a.pdf>English</a> <a href=b.pdf>Français</a></li>"
        "<li><h3>Letter</h3>4 December 2024 <a href=c.pdf>Español</a></li></ul>"
    )
    expected = Entry("Working paper on samples", "2024-12-03", "Working paper", "Testonia", "fr")
    assert entry(html, 1) == expected
    assert entry(html, 2).title == "Letter"


def test_links_around_the_content_are_known() -> None:
    tree = soup(
        b"<header><a href=1>x</a></header><nav><ul><li><a href=2>x</a></ul></nav>"
        b"<main><article><header><a href=3>x</a></header></article><nav><a href=4>x</a></nav></main>"
        b"<footer><p><a href=5>x</a></p></footer>"
    )
    assert [is_around(anchor) for _, anchor in anchors(tree, BASE)] == [True, True, False, True, True]


def test_further_pages_are_found_and_have_an_end() -> None:
    tree = soup(
        b"<a href='?page=0'>1</a><a href='?page=1'>2</a><a href='?page=1#x'>2</a><a href='?f[0]=a&page=2'>3</a>"
        b"<a href='?page=501'>last</a><a href='/other?page=1'>x</a><a rel=next href='?start=20'>next</a>"
        b"<a rel=next href='https://elsewhere.org/list?page=2'>x</a>"
    )
    wanted = (f"{BASE}?page=1", f"{BASE}?f%5B0%5D=a&page=2", f"{BASE}?start=20")
    assert next_pages(tree, f"{BASE}?page=7") == wanted


def test_dates_prefer_what_machines_are_told() -> None:
    main = soup(b"<main><time datetime='2026-02-03T10:00:00Z'>3 days ago</time></main>").find("main")
    assert isinstance(main, Tag)
    assert dates_of(main) == ["2026-02-03", "3 days ago"]
