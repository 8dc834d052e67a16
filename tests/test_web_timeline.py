"""The timeline of a result: its arithmetic, its page, and completion in the box."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from corpus.home import Home
from corpus.store import Store
from index.sync import sync
from search.web.asked import Asked
from search.web.timeline import HEIGHT, MOST_BARS, MOST_PROCESSES, shown_processes, timeline
from tests.samples import sample_arrival, sample_posting, sample_visit
from tests.web_home import attribute, form, page, text

YEARS = st.dictionaries(st.integers(1000, 2100).map(str), st.integers(1, 5_000), max_size=60)
DOCUMENTS = (
    ("A/199/12", "2029-01-02", "oewg-2021"), ("A/199/13", "2031-01-02", "oewg-2021"), ("A/199/14", "2031-05", "gge"),
    ("A/199/15", "1948-05-01", "gge"), ("A/199/16", "", "gge"),
)  # fmt: skip


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    home = Home(tmp_path_factory.mktemp("timeline") / "home")
    home.make()
    store = Store.open(home.database, writing=True)
    for symbol, date, process in DOCUMENTS:
        url = f"https://example.org/{symbol}"
        posting = sample_posting(url, symbol=symbol, title=f"Report {symbol}", date=date, process=process)
        arrival = sample_arrival(posting, body=symbol.encode())
        store.deposit(arrival, sample_visit(arrival))
    sync(store, "whoosh", home.index("whoosh"), lambda done, total: None)
    store.close()
    with form(home) as opened:
        yield opened


def test_a_bar_is_stacked_from_the_ground() -> None:
    drawn = timeline([("2021", 4), ("2019", 1)], {"gge": [("2021", 1)], "poa": [("2021", 2)]}, 6, Asked("norms"))
    assert drawn is not None
    assert drawn.names == ("Groups of Governmental Experts, 2004–2021", "Programme of Action", "other")
    assert [(bar.year, bar.x) for bar in drawn.bars] == [("2019", 1), ("2021", 21)]
    assert [(band.shade, band.y, band.height) for band in drawn.bars[1].bands] == [
        (0, 75.0, 25.0), (1, 25.0, 50.0), (2, 0.0, 25.0),
    ]  # fmt: skip
    assert [(row.year, row.count, row.counts) for row in drawn.rows] == [("2021", 4, (1, 2, 1)), ("2019", 1, (0, 0, 1))]
    assert (drawn.width, drawn.undated, drawn.earlier, drawn.highest.year) == (30, 1, 0, "2021")


def test_a_year_leads_to_its_filter_and_a_chosen_one_away_from_it() -> None:
    drawn = timeline([("2021", 4), ("2019", 1)], {}, 5, Asked("norms", page=3, filters=(("year", "2019"),)))
    assert drawn is not None
    assert [row.link for row in drawn.rows] == ["?q=norms&year=2019&year=2021", "?q=norms"]


@pytest.mark.parametrize("years", [[], [("2021", 7)], [("2021", 7), ("", 3)]])
def test_fewer_than_two_years_are_no_timeline(years: list[tuple[str, int]]) -> None:
    assert timeline(years, {}, 10, Asked("norms")) is None


@pytest.mark.slow
@given(YEARS, st.lists(YEARS, max_size=MOST_PROCESSES), st.integers(0, 99))
def test_every_hit_is_drawn_in_the_table_only_or_undated(
    years: dict[str, int], parts: list[dict[str, int]], more: int
) -> None:
    total = sum(years.values()) + more
    by_process = {f"p{at}": [*part.items()] for at, part in enumerate(parts)}
    drawn = timeline([*years.items()], by_process, total, Asked("norms"))
    if drawn is None:
        assert len(years) < 2
        return
    assert sum(bar.count for bar in drawn.bars) + drawn.earlier + drawn.undated == total
    assert {row.year: row.count for row in drawn.rows} == years
    assert 0 < drawn.width <= MOST_BARS * 10
    for bar in drawn.bars:
        assert 0 <= bar.x < drawn.width
        assert all(band.height > 0 or band.count * HEIGHT < drawn.highest.count for band in bar.bands)


def test_processes_are_shown_the_commonest_first() -> None:
    assert shown_processes([("", 9), *((f"p{at}", 9 - at) for at in range(9))]) == [f"p{at}" for at in range(6)]


def test_the_page_draws_all_hits_and_has_their_table(client: FlaskClient) -> None:
    tree = page(client, "/?q=contact")
    assert attribute(tree, "svg.timeline", "role") == "group"
    labels = attribute(tree, "svg.timeline", "aria-labelledby").split()
    assert [text(tree, f"#{label}") for label in labels] == [
        "Hits by year, 1992 to 2031", "Most are of 2031: 2. The table below has every number.",
    ]  # fmt: skip
    cells = [[cell.get_text() for cell in row.select("th, td")] for row in tree.select(".timeline tbody tr")]
    # Three years, all hits, then Group of Experts and Working Group in the order of their counts.
    assert cells == [["2031", "2", "1", "1"], ["2029", "1", "", "1"], ["1948", "1", "1", ""]]
    told = text(tree, "section.timeline")
    assert "1 hit from before 1992 is in the table only." in told
    assert "1 hit without a date." in told


@pytest.mark.parametrize("selector", ["svg.timeline a", ".timeline tbody a"])
def test_a_year_on_the_page_is_a_filter(client: FlaskClient, selector: str) -> None:
    links = {str(a["href"]) for a in page(client, "/?q=contact").select(selector)}
    assert "/?q=contact&year=2031" in links
    assert text(page(client, "/?q=contact&year=2031"), "[role=status] h1").startswith("2 documents")


@pytest.mark.parametrize("url", ["/?q=contact&year=2031", "/?q=contact&page=2", "/?q=zzzz", "/?q=%22open"])
def test_where_there_is_nothing_to_compare_no_timeline_is_drawn(client: FlaskClient, url: str) -> None:
    assert not page(client, url, 200, 400).select("svg")


def test_paragraphs_have_a_timeline_too(client: FlaskClient) -> None:
    rows = page(client, "/?q=contact&scope=paragraph").select(".timeline tbody tr")
    assert [cell.get_text() for cell in rows[0].select("td")] == ["4", "2", "2"]


def test_the_box_names_where_to_ask_for_completions(client: FlaskClient) -> None:
    for url in ("/", "/?q=contact", "/help"):
        assert attribute(page(client, url), "#q", "data-complete") == "/complete"
    policy = client.get("/help").headers["Content-Security-Policy"]
    assert "script-src 'self'; connect-src 'self'" in policy
    assert "script-src" not in client.get("/complete?q=con").headers["Content-Security-Policy"]


def test_the_script_is_a_file_of_ours_and_writes_no_markup() -> None:
    script = (Path(__file__).parents[1] / "search" / "web" / "static" / "search.js").read_text("utf-8")
    for forbidden in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", ".style", "http://"):
        assert forbidden not in script
