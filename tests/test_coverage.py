"""What is not held: every detector on values of ours, and all of them on a home."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from corpus.config import parse_config
from corpus.document import Passage
from corpus.errors import ConfigError
from corpus.home import Home
from corpus.official import official_url
from corpus.store import Store
from corpus.store.covering import Asked, Covering, DayCount, KnownSymbol, Spoken
from corpus.vocabulary import source_of
from index.sync import sync
from search.cli import main
from search.coverage.cited import cited
from search.coverage.gaps import gaps, place_of, ranges
from search.coverage.languages import languages
from search.coverage.lines import KINDS
from search.coverage.mending import commands_for
from search.coverage.sources import states
from search.coverage.years import thin
from search.library import library_at
from search.mcp.coverage import symbol_covered
from tests.samples import NIGHT, sample_arrival, sample_posting, sample_visit
from tests.web_home import fill, form, page, text


def known(*symbols: str, held: bool = True, process: str = "oewg-2021") -> list[KnownSymbol]:
    return [KnownSymbol(symbol, symbol.partition("/Rev")[0], "un", process, held) for symbol in symbols]


def series(head: str, *numbers: int, held: bool = True) -> list[KnownSymbol]:
    return known(*(f"{head}{number}" for number in numbers), held=held)


# --- what mends


SOURCES = ("eu", "osce", "un-first-committee", "un-library", "un-oewg")


@pytest.mark.parametrize(
    ("source", "process", "symbol", "listed", "told"),
    [
        # Of papers of the Assembly only those of the catalogue are asked for; the library has entries, and no texts.
        ("un", "general-assembly", "A/80/6", False, ()),
        ("un", "wsis", "A/RES/70/125", True, ("un-first-committee",)),
        ("un", "general-assembly", "A/199/1", True, ()),
        ("un", "oewg-2021", "A/AC.292/2031/CRP.1", False, ("un-oewg",)),
        ("eu", "eu-cybersecurity", "32022R2554", True, ("eu",)),
        ("eu", "eu-cybersecurity", "32009L0073", False, ()),
        ("osce", "", "PC.DEC/1202", True, ("osce",)),
        ("", "", "", True, ()),
    ],
)
def test_only_a_source_that_asks_for_it_is_told(
    source: str, process: str, symbol: str, listed: bool, told: tuple[str, ...]
) -> None:
    *update, taken = commands_for(source, process, SOURCES, symbol=symbol, listed=listed)
    assert update == ([f"verbale update {' '.join(told)}"] if told else [])
    assert taken.startswith("verbale import FILE")


def test_a_source_is_stale_after_the_days_that_are_set() -> None:
    asked = [Asked("osce", "2031-03-15T02:00:00+00:00", "2031-03-15T02:00:00+00:00", "", "ok", "")]
    assert [states(asked, ["osce"], TODAY, days)[0].state for days in (2, 14)] == ["stale", "good"]
    assert parse_config("[coverage]\nstale_after = 2").coverage.stale_after == 2
    with pytest.raises(ConfigError, match="one day or more"):
        parse_config("[coverage]\nstale_after = 0")


# --- gaps


def test_a_gap_says_what_is_known_and_what_is_only_inferred() -> None:
    documents = [*series("A/AC.199/2031/CRP.", 1, 3, 4, 8, 9), *series("A/AC.199/2031/CRP.", 2, held=False)]
    [gap] = gaps(documents, ["A/AC.199/2031/CRP.6"], ["un-oewg"])
    assert gap.series == "A/AC.199/2031/CRP.n"
    assert gap.says() == "2 and 5-7 of 1-9 not held (2 in the catalogue; 6 cited; 5 and 7 only inferred)"
    assert {one.number: one.how for one in gap.missing} == {
        2: "catalogue", 5: "inferred", 6: "citation", 7: "inferred"
    }  # fmt: skip
    assert gap.commands[0] == "verbale update un-oewg"
    assert gap.line().url == "https://undocs.org/en/A/AC.199/2031/CRP.2"


def test_where_all_is_inferred_it_is_said_once() -> None:
    [gap] = gaps(series("A/C.1/99/L.", 1, 4), [])
    assert gap.says() == "2-3 of 1-4 not held (only inferred)"


def test_what_is_cited_beyond_the_last_number_held_belongs_to_the_series() -> None:
    [gap] = gaps(series("A/C.1/99/L.", 1, 2), ["A/C.1/99/L.4"])
    assert gap.says() == "3-4 of 1-4 not held (4 cited; 3 only inferred)"


@pytest.mark.parametrize(
    "documents",
    [
        series("A/C.1/99/L.", 1, 63),  # scattered members
        series("A/RES/99/", 16, 17, 22, 180),
        series("A/99/", 1, 2, 4),  # documents of all the Assembly are numbered together: they are no series of ours
        series("A/C.1/99/L.", 1, 2, 3),  # whole
        series("A/C.1/99/L.", 5),
        series("A/C.1/99/L.", 1, 2, 4, held=False),  # nothing held: the catalogue says all there is to say
        series("PC.DEC/", 9039, 9106, 9202),
        series("PC.DEC/", 9039, 9041),
    ],
)
def test_scattered_members_are_no_series(documents: list[KnownSymbol]) -> None:
    assert gaps(documents, []) == []


def test_decisions_that_go_on_for_ever_are_a_series_only_where_they_lie_close() -> None:
    [gap] = gaps(series("PC.DEC/", 9039, 9200, 9201, 9204), [])
    assert (gap.first, gap.last, gap.says()) == (9200, 9204, "9202-9203 of 9200-9204 not held (only inferred)")


def test_decisions_of_a_year_are_a_series_of_their_own() -> None:
    [gap] = gaps(known("MC.DEC/1/31", "MC.DEC/3/31", "MC.DEC/2/30", "MC.DEC/9/29"), [])
    assert (gap.series, gap.says()) == ("MC.DEC/n/31", "2 of 1-3 not held (only inferred)")


def test_a_revision_that_is_held_is_no_gap() -> None:
    assert gaps(known("A/C.1/99/L.1", "A/C.1/99/L.2/Rev.1", "A/C.1/99/L.3"), []) == []


@given(st.sets(st.integers(1, 200)))
def test_ranges_name_every_number_and_no_other(numbers: set[int]) -> None:
    named: set[int] = set()
    for part in ranges(numbers).replace(" and ", ", ").split(", "):
        low, _, high = part.partition("-")
        named |= set(range(int(low), int(high or low) + 1)) if part else set()
    assert named == numbers


@given(st.text(max_size=40))
def test_anything_may_be_asked_for_its_place(symbol: str) -> None:
    place = place_of(symbol)
    assert place is None or f"{place.head}" in symbol


@given(st.sets(st.integers(1, 60), min_size=1), st.sets(st.integers(1, 60)))
def test_no_number_that_is_held_is_ever_missing(held: set[int], mentioned: set[int]) -> None:
    found = gaps(series("A/C.1/99/L.", *held), [f"A/C.1/99/L.{number}" for number in mentioned])
    for gap in found:
        assert not held & {one.number for one in gap.missing}
        assert {one.number for one in gap.missing if one.how == "citation"} == mentioned - held


# --- languages


@pytest.mark.parametrize(
    ("symbol", "language", "url"),
    [
        ("A/RES/99/1", "fr", "https://undocs.org/fr/A/RES/99/1"),
        ("32016R0679", "de", "https://eur-lex.europa.eu/legal-content/DE/TXT/?uri=CELEX:32016R0679"),
        ("PC.DEC/9202", "ru", ""),
    ],
)
def test_the_official_address_is_that_of_the_language(symbol: str, language: str, url: str) -> None:
    assert official_url(symbol, language) == url


def spoken(symbol: str, *codes: str, source: str = "un", kind: str = "resolution") -> Spoken:
    return Spoken(symbol, symbol, f"Title of {symbol}", source, "poa", kind, codes)


def test_documents_of_the_assembly_should_be_there_in_six_languages() -> None:
    [lacking], [row] = languages([spoken("A/RES/99/1", "en", "fr"), spoken("A/AC.199/2031/CRP.1", "en")], ["un-poa"])
    assert lacking.lacks == ("ar", "es", "ru", "zh")
    assert lacking.line().url == "https://undocs.org/ar/A/RES/99/1"
    assert lacking.commands == ("verbale update un-poa", "verbale import FILE --source un --process poa --lang ar")
    assert dict(row.expected)["ru"] == 1
    assert dict(row.held) == {"ar": 0, "en": 1, "es": 0, "fr": 1, "ru": 0, "zh": 0}


def test_decisions_of_the_osce_have_its_languages() -> None:
    [lacking], _ = languages([spoken("PC.DEC/9202", "en", "fr", "ru", source="osce")])
    assert lacking.lacks == ("de", "es", "it")


def test_elsewhere_the_usual_languages_are_those_of_half_of_the_kind() -> None:
    many = [spoken(f"3203{n}R0001", "en", "fr", source="eu", kind="regulation") for n in range(3)]
    odd = spoken("32039R0001", "de", source="eu", kind="regulation")
    assert [one.lacks for one in languages([*many, odd])[0]] == [("en", "fr")]
    assert languages([*many[:2], odd])[0] == []  # too few to say what is usual


# --- sources

TODAY = datetime(2031, 3, 20, tzinfo=UTC)


def state(last: str, good: str = "", failing: str = "", verdict: str = "") -> tuple[str, str]:
    [found] = states([Asked("un-oewg", last, good, failing, verdict, "why")], ["un-oewg"], TODAY, 14)
    return found.state, found.says()


@pytest.mark.parametrize(
    ("told", "expected", "words"),
    [
        (state("2031-03-19T02:00:00+00:00", "2031-03-19T02:00:00+00:00"), "good", "visited on 2031-03-19"),
        (
            state("2031-03-19T02:00:00+00:00", "2031-03-10T02:00:00+00:00", "2031-03-11T02:00:00+00:00", "challenge"),
            "blocked", "blocked since 2031-03-11 (challenge: why); last good visit 2031-03-10",
        ),
        (
            state("2031-03-19T02:00:00+00:00", "", "2031-03-11T02:00:00+00:00", "server_error"),
            "failing", "failing since 2031-03-11 (server error: why); no visit was ever good",
        ),
        # One bad file at the end of a good night.
        (
            state("2031-03-19T03:00:00+00:00", "2031-03-19T02:00:00+00:00", "2031-03-19T03:00:00+00:00", "forbidden"),
            "good", "",
        ),
        (state("2031-03-01T02:00:00+00:00", "2031-03-01T02:00:00+00:00"), "stale", "not visited since 2031-03-01"),
    ],
)  # fmt: skip
def test_a_source_is_good_blocked_failing_or_stale(told: tuple[str, str], expected: str, words: str) -> None:
    assert told[0] == expected
    assert words in told[1]


def test_a_source_that_was_never_visited_says_how_to_visit_it() -> None:
    [found] = states([Asked("import", "2031-03-19T02:00:00+00:00", "", "", "", "")], ["osce"], TODAY, 14)
    assert (found.state, found.commands) == ("never", ("verbale update osce",))


# --- years


def days(process: str, **counts: int) -> list[DayCount]:
    return [DayCount("un", process, year[1:], count, count) for year, count in counts.items()]


def test_a_thin_year_is_told_with_what_is_usual() -> None:
    told = thin(days("poa", y2025=10, y2026=12, y2027=11, y2028=3, y2029=12), date(2030, 1, 1))
    assert [(one.year, one.held, one.usual, one.until) for one in told] == [(2028, 3, 11, "")]


def test_the_running_year_is_compared_with_the_same_part_of_others() -> None:
    before = [DayCount("un", "poa", f"{year}-10-05", 9, 9) for year in (2027, 2028, 2029)]
    assert thin(before, date(2030, 6, 1)) == []
    [late] = thin(before, date(2030, 12, 1))
    assert (late.year, late.held, late.until) == (2030, 0, "12-01")


def test_a_process_that_ended_lacks_nothing_afterwards() -> None:
    counts = {"y2018": 9, "y2019": 9, "y2020": 9, "y2021": 9}
    assert thin(days("oewg-2019", **counts), date(2024, 1, 1)) == []
    assert [one.year for one in thin(days("poa", **counts), date(2024, 1, 1))] == [2023, 2022]


# --- all of it on a home


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The sample home with a series that has a hole, papers that cite (one in two languages), a source shut to us."""
    home = Home(tmp_path_factory.mktemp("coverage") / "home")
    fill(home)
    store = Store.open(home.database, writing=True)
    for number in (1, 2, 4):
        for code in ("en", "fr") if number == 1 else ("en",):
            symbol = f"A/C.1/199/L.{number}"
            citing = [
                Passage("As A/RES/198/7 and A/199/12 say, keys are counted.", "1"),
                Passage("See resolution 198/7 again, and A/C.1/199/L.3.", "2"),
            ]
            posting = sample_posting(f"https://example.org/{symbol}/{code}", symbol=symbol, language=code)
            arrival = sample_arrival(
                replace(posting, process="first-committee"), passages=citing, body=f"{symbol}{code}".encode(),
                language=code,
            )  # fmt: skip
            store.deposit(arrival, sample_visit(arrival))
    shut = replace(sample_visit(arrival), source="osce", url="https://example.org/shut", archived=None)
    store.visit(replace(shut, verdict="challenge", reason="a wall", fetched=NIGHT + timedelta(days=1)))
    store.record([(sample_posting("", symbol="A/RES/198/9", title="=1+1", type="resolution"), "catalogue")], NIGHT)
    sync(store, "whoosh", home.index("whoosh"), lambda done, total: None)
    store.close()
    return home


@pytest.fixture(scope="module")
def client(home: Home) -> Iterator[FlaskClient]:
    with form(home) as opened:
        yield opened


def verbale(home: Home, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--home", str(home.path), *arguments])


def test_what_is_cited_and_not_held_is_counted_in_one_language(home: Home) -> None:
    store = Store.open(home.database)
    rows = Covering(store.browsing.connection)
    wanted = {one.symbol: (one.paragraphs, one.documents) for one in rows.cited_not_held()}
    store.close()
    assert wanted == {"A/RES/198/7": (6, 3), "A/C.1/199/L.3": (3, 3)}


def test_a_file_that_cannot_be_read_is_no_bad_visit_of_its_source(home: Home) -> None:
    store = Store.open(home.database, writing=True)
    posting = sample_posting("https://example.org/scan", symbol="A/198/55")
    visit = replace(sample_visit(sample_arrival(posting)), source="nato")
    for days_later, verdict in enumerate(("ok_pdf", "NeedsOcr", "not_found")):
        store.visit(replace(visit, verdict=verdict, fetched=NIGHT + timedelta(days=days_later), document_id=None))
    asked = {one.source: one for one in Covering(store.browsing.connection).asked()}
    store.close()
    assert asked["nato"].last_good[:10] == "2031-03-05"
    assert asked["nato"].failing == ""
    assert (asked["osce"].last_good, asked["osce"].failing[:10], asked["osce"].reason) == ("", "2031-03-05", "a wall")


def test_a_symbol_that_nobody_knows_has_the_source_of_its_body(home: Home) -> None:
    store = Store.open(home.database)
    rows = Covering(store.browsing.connection)
    found = cited(rows.cited_not_held(), rows.symbols())
    store.close()
    assert [(one.symbol, one.source, one.known) for one in found] == [
        ("A/RES/198/7", source_of("A/RES/198/7"), None), ("A/C.1/199/L.3", "un", None)
    ]  # fmt: skip


@pytest.mark.parametrize(("symbol", "cited_in"), [("res. 198/7", 6), ("A/C.1/199/L.3", 3), ("A/1/1", 0), ("", 0)])
def test_an_assistant_is_told_how_often_an_absent_document_is_cited(home: Home, symbol: str, cited_in: int) -> None:
    with library_at(home.path) as library:
        assert symbol_covered(library, symbol).cited_in == cited_in


def test_the_command_tells_every_kind_in_json(home: Home) -> None:
    told = json.loads(verbale(home, "coverage", "--json").stdout)
    assert list(told["counts"]) == list(KINDS)
    assert [gap["says"] for gap in told["gaps"]] == ["3 of 1-4 not held (cited)"]
    assert told["cited"][0]["in"][0] == {"cite": "A/C.1/199/L.1, para. 1", "url": "/d/A/C.1/199/L.1#para-1"}
    lacking = {one["id"]: [each["language"] for each in one["missing"]] for one in told["languages"]}
    assert lacking["A/C.1/199/L.1"] == ["ar", "es", "ru", "zh"]
    assert {one["source"]: one["state"] for one in told["sources"]}["osce"] == "blocked"
    assert told["catalogue"] == [{"source": "un", "held": 0, "known": 2}]


def test_one_kind_and_one_source_can_be_chosen(home: Home) -> None:
    told = json.loads(verbale(home, "coverage", "--json", "--kind", "cited", "--source", "osce").stdout)
    assert told == {"counts": {"cited": 0}, "cited": []}
    lines = verbale(home, "coverage", "--kind", "gaps").stdout
    assert "A/C.1/199/L.n: 3 of 1-4 not held (cited)" in lines
    assert "https://undocs.org/en/A/C.1/199/L.3" in lines


def test_a_table_has_a_row_for_each_and_no_formula(home: Home) -> None:
    rows = list(csv.DictReader(io.StringIO(verbale(home, "coverage", "--csv").stdout)))
    assert {row["kind"] for row in rows} == set(KINDS) - {"years"}
    assert next(row for row in rows if row["what"] == "A/RES/198/9")["says"].startswith("'=1+1")


def test_json_and_csv_together_are_refused(home: Home) -> None:
    assert verbale(home, "coverage", "--json", "--csv").exit_code == 2


def test_a_source_that_there_is_not_is_refused_with_those_there_are(home: Home) -> None:
    ran = verbale(home, "coverage", "--source", "osec")
    assert ran.exit_code == 2
    assert "osce" in ran.stderr


def test_the_page_has_all_kinds_and_links_to_paragraphs(client: FlaskClient) -> None:
    tree = page(client, "/coverage")
    assert {tag["id"] for tag in tree.select("h2[id]")} == set(KINDS)
    places = {" ".join(a.get_text().split()): str(a["href"]) for a in tree.select(".facts a")}
    assert places["A/C.1/199/L.1, para. 1"] == "/d/A/C.1/199/L.1#para-1"
    assert "blocked since 2031-03-05 (challenge: a wall)" in text(tree, "section[aria-labelledby=sources]")


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_page(client: FlaskClient, kind: str) -> None:
    tree = page(client, f"/coverage?kind={kind}&page=99")
    told = client.get(f"/api/v1/coverage?kind={kind}").json
    assert told is not None
    assert list(told["counts"]) == [kind]
    assert len(tree.select("main .listing > li")) == told["counts"][kind]


def test_the_api_gives_a_part_of_each_list(client: FlaskClient) -> None:
    whole = client.get("/api/v1/coverage").json
    parts = [client.get(f"/api/v1/coverage?limit=1&page={number}").json for number in (1, 2, 3)]
    assert whole is not None
    for name in ("cited", "languages"):
        assert [one for part in parts if part for one in part[name]] == whole[name][:3]
    held = [document for part in parts if part for group in part["missing"] for document in group["documents"]]
    assert [one["id"] for one in held] == ["A/199/99", "A/RES/198/9"]


def test_nothing_held_is_said_in_a_line(tmp_path: Path) -> None:
    ran = verbale(Home(tmp_path / "none"), "coverage")
    assert ran.exit_code == 1
    assert "quickstart" in ran.stderr
