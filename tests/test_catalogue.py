"""The shipped catalogue: every cell that can be checked against another is."""

from __future__ import annotations

import re
from collections import Counter
from urllib.parse import urlsplit

from corpus.catalogue import Entry, edition, entries
from corpus.dates import day_number
from corpus.symbols import from_file_name, parse
from corpus.vocabulary import PROCESSES, SOURCES, TYPES, source_of

ENTRIES = entries()
WITH_SYMBOL = [entry for entry in ENTRIES if entry.posting.symbol]
LANGUAGES = re.compile(r"[a-z]{2}")


def test_how_many_there_are() -> None:
    assert len(ENTRIES) == 307
    assert len(WITH_SYMBOL) == 167


def test_the_edition_names_the_content() -> None:
    assert re.fullmatch(r"[0-9a-f]{16}", edition())
    entries.cache_clear()
    assert edition() == edition()
    assert entries() == ENTRIES


def test_cells_are_sound() -> None:
    for entry in ENTRIES:
        check_that_cells_are_sound(entry)


def check_that_cells_are_sound(entry: Entry) -> None:
    posting = entry.posting
    assert posting.symbol or posting.title
    assert posting.source in SOURCES
    assert posting.process in PROCESSES or posting.title.startswith("Fact sheet")
    assert posting.type in TYPES
    assert posting.type_label
    assert entry.confidence in ("high", "medium")
    assert posting.title == posting.title.strip()
    assert not posting.title.startswith("[file]")
    assert all(LANGUAGES.fullmatch(code) for code in entry.languages)
    assert len(set(entry.languages)) == len(entry.languages)
    assert posting.language == (entry.languages[0] if len(entry.languages) == 1 else "")
    assert bool(posting.submitters) == (posting.source == "national")


def test_dates_are_of_this_age() -> None:
    for entry in [entry for entry in ENTRIES if entry.posting.date]:
        check_that_dates_are_of_this_age(entry)


def check_that_dates_are_of_this_age(entry: Entry) -> None:
    assert 19980101 <= day_number(entry.posting.date) <= 20261123


def test_symbols_are_in_normal_form() -> None:
    for entry in WITH_SYMBOL:
        check_that_symbols_are_in_normal_form(entry)


def check_that_symbols_are_in_normal_form(entry: Entry) -> None:
    symbol = parse(entry.posting.symbol)
    assert symbol is not None
    assert symbol.text == entry.posting.symbol
    assert source_of(symbol.text) == entry.posting.source


def test_nothing_is_there_twice() -> None:
    symbols = Counter(entry.posting.symbol for entry in WITH_SYMBOL)
    addresses = Counter(entry.posting.url for entry in ENTRIES if entry.posting.url)
    unnamed = [entry.posting for entry in ENTRIES if not entry.posting.symbol]
    works = Counter((posting.source, posting.submitters, posting.title, posting.date) for posting in unnamed)
    assert [found for counted in (symbols, addresses, works) for found, times in counted.items() if times > 1] == []


def assembly_session(entry: Entry) -> str:
    found = re.match(r"A/(?:RES/|DEC/|C\.\d/)?(\d+)/", entry.posting.symbol)
    return found[1] if found else ""


def test_sessions_agree_with_symbols_and_dates() -> None:
    for entry in [e for e in WITH_SYMBOL if assembly_session(e)]:
        check_that_sessions_agree_with_symbols_and_dates(entry)


def check_that_sessions_agree_with_symbols_and_dates(entry: Entry) -> None:
    session, posting = int(assembly_session(entry)), entry.posting
    if posting.session.startswith("UNGA"):
        assert posting.session == f"UNGA {session}"
    if posting.date:
        # A session opens in September; its documents are printed from the spring before.
        opens = 1945 + session
        assert opens * 10000 + 101 <= day_number(posting.date) < (opens + 1) * 10000 + 930


def test_addresses_agree_with_symbols() -> None:
    for entry in [e for e in WITH_SYMBOL if e.posting.url]:
        check_that_addresses_agree_with_symbols(entry)


def check_that_addresses_agree_with_symbols(entry: Entry) -> None:
    posting = entry.posting
    parts = urlsplit(posting.url)
    assert parts.scheme == "https"
    if parts.netloc == "undocs.org":
        assert parts.path == f"/en/{posting.symbol}"
    elif parts.netloc == "eur-lex.europa.eu":
        assert parts.query == f"uri=CELEX:{posting.symbol}"
    elif parts.netloc in ("data.consilium.europa.eu", "front.un-arm.org"):
        found = from_file_name(posting.url.replace("/en/pdf", ""))
        assert found is not None
        assert found.text == posting.symbol
    else:
        assert parts.netloc in ("www.osce.org", "www.nato.int")


def test_celex_years_agree_with_dates() -> None:
    acts = [e.posting for e in WITH_SYMBOL if re.fullmatch(r"[35]\d{4}[A-Z]+\d{4}", e.posting.symbol)]
    assert len(acts) == 16
    # The number is given when the act is published, which for 2025/38 was the year after.
    assert {int(act.symbol[1:5]) - int(act.date[:4]) for act in acts} == {0, 1}


def test_known_documents() -> None:
    by_symbol = {entry.posting.symbol: entry.posting for entry in WITH_SYMBOL}
    report = by_symbol["A/75/816"]
    assert (report.process, report.type, report.date) == ("oewg-2019", "report", "2021-03-18")
    assert by_symbol["A/RES/80/16"].date == "2025-12-01"
    assert by_symbol["A/76/136"].process == "gge"
    assert by_symbol["A/69/112/Add.1"].process == "national-views"
    assert (by_symbol["PC.DEC/1202"].process, by_symbol["PC.DEC/1202"].type) == ("osce-cbm", "PC decision")
    assert (by_symbol["32019D0797"].process, by_symbol["32019D0797"].type) == ("eu-cyber-diplomacy", "CFSP decision")
