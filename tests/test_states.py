"""Who said what: `verbale states`, its pages and its API, on sample texts under names of real States."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
from click.testing import CliRunner, Result
from flask.testing import FlaskClient

from corpus.document import FrontMatter, Part, Passage
from corpus.home import Home
from corpus.store import Arrival
from search.cli import main
from search.library import library_at
from search.states import UnknownState, directory, said, silent
from tests.samples import sample_arrival, sample_posting
from tests.web_home import fill, form, page, text


def arrivals() -> Iterator[Arrival]:
    """A paper of Türkiye under its former name, a joint text, a guess from a file name, a record with two speeches."""
    keys = [Passage("Warehouse keys are counted every year.", "1", page=1)]
    paper = sample_posting("https://example.org/t", symbol="A/199/60", title="Keys (sample)", process="oewg-2021")
    yield sample_arrival(replace(paper, submitters=("Turkey",)), passages=keys, body=b"t")
    front = FrontMatter(
        submitters=("African Group",), joint=("Chad", "Kenya"), read_at=(("joint", "page 1: I speak for Chad, Kenya"),)
    )
    joint = sample_posting("https://example.org/j", symbol="A/199/61", title="Joint words (sample)", session="UNGA 199")
    yield sample_arrival(joint, front=front, passages=keys, body=b"j")
    guess = sample_posting("https://example.org/files/kenya-statement.pdf", title="Words (sample)")
    yield sample_arrival(guess, passages=[Passage("Doors are locked.", "1", page=1)], body=b"k")
    record = sample_posting("https://example.org/r", symbol="A/199/PV.6", title="Record (sample)")
    made = sample_arrival(record, passages=[*keys, Passage("Doors are open.", "2", page=2)], body=b"r")
    parts = (Part("Iceland", 1, 1, submitters=("Iceland",), confidence="likely"), Part("Peru", 2, 2, "", ("Peru",)))
    yield replace(made, extract=replace(made.extract, parts=parts))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    made = Home(tmp_path_factory.mktemp("states") / "home")
    fill(made, more=tuple(arrivals()))
    return made


@pytest.fixture(scope="module")
def client(home: Home) -> Iterator[FlaskClient]:
    with form(home) as opened:
        yield opened


def verbale(home: Home, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--home", str(home.path), "states", *arguments])


def test_every_state_is_listed_with_what_is_by_it(home: Home) -> None:
    with library_at(home.path) as library:
        rows = {row.name: row for row in directory(library)}
    assert (rows["Türkiye"].submitted, rows["Türkiye"].held) == (1, 1)
    assert (rows["Kenya"].submitted, rows["Kenya"].joint) == (1, 1)
    assert (rows["Chad"].submitted, rows["Chad"].joint) == (0, 1)
    assert (rows["France"].submitted, rows["African Group"].kind, rows["Facsimilia"].kind) == (0, "group", "other")
    assert sum(row.kind == "state" for row in rows.values()) == 195


@pytest.mark.parametrize("written", ["Turkey", "TUR", "Türkiye", "Турция", "republic of turkey"])
def test_any_writing_finds_the_same(home: Home, written: str) -> None:
    with library_at(home.path) as library:
        report = said(library, written)
    assert [one.hit.document.symbol for one in report.said] == ["A/199/60"]
    assert (report.said[0].role, report.said[0].confidence) == ("submitter", "stated")
    assert report.groups == (), "nothing is by NATO or any other group of it"


def test_a_joint_text_is_found_for_whom_it_lists_and_marked(home: Home) -> None:
    with library_at(home.path) as library:
        chad, mali, kenya = (said(library, name) for name in ("Chad", "Mali", "Kenya"))
    assert [(one.role, one.read_at) for one in chad.said] == [("joint", "page 1: I speak for Chad, Kenya")]
    assert mali.said == (), "a member of the group that the text does not list"
    assert {row.name for row in mali.groups} == {"African Group"}
    assert {(one.role, one.confidence) for one in kenya.said} == {("submitter", "guessed"), ("joint", "stated")}


def test_a_topic_gives_the_paragraphs(home: Home) -> None:
    with library_at(home.path) as library:
        report = said(library, "Iceland", "warehouse keys")
        nothing = said(library, "Peru", "warehouse keys")
    assert [one.hit.passages[0].url for one in report.said] == ["/d/A/199/PV.6%20%28Iceland%29#para-1"]
    assert (report.said[0].confidence, nothing.total) == ("likely", 0)


def test_silence_is_told_with_what_is_held(home: Home) -> None:
    with library_at(home.path) as library:
        report = silent(library, "warehouse")
        elsewhere = silent(library, "warehouse", process="oewg-2021")
    assert {row.name for row, _ in report.found} == {"Türkiye", "Chad", "Kenya", "Iceland"}
    assert {row.name for row, _ in elsewhere.found} == {"Türkiye"}
    assert len(report.found) + len(report.not_found) == 193
    told = report.as_json()
    notes = {row["name"]: row["note"] for row in told["not_found"]}
    assert (notes["France"], notes["Peru"]) == ("nothing of it is held", "1 of its texts is held")
    assert told["means"].startswith("Not found in this corpus")


def test_an_unknown_name_has_near_ones(home: Home) -> None:
    with library_at(home.path) as library, pytest.raises(UnknownState, match="Iceland"):
        said(library, "Icelland")


def test_the_command_prints_text_json_and_tables(home: Home) -> None:
    assert "1  Türkiye (TUR)" in verbale(home).stdout
    told = verbale(home, "TUR", "--topic", "keys")
    assert "by: stated" in told.stdout
    assert "para. 1, p. 1: Warehouse keys are counted" in told.stdout
    assert "listed in this joint text, stated (page 1: I speak for Chad, Kenya)" in verbale(home, "Chad").stdout
    assert "nothing of it is held" in verbale(home, "--silent", "keys").stdout
    report = json.loads(verbale(home, "Kenya", "--json").stdout)
    assert {one["role"] for one in report["said"]} == {"submitter", "joint"}
    assert {row["code"] for row in json.loads(verbale(home, "--json").stdout)} >= {"FRA", "AFRICA"}
    for arguments in ([], ["Chad"], ["--silent", "keys"]):
        header, *rows = csv.reader(io.StringIO(verbale(home, *arguments, "--csv").stdout))
        assert rows
        assert {len(row) for row in rows} == {len(header)}


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["Chad", "--silent", "keys"], 2, "leave out STATE"),
        (["--topic", "keys"], 2, "name it"),
        (["--csv", "--json"], 2, "Choose one"),
        (["Icelland"], 1, "Iceland"),
        (["--silent", '"open'], 1, "quotation"),
    ],
)
def test_wrong_use_names_the_right_one(home: Home, arguments: list[str], code: int, told: str) -> None:
    ran = verbale(home, *arguments)
    assert (ran.exit_code, told in ran.stderr) == (code, True), ran.stderr


def test_by_finds_any_writing_in_the_search(home: Home) -> None:
    for written in ("Turkey", "TUR", '"Republic of Türkiye"'):
        ran = CliRunner().invoke(main, ["--home", str(home.path), "search", f"by:{written}", "--json"])
        assert [hit["symbol"] for hit in json.loads(ran.stdout)["hits"]] == ["A/199/60"]


def test_the_pages(client: FlaskClient) -> None:
    everything = page(client, "/states")
    assert {link.get_text(): link["href"] for link in everything.select(".states a")}["Chad"] == "/states/Chad"
    silence = page(client, "/states?silent=warehouse")
    assert text(silence, "section h2") == "4 Member States found, 189 not found in this corpus"
    assert "nothing of it is held" in text(silence, "section")
    assert text(page(client, "/states?silent=%22open", 400), ".notice[role=alert]")
    chad = page(client, "/states/Chad?topic=keys")
    assert "listed in this joint text" in text(chad, "section .facts")
    assert "Joint texts that list it" in " ".join(node.get_text() for node in chad.select("h2"))
    assert "Nothing of France is held" in text(page(client, "/states/France"), "main")
    assert text(page(client, "/states/Chad?topic=%22open", 400), ".notice[role=alert]")
    assert client.get("/states/TUR?topic=keys").headers["Location"] == "/states/T%C3%BCrkiye?topic=keys"


def test_the_pages_are_narrowed_to_a_process_and_a_session(client: FlaskClient) -> None:
    turkey = page(client, "/states/Türkiye?process=oewg-2021")
    assert {str(tag["name"]) for tag in turkey.select("main form.ask select")} == {"process", "session"}
    assert [str(tag["value"]) for tag in turkey.select("#of-process option[selected]")] == ["oewg-2021"]
    assert "1 document submitted by" in text(turkey, "main")
    none = page(client, "/states/Türkiye?process=no-such")
    assert "in this process and session; 1 document in others" in text(none, "main")
    assert [str(tag["value"]) for tag in none.select("#of-process option[selected]")] == ["no-such"]
    location = client.get("/states/TUR?process=oewg-2021").headers["Location"]
    assert location == "/states/T%C3%BCrkiye?process=oewg-2021"
    counted = page(client, "/states?process=no-such")
    assert {tag.get_text() for tag in counted.select(".states .number")} == {"0"}


def test_the_api(client: FlaskClient) -> None:
    assert any(row["code"] == "TUR" for row in json.loads(client.get("/api/v1/states").text))
    report = json.loads(client.get("/api/v1/states/TUR?topic=keys").text)
    assert report["said"][0]["passages"][0]["url"] == "/d/A/199/60#para-1"
    assert json.loads(client.get("/api/v1/silence?q=keys&process=oewg-2021").text)["matching"] == 1
    assert client.get("/api/v1/states/Icelland").status_code == 404
    assert client.get("/api/v1/silence?q=%22open").status_code == 400
    assert client.get("/api/v1/states?prozess=x").status_code == 400
