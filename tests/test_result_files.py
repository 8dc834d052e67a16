"""Results as files: read back by other people's readers, complete, and with nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import rispy
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from werkzeug.datastructures import MultiDict

from corpus.config import Config
from corpus.document import Passage
from corpus.home import Home
from corpus.store import Store
from index.sync import sync
from search.answer import SearchRequest
from search.commands.export import RESULTS
from search.library import Library
from search.result_files import FORMATS, csv_pieces, harmless, json_lines, xlsx_file
from search.result_rows import COLUMNS, Row, every_hit
from search.web.asked import asked
from search.web.export import file_name
from tests.samples import NIGHT, sample_arrival, sample_posting, sample_visit
from tests.test_cli import verbale
from tests.web_home import fill, form, page

ROW = Row(
    "A/199/12", "Report", "2031-01-02", "report", "oewg-2021", "un", ("Exampleland", "Facsimilia"), "24", 7,
    "States keep a directory.", "https://example.org/a", "http://localhost/d/A/199/12#para-24",
)  # fmt: skip
FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "\n=1", "＝1+1", '=HYPERLINK("http://x")')


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("files") / "home"
    fill(Home(path))
    return path


@pytest.fixture(scope="module")
def client(place: Path) -> Iterator[FlaskClient]:
    with form(Home(place)) as opened:
        yield opened


def exported(client: FlaskClient, query: str) -> bytes:
    answer = client.get(f"/export?{query}")
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    data: bytes = answer.data
    return data


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_is_a_formula(text: str) -> None:
    row = replace(ROW, title=text, symbol=text, submitters=(text,), snippet=text)
    _, read = csv.reader(io.StringIO(b"".join(csv_pieces([row])).decode(), newline=""))
    assert [read[COLUMNS.index(name)] for name in ("title", "symbol", "submitters", "snippet")] == [f"'{text}"] * 4
    sheet = load_workbook(io.BytesIO(xlsx_file([row], NIGHT))).active
    assert sheet is not None
    assert {cell.data_type for line in sheet.iter_rows() for cell in line} <= {"s", "n", "inlineStr"}
    assert str(sheet.cell(2, 2).value).strip() == text.strip()


@settings(deadline=None)
@given(st.text())
def test_every_text_comes_back(text: str) -> None:
    table = csv.reader(io.StringIO(b"".join(csv_pieces([replace(ROW, title=text)])).decode("utf-8"), newline=""))
    assert [*table][1][1].removeprefix("'") == text.removeprefix("'")
    assert str(harmless(text))[:1] not in ("=", "+", "-", "@", "\t", "\r")
    (line,) = b"".join(json_lines([replace(ROW, title=text)])).splitlines()
    assert json.loads(line)["title"] == text


def test_a_row_has_what_is_cited(client: FlaskClient) -> None:
    (row,) = csv.DictReader(io.StringIO(exported(client, "q=contact&type=report&year=2031&format=csv").decode()))
    assert row == {
        "symbol": "A/199/12", "title": "Report on contact (sample)", "date": "2031-01-02", "type": "report",
        "process": "general-assembly", "source": "un", "submitters": "", "paragraph": "24", "page": "7",
        "snippet": "States keep a directory of points of contact.", "url": "https://example.org/A_199_12.pdf",
        "permalink": "http://localhost/d/A/199/12#para-24",
    }  # fmt: skip


def test_all_formats_have_the_same_results(client: FlaskClient) -> None:
    said = {name: exported(client, f"q=contact+OR+hostile&format={name}") for name in FORMATS}
    titles = [row["title"] for row in csv.DictReader(io.StringIO(said["csv"].decode(), newline=""))]
    assert len(titles) == len(set(titles)) == 4
    sheet = load_workbook(io.BytesIO(said["xlsx"])).active
    assert sheet is not None
    assert [line[1] for line in sheet.iter_rows(min_row=2, values_only=True)] == titles
    assert [json.loads(line)["title"] for line in said["jsonl"].splitlines()] == titles
    assert [entry["title"] for entry in rispy.loads(said["ris"].decode())] == titles
    assert [item["title"] for item in json.loads(said["csl"])] == titles
    assert said["bibtex"].count(b"@techreport{") == len(titles)


def test_paragraphs_are_rows_but_one_entry(client: FlaskClient) -> None:
    query = "q=directory&scope=paragraph&year=2031&type=report"
    rows = [json.loads(line) for line in exported(client, f"{query}&format=jsonl").splitlines()]
    assert len(rows) > 1
    assert len({row["permalink"] for row in rows}) == len(rows)
    assert len(json.loads(exported(client, f"{query}&format=csl"))) == 1


def test_nothing_found_is_a_file_too(client: FlaskClient) -> None:
    assert exported(client, "q=zzzz&format=csv").decode().strip() == ",".join(COLUMNS)
    assert json.loads(exported(client, "q=zzzz&format=csl")) == []
    assert exported(client, "q=zzzz&format=ris") == b""


def test_excel_is_told_that_it_is_utf_8(client: FlaskClient) -> None:
    assert exported(client, "q=contact&format=csv&bom=1").startswith("\ufeffsymbol,".encode())
    assert exported(client, "q=contact&format=csv").startswith(b"symbol,")
    assert exported(client, "q=contact&format=jsonl&bom=1").startswith(b"{")


def test_the_results_page_leads_to_every_file(client: FlaskClient) -> None:
    tree = page(client, "/?q=points+of+contact&year=2031&page=1")
    links = [str(link["href"]) for link in tree.select(".files a[download]")]
    assert len(links) == len(FORMATS) + 2  # CSV for Excel, and the evidence pack
    assert all("year=2031" in link and client.get(link).status_code == 200 for link in links)
    assert not page(client, "/?q=zzzz").select(".files")


def test_what_cannot_be_written_is_said(client: FlaskClient) -> None:
    assert "one of csv, xlsx" in page(client, "/export?q=contact&format=pdf", 400).get_text()
    assert "Type" in page(client, "/export?format=csv", 400).get_text()
    page(client, "/export?q=%22open&format=csv", 400)


def test_a_file_is_named_after_its_search() -> None:
    assert file_name(asked(MultiDict({"q": '"Points of contact"', "year": "2031"})), "csv") == (
        "verbale-points-of-contact-2031.csv"
    )
    assert file_name(asked(MultiDict({"q": "../../Ж\r\n"})), "ris") == "verbale-results.ris"


def test_all_results_come_also_beyond_what_is_ordered_anew(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    home.make()
    store = Store.open(home.database, writing=True)
    for number in range(130):
        posting = sample_posting(f"https://example.org/{number}", symbol=f"A/199/{number + 1}", title=f"No. {number}")
        said = [Passage(f"The directory has {number} points of contact.", "1")]
        arrival = sample_arrival(posting, passages=said, body=str(number).encode())
        store.deposit(arrival, sample_visit(arrival))
    sync(store, "whoosh", home.index("whoosh"), lambda done, total: None)
    store.close()
    library = Library.open(home, Config())
    for sort, limit, expected in (("relevance", 1000, 130), ("-date", 1000, 130), ("relevance", 105, 105)):
        total, hits = every_hit(library, SearchRequest("directory", sort=sort), limit)  # type: ignore[arg-type]
        assert total == 130
        assert len({hit.id for hit in hits}) == expected
    library.close()


def test_the_command_line_writes_them(place: Path, tmp_path: Path) -> None:
    ran = verbale(place, "export", "--results", "csv", "points", "of", "contact", "--form", "https://example.org/v/")
    assert ran.exit_code == 0, ran.output
    first, *_ = csv.DictReader(io.StringIO(ran.stdout))
    assert first["permalink"].startswith("https://example.org/v/d/A/199/")
    assert "3 of 3 results" in ran.stderr
    out = tmp_path / "out.xlsx"
    ran = verbale(place, "export", "--results", "xlsx", "--to", str(out), "--limit", "1", "--query", "contact")
    assert "left out the others" in ran.stderr
    sheet = load_workbook(out).active
    assert sheet is not None
    assert sheet.max_row == 2


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["contact"], "--wacz FILE, --results FORMAT or --pack FILE"),
        (["--wacz", "x.wacz", "--results", "csv", "contact"], "Say what to write"),
        (["--results", "csv"], "Type what to search for"),
        (["--results", "doc", "contact"], "'xlsx'"),
        (["--results", "csv", '"open'], "quotation mark"),
    ],
)
def test_wrong_use_of_export_names_the_right_one(place: Path, arguments: list[str], told: str) -> None:
    ran = verbale(place, "export", *arguments)
    assert ran.exit_code == 2, ran.output
    assert told in ran.stderr


def test_the_command_line_offers_every_format() -> None:
    assert tuple(FORMATS) == RESULTS


def test_a_file_that_cannot_be_written_is_said(place: Path, tmp_path: Path) -> None:
    ran = verbale(place, "export", "--results", "csv", "--to", str(tmp_path / "none" / "out.csv"), "contact")
    assert ran.exit_code == 1
    assert "cannot be written" in ran.stderr
