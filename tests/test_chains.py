"""Chains of texts that are held: on the command line, in the form, over the API, corrected by hand."""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from docx import Document
from flask.testing import FlaskClient

from corpus.config import ChainSettings, parse_config
from corpus.document import Passage
from corpus.errors import ConfigError
from corpus.home import Home
from corpus.store import Arrival, Store
from search.chains import all_chains, chains_of, follow
from search.cli import main
from search.comparing import Incomparable
from tests.samples import sample_arrival, sample_posting
from tests.web_home import HOSTILE, fill, form, page, text

FIRST = (
    Passage("Recalling the charter of bells that was signed in the harbour town,", "PP1", page=1),
    Passage("Requests ferry companies to inspect the lanterns of their boats before winter;", "OP1", page=1),
    Passage("Decides to draw the maps of harbours anew;", "OP2", page=2),
)
SECOND = (
    Passage("Recalling the charter of bells that was signed in the harbour town,", "PP1", page=1),
    Passage("Decides to draw the maps of harbours anew;", "OP1", page=1),
    Passage("Invites ferry companies to inspect the lanterns of all their boats before winter;", "OP2", page=2),
    Passage(f"Thanks {HOSTILE} for the offer of a pier.", "OP3", page=2),
)
TITLE = f"Bells and lanterns {HOSTILE}"


def arrival(symbol: str, kind: str, passages: tuple[Passage, ...], title: str = TITLE) -> Arrival:
    posting = sample_posting(f"https://example.org/{symbol}", symbol=symbol, title=title, type=kind, session="UNGA 99")
    return sample_arrival(posting, passages=passages, body=f"%PDF {symbol}".encode())


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    made = Home(tmp_path_factory.mktemp("chains") / "home")
    more = (
        arrival("A/C.1/99/L.5", "draft resolution", FIRST),
        arrival("A/RES/99/7", "resolution", SECOND),
        arrival("A/C.1/99/L.9", "draft resolution", SAME_TITLE, "Quite another subject"),
        arrival("A/RES/99/9", "resolution", FIRST, "Quite another subject"),
    )
    fill(made, more=more)
    return made


SAME_TITLE = (Passage("Nothing of this stands in any text that has the title.", "OP1", page=1),)


@pytest.fixture(scope="module")
def client(home: Home) -> Iterator[FlaskClient]:
    with form(home) as asked:
        yield asked


def verbale(home: Home, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--home", str(home.path), *arguments])


def test_a_chain_is_found_and_followed(home: Home) -> None:
    told = json.loads(verbale(home, "compare", "--chain", "a-res-99-7", "--json").stdout)
    assert told["documents"] == ["A/C.1/99/L.5", "A/RES/99/7"]
    assert told["by"] == "adoption"
    rows = {row["number"]: row for row in told["rows"]}
    assert [rows["OP2"]["cells"][at]["how"] for at in (0, 1)] == ["first", "changed"]
    assert rows["OP2"]["cells"][0]["at"][0]["url"] == "/d/A/C.1/99/L.5#para-OP1"
    assert rows["OP2"]["cite_as"].endswith("para. 2")
    assert rows["OP3"]["cells"][1]["how"] == "new"
    assert rows["OP1"]["cells"][1]["moved"] != rows["OP2"]["cells"][1]["moved"]


def test_the_list_names_the_rule(home: Home) -> None:
    told = json.loads(verbale(home, "compare", "--chains", "--json").stdout)["chains"]
    assert {(chain["by"], *chain["documents"]) for chain in told} == {
        ("adoption", "A/C.1/99/L.5", "A/RES/99/7"),
        ("adoption", "A/C.1/99/L.9", "A/RES/99/9"),
        ("revisions", "A/199/12", "A/199/12/Rev.1"),
    }
    shown = verbale(home, "compare", "--chains").stdout
    assert "A draft and what replaced it, by symbol" in shown


def test_a_chain_is_asked_for_by_name_too(home: Home) -> None:
    told = verbale(home, "compare", "--chain", "A/C.1/99/L.5 to A/RES/99/7")
    assert told.stdout.startswith("A/C.1/99/L.5 to A/RES/99/7\n")
    assert "3 of the last text's paragraphs came in here" in told.stdout


def test_other_texts_under_one_title_are_told(home: Home) -> None:
    assert "Next to nothing of A/RES/99/9" in verbale(home, "compare", "--chain", "A/RES/99/9").stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--chain", "A/199/20"], "No chain with A/199/20"),
        (["--chain", "A/1/2/3"], "A/1/2/3"),
        (["--chain", "A/RES/99/7", "--lang", "fr"], "fewer than two texts are held"),
        (["--chain", "A/RES/99/7", "--changes-only"], "--chain and --chains take no texts"),
        (["A/RES/99/7"], "name OLD and NEW"),
    ],
)
def test_what_cannot_be_followed_is_said(home: Home, arguments: list[str], told: str) -> None:
    result = verbale(home, "compare", *arguments)
    assert result.exit_code in (1, 2)
    assert told in result.stderr
    assert not isinstance(result.exception, Exception) or isinstance(result.exception, SystemExit)


def test_files_are_written(home: Home, tmp_path: Path) -> None:
    html, word = tmp_path / "chain.html", tmp_path / "redline.docx"
    assert verbale(home, "compare", "--chain", "A/RES/99/7", "--html", str(html)).exit_code == 0
    assert "<script>" not in html.read_text("utf-8")
    assert verbale(home, "compare", "A/C.1/99/L.5", "A/RES/99/7", "--docx", str(word)).stdout == ""
    shown = [paragraph.text for paragraph in Document(BytesIO(word.read_bytes())).paragraphs]
    assert shown[0] == "A/C.1/99/L.5 → A/RES/99/7"


def test_a_chain_set_by_hand_goes_before_those_found(home: Home) -> None:
    hand = (ChainSettings("Bells by hand", ("a/c.1/99/l.5", "A/RES/99/9", "A/RES/99/7", "A/RES/99/999")),)
    store = Store.open(home.database)
    assert [chain.name for chain in chains_of(store, hand, "A/RES/99/7")] == ["Bells by hand"]
    chain = chains_of(store, hand, "bells by hand")[0]
    assert chain.keys == ("A/C.1/99/L.5", "A/RES/99/9", "A/RES/99/7", "A/RES/99/999")
    assert chain.held == chain.keys[:3]
    assert chain in all_chains(store, hand)
    table = follow(store, chain)
    assert [text.name for text in table.texts] == ["A/C.1/99/L.5", "A/RES/99/9", "A/RES/99/7"]
    assert table.missing == ("A/RES/99/999",)
    with pytest.raises(Incomparable, match="fewer than two"):
        follow(store, chain, "ru")
    store.close()


def test_chains_are_read_from_the_configuration() -> None:
    told = parse_config("[[chains]]\nname = 'Keys'\nsymbols = ['A/1', 'A/2']\n")
    assert told.chains == (ChainSettings("Keys", ("A/1", "A/2")),)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("chains = 3", "list of tables"),
        ("chains = [3]", "must be a table"),
        ("[[chains]]\nname = 'x'", "two or more different symbols"),
        ("[[chains]]\nname = 'x'\nsymbols = ['A/1', 'A/1']", "two or more different symbols"),
        ("[[chains]]\nsymbols = ['A/1', 'A/2']", "needs a name"),
        ("[[chains]]\nnames = 'x'", "Did you mean 'name'"),
        ("[[chains]]\nname = 'x'\nsymbols = 'A/1'", "list of strings"),
    ],
)
def test_a_wrong_chain_is_refused_with_the_cure(written: str, told: str) -> None:
    with pytest.raises(ConfigError, match=told):
        parse_config(written)


def test_the_page_of_a_chain(client: FlaskClient) -> None:
    tree = page(client, "/chain?of=A/RES/99/7")
    assert text(tree, "h1") == "A/C.1/99/L.5 to A/RES/99/7"
    cells = [[td.get_text(" ", strip=True) for td in row.find_all("td")] for row in tree.select("tbody tr")]
    assert ["–", "new OP3"] in [row[:2] for row in cells]
    links = {str(link["href"]) for link in tree.select("tbody a")}
    assert {"/d/A/C.1/99/L.5#para-OP1", "/d/A/RES/99/7#para-OP2"} <= links


def test_the_page_lists_all_chains(client: FlaskClient) -> None:
    tree = page(client, "/chain")
    assert "A/199/12 to A/199/12/Rev.1" in text(tree, "main")
    assert page(client, str(tree.select("main ul.listing a")[0]["href"]))


@pytest.mark.parametrize("of", ["A/199/20", "nothing of the sort", "x" * 400])
def test_the_page_says_what_cannot_be_followed(client: FlaskClient, of: str) -> None:
    tree = page(client, f"/chain?of={of}", 404)
    assert text(tree, "#error")


def test_the_api_answers_as_the_command_line(home: Home, client: FlaskClient) -> None:
    assert client.get("/api/v1/chain?of=A/RES/99/7").json == json.loads(
        verbale(home, "compare", "--chain", "A/RES/99/7", "--json").stdout
    )
    assert client.get("/api/v1/chains").json == json.loads(verbale(home, "compare", "--chains", "--json").stdout)
    assert client.get("/api/v1/chain").status_code == 400
    assert client.get("/api/v1/chain?of=A/199/20").status_code == 404
