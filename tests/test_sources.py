"""Every source reads its saved pages as recorded. A new source without a page fails; a new page writes its record once.

Pages are our own, in the shapes of sources.md section 13: `NAME.html`, `NAME.xml` or `NAME.page.json`. After a page is
added the test writes `NAME.json` beside it and fails: look at it, then commit both.
"""

from __future__ import annotations

import json
import random
import re
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import unquote_plus

import pytest

from corpus.catalogue import entries
from corpus.config import Config, SiteSettings, SourceSettings, parse_config
from corpus.errors import ConfigError, SourceError
from corpus.symbols import parse
from crawler.entries import submitters_of
from crawler.links import canonical
from crawler.sessions import session_of
from crawler.site_source import site_source
from crawler.source import Expect, Page, Reading, Source
from crawler.sources import load, names
from crawler.sparql import LANGUAGES

PAGES = Path(__file__).parent / "pages"
SHIPPED = names(Config())
TODAY = date(2026, 11, 23)
PAGE_ENDINGS = (".page.json", ".html", ".xml")


def saved_pages(name: str) -> list[Path]:
    return sorted(path for ending in PAGE_ENDINGS for path in (PAGES / name).glob(f"*{ending}"))


def record_of(path: Path) -> Path:
    return path.with_name(
        next(path.name.removesuffix(end) for end in PAGE_ENDINGS if path.name.endswith(end)) + ".json"
    )


def saved_page(path: Path, source: Source) -> Page:
    """The first line says where the page is from, and is no part of it: JSON and XML begin with themselves."""
    line, _, text = path.read_text(encoding="utf-8").partition("\n")
    url = re.fullmatch(r"<!-- url: (\S+) -->", line)
    assert url, f"the first line of {path} must be <!-- url: ... -->"
    return Page(canonical(url[1]), text.encode(), source.bases)


def as_json(reading: Reading) -> dict[str, Any]:
    """The record of a reading; what is not said of a document is left out."""
    value: dict[str, Any] = json.loads(json.dumps(asdict(reading)))
    for name in ("postings", "records"):
        value[name] = [{key: said for key, said in posting.items() if said} for posting in value[name]]
    return value


@pytest.mark.parametrize("name", SHIPPED)
def test_a_source_reads_its_pages_as_recorded(name: str) -> None:
    source = load(name, Config())
    paths = saved_pages(name)
    assert paths, f"source {name} has no saved page in tests/pages/{name}"
    written = []
    for path in paths:
        read = as_json(source.read(saved_page(path, source)))
        record = record_of(path)
        if not record.exists():
            record.write_text(json.dumps(read, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
            written.append(record.name)
        assert read == json.loads(record.read_text(encoding="utf-8")), path
    assert not written, f"look at the new records {written}, then run again"


@pytest.mark.parametrize("name", SHIPPED)
def test_a_source_knows_where_to_begin_and_what_to_expect(name: str) -> None:
    source = load(name, Config())
    begun = source.begin(source, TODAY)
    assert begun.postings or begun.follow
    assert 0 <= source.expect.at_least <= source.expect.at_most
    assert all(base.startswith("https://") for base in source.bases.values())


def disguised(text: str, chance: random.Random) -> str:
    """The same page after a redesign: other classes, other elements, wrappers, a menu."""
    text = re.sub(r'class="[^"]*"', lambda _: f'class="c{chance.randrange(99)}"', text)
    for old in ("article", "li", "ul", "dl", "dt", "dd", "h3", "h5", "main"):
        if chance.random() < 0.5:
            new = chance.choice(("div", "section", "span"))
            text = re.sub(rf"<(/?){old}\b", rf"<\g<1>{new}", text)
    if chance.random() < 0.5:
        text = re.sub(r"(<a [^>]*href=[^>]*>)(.*?)</a>", r"<span>\1<b>\2</b></a></span>", text)
    menu = '<nav><ul><li><a href="/">Home</a></li><li><a href="/user/login">Log in</a></li></ul></nav>'
    return text.replace("<body>", f"<body>{menu if chance.random() < 0.5 else ''}<div><div>")


REDESIGNED = [
    ("un-oewg", "documents-tab"),
    ("un-oewg", "renamed-classes"),
    ("un-oewg", "old-page"),
    ("osce", "old-listing"),
    ("osce", "old-document"),
    ("osce", "new-document"),
    ("osce", "new-listing"),
    ("national-strategies", "itu"),
]


@pytest.mark.parametrize(("name", "page_name"), REDESIGNED)
def test_a_redesigned_page_loses_no_document(name: str, page_name: str) -> None:
    source = load(name, Config())
    page = saved_page(PAGES / name / f"{page_name}.html", source)
    usual = source.read(page)
    for seed in range(50):
        text = disguised(page.body.decode(), random.Random(seed))
        changed = source.read(Page(page.url, text.encode(), page.bases))
        assert changed.understood, seed
        assert {posting.url for posting in changed.postings} == {posting.url for posting in usual.postings}, seed
        assert set(changed.follow) == set(usual.follow), seed
        if page_name == "documents-tab":
            dates = [posting.date for posting in changed.postings]
            assert dates == ["2025-07-09", "2025-07-11", "2025-01-20"], seed


def redesigned(text: str, chance: random.Random) -> str:
    """The same answer in JSON with its keys in another order and with more of them."""

    def changed(value: Any) -> Any:
        if isinstance(value, dict):
            pairs = [(key, changed(item)) for key, item in value.items()]
            pairs += [(f"more{number}", chance.randrange(9)) for number in range(chance.randrange(3))]
            return dict(chance.sample(pairs, len(pairs)))
        return [changed(item) for item in value] if isinstance(value, list) else value

    return json.dumps(changed(json.loads(text)), ensure_ascii=chance.random() < 0.5)


@pytest.mark.parametrize(("name", "page_name"), [("eu", "acts"), ("national-strategies", "database")])
def test_an_answer_in_another_order_loses_no_document(name: str, page_name: str) -> None:
    source = load(name, Config())
    page = saved_page(PAGES / name / f"{page_name}.page.json", source)
    usual = source.read(page)
    for seed in range(50):
        changed = source.read(Page(page.url, redesigned(page.body.decode(), random.Random(seed)).encode(), page.bases))
        assert changed == usual, seed


def test_properties_of_other_names_are_understood() -> None:
    """Nobody here has seen the database: half of its entries may call things by names we do not know."""
    source = load("national-strategies", Config())
    page = saved_page(PAGES / "national-strategies" / "database.page.json", source)
    for date_name, state_name in (("publication_date", "issuing_state"), ("year", "countries"), ("adopted", "nation")):
        text = page.body.decode().replace('"date"', f'"{date_name}"').replace('"country"', f'"{state_name}"')
        first = source.read(Page(page.url, text.encode(), page.bases)).postings[0]
        assert (first.date, first.submitters) == ("2014-06-30", ("Exampleland",))


def test_a_site_map_with_other_prefixes_loses_no_text() -> None:
    source = load("nato", Config())
    page = saved_page(PAGES / "nato" / "sitemap.xml", source)
    text = page.body.decode()
    other = re.sub(r"<(/?)(urlset|url|loc|lastmod)", r"<\1s:\2", text).replace("xmlns=", "xmlns:s=")
    assert other != text
    assert source.read(Page(page.url, other.encode(), page.bases)) == source.read(page)


def test_the_eu_is_asked_in_addresses_that_it_takes() -> None:
    every = tuple(LANGUAGES.values())
    for languages in (("en",), every):
        source = load("eu", Config(sources={"eu": SourceSettings(languages=languages)}))
        begun = source.begin(source, TODAY)
        assert len(begun.follow) >= 4
        assert all(len(url) < 8_000 for url in begun.follow)
        asked = unquote_plus(begun.follow[0])
        assert '"32019R0796"^^xsd:string' in asked
        assert "lang:ENG" in asked
    assert "https://data.consilium.europa.eu/doc/document/ST-15833-2024-INIT/en/pdf" in {
        posting.url for posting in begun.postings
    }


def test_catalogued_texts_of_nato_and_states_are_asked_for() -> None:
    for name, least in (("nato", 10), ("national-strategies", 60)):
        source = load(name, Config())
        postings = source.begin(source, TODAY).postings
        assert len(postings) >= least
        assert all(posting.url.startswith("https://") for posting in postings)


def test_symbol_sources_ask_for_each_symbol_in_each_language() -> None:
    config = Config(sources={"un-gge": SourceSettings(symbols=("A/199/12", "A/199/13"), languages=("en", "fr"))})
    source = load("un-gge", config)
    urls = [posting.url for posting in source.begin(source, TODAY).postings]
    assert len(urls) == 4
    assert urls[1] == "https://documents.un.org/api/symbol/access?s=A%2F199%2F12&l=fr&t=pdf"


def test_the_catalogue_gives_the_reports_everybody_needs() -> None:
    source = load("un-gge", Config())
    symbols = {posting.symbol for posting in source.begin(source, TODAY).postings}
    assert {"A/60/202", "A/65/201", "A/68/98", "A/70/174", "A/76/135", "A/69/112"} <= symbols
    assert source.expect.at_least <= len(symbols) <= source.expect.at_most


def test_each_un_symbol_of_the_catalogue_is_asked_for_by_one_source() -> None:
    asked: list[str] = []
    for name in ("un-gge", "un-oewg", "un-poa", "un-first-committee"):
        source = load(name, Config())
        asked += [posting.symbol for posting in source.begin(source, TODAY).postings]
        assert source.expect.at_least <= len(source.begin(source, TODAY).postings) or source.begin(source, TODAY).follow
    known = [
        entry.posting.symbol for entry in entries() if (symbol := parse(entry.posting.symbol)) and symbol.system == "un"
    ]
    assert sorted(asked) == sorted(known)


@pytest.mark.parametrize(
    ("day", "sessions"),
    [("2026-11-23", (81, 80)), ("2026-08-31", (80, 79)), ("2026-09-01", (81, 80))],
)
def test_the_drafts_of_two_sessions_are_counted_through(day: str, sessions: tuple[int, int]) -> None:
    source = load("un-first-committee", Config())
    counted = source.series(source, date.fromisoformat(day))
    assert [series.name for series in counted] == [f"A/C.1/{session}/L.{{}}" for session in sessions]
    urls = [posting.url for posting in counted[0].postings(7)]
    assert urls == [
        f"https://documents.un.org/api/symbol/access?s=A%2FC.1%2F{sessions[0]}%2FL.7{rev}&l=en&t=pdf"
        for rev in ("", "%2FRev.1")
    ]


def test_every_number_of_a_series_is_a_symbol() -> None:
    for name in ("un-oewg", "un-poa", "un-first-committee"):
        source = load(name, Config())
        for series in source.series(source, TODAY):
            for posting in series.postings(3):
                symbol = parse(posting.symbol)
                assert symbol is not None, posting.symbol
                assert symbol.text == posting.symbol


def test_who_asks_for_symbols_of_his_own_gets_no_series() -> None:
    for name in ("un-oewg", "un-poa", "un-first-committee"):
        source = load(name, Config(sources={name: SourceSettings(symbols=("A/199/12",))}))
        assert source.series(source, TODAY) == ()


def test_bases_can_be_replaced_and_unknown_ones_are_refused() -> None:
    source = load("osce", Config(sources={"osce": SourceSettings({"osce": "http://127.0.0.1:1"}, at_least=0)}))
    assert source.begin(source, TODAY).follow[0] == "http://127.0.0.1:1/cyber-ict-security"
    assert source.expect.at_least == 0
    with pytest.raises(SourceError, match="it has osce"):
        load("osce", Config(sources={"osce": SourceSettings({"oscee": "http://127.0.0.1:1"})}))


def test_expectations_follow_what_is_asked_for() -> None:
    all_six = Config(sources={"un-gge": SourceSettings(languages=("en", "fr", "es", "ru", "ar", "zh"))})
    assert load("un-gge", all_six).expect.at_most == 6 * load("un-gge", Config()).expect.at_most
    two = Config(sources={"un-gge": SourceSettings(symbols=("A/199/12", "A/199/13"))})
    assert load("un-gge", two).expect == Expect(1, 2)
    strict = Config(sources={"un-gge": SourceSettings(symbols=("A/199/12",), at_least=0, at_most=9)})
    assert load("un-gge", strict).expect == Expect(0, 9)


@pytest.mark.parametrize("base", ["ftp://127.0.0.1", "not an address", "http://[::1", "https://u:p@x.org"])
def test_a_base_that_is_no_address_is_refused(base: str) -> None:
    with pytest.raises(SourceError, match="no http or https address"):
        load("osce", Config(sources={"osce": SourceSettings({"osce": base})}))
    with pytest.raises(ConfigError, match="seed"):
        site_source(SiteSettings("x", (base,), "pdf"))


def test_two_sources_of_one_name_are_refused() -> None:
    twin = SiteSettings("osce", ("https://example.org/",), "pdf")
    with pytest.raises(SourceError, match="another name"):
        load("osce", Config(sites=(twin,)))


def test_an_unknown_source_suggests_near_ones() -> None:
    with pytest.raises(SourceError, match="un-oewg"):
        load("un-oweg", Config())


SITE = SiteSettings(
    "ministry", ("https://example.org/cyber",), r"\.pdf$", r"/cyber/.*page=", "national-strategies", "de"
)


def site_page(html: str) -> Reading:
    return site_source(SITE).read(Page("https://example.org/cyber", html.encode(), {}))


def test_a_site_of_the_users_own_needs_no_code() -> None:
    reading = site_page(
        '<a href="a.pdf">Strategie</a><a href="/cyber/x?page=2">weiter</a>'
        '<a href="/other">x</a><a href="mailto:x@y.z">m</a>'
    )
    assert [posting.url for posting in reading.postings] == ["https://example.org/a.pdf"]
    assert (reading.postings[0].title, reading.postings[0].language) == ("Strategie", "de")
    assert reading.follow == ("https://example.org/cyber/x?page=2",)
    assert not site_page("<p>new site</p>").understood
    assert site_page("<p>No documents found.</p>").understood


def test_a_site_in_the_configuration_is_a_source() -> None:
    config = parse_config('[[sites]]\nname = "ministry"\nseeds = ["https://example.org/"]\ndocuments = "pdf$"')
    assert names(config)[-1] == "ministry"
    assert load("ministry", config).begin(load("ministry", config), TODAY).follow == ("https://example.org/",)
    with pytest.raises(ConfigError, match="regular expression"):
        site_source(SiteSettings("x", ("https://example.org/",), "("))


@pytest.mark.parametrize(
    ("process", "text", "date", "session"),
    [
        ("oewg-2021", "YfP_and_DMUN_-_Joint_Statement_-_Eleventh_OEWG.pdf", "", "11th substantive session"),
        ("oewg-2021", "Statement, 9th substantive session", "", "9th substantive session"),
        ("oewg-2021", "Statement", "2024-12-05", "9th substantive session"),
        ("oewg-2019", "Statement", "2021-03-08", "3rd substantive session"),
        ("global-mechanism", "First plenary session", "", "1st plenary session"),
        ("oewg-2021", "Statement", "2024-11-05", ""),
        ("oewg-2021", "Draft for the seventy-ninth session of the Assembly", "", ""),
        ("oewg-2021", "79th session", "2024-12-05", "9th substantive session"),
        ("oewg-2021", "Report to the 12th session of another body", "", ""),
    ],
)
def test_sessions_are_read_from_titles_and_dates(process: str, text: str, date: str, session: str) -> None:
    assert session_of(process, text, date) == session


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Exampleland", ("Exampleland",)),
        ("Exampleland, Republic of Testonia", ("Exampleland", "Republic of Testonia")),
        ("Korea, Republic of, Exampleland and Sampleria", ("Korea, Republic of", "Exampleland and Sampleria")),
        ("Exampleland; Sampleria", ("Exampleland", "Sampleria")),
        ("Sample Institute for Cyber Dialogue, Geneva", ("Sample Institute for Cyber Dialogue, Geneva",)),
        ("", ()),
    ],
)
def test_a_cell_may_name_several_submitters(cell: str, names: tuple[str, ...]) -> None:
    assert submitters_of(cell) == names
