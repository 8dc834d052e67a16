"""How many bytes a page costs a reader in a conference room whose network is shared by two hundred delegations."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from corpus.document import Passage
from corpus.home import Home
from corpus.store import Arrival
from tests.samples import sample_arrival, sample_posting
from tests.web_home import fill, form, negotiated, page

# All of a page, uncompressed: itself, its style sheet, its scripts, its icon.
MOST_BYTES = 60_000
LONG = "States keep a directory of points of contact, and each of them names who answers at night. " * 12


def busy(number: int) -> Arrival:
    """A long document with a long title, of a year, type, session and process of its own."""
    posting = sample_posting(
        f"https://example.org/busy/{number}",
        symbol=f"A/198/{number}",
        title=f"Number {number}. {LONG[:200]}",
        date=f"{2012 + number}-05-01",
        type=f"kind {number}",
        session=f"session {number}",
        process=f"process-{number}",
        source=("un", "osce", "eu", "nato")[number % 4],
    )
    passages = [
        Passage(f"{place} {LONG}", str(place), (f"Chapter {place // 5}",), page=place, language="en")
        for place in range(1, 101)
    ]
    return sample_arrival(posting, passages=passages, body=f"%PDF busy {number}".encode())


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    home = Home(tmp_path_factory.mktemp("weight") / "home")
    fill(home, more=(*(busy(number) for number in range(14)), *negotiated()))
    with form(home) as opened:
        yield opened


def weight(client: FlaskClient, url: str, without: str | None = None) -> int:
    """The bytes of a page and of all that it loads, without what lies under a selector."""
    tree = page(client, url)
    loaded = {str(tag["href"]) for tag in tree.select("link[rel~=stylesheet], link[rel~=icon]")}
    loaded |= {str(tag["src"]) for tag in tree.select("[src]")}
    assert any("style.css" in path for path in loaded)
    left_out = sum(len(str(tag).encode()) for tag in tree.select(without)) if without else 0
    return size(client, url) - left_out + sum(size(client, path) for path in loaded)


def size(client: FlaskClient, url: str) -> int:
    with client.get(url) as answer:
        return len(answer.data)


@pytest.mark.slow
@pytest.mark.parametrize("scope", ["document", "paragraph"])
def test_a_full_page_of_results_is_light(client: FlaskClient, scope: str) -> None:
    url = f"/?q=points+of+contact&scope={scope}"
    assert len(page(client, url).select(".hit")) == 10
    assert weight(client, url, "blockquote p") < MOST_BYTES


@pytest.mark.slow
def test_a_document_is_light_but_for_its_text(client: FlaskClient) -> None:
    url = "/d/A/198/3?q=points+of+contact"
    tree = page(client, url)
    assert (len(tree.select(".paragraph")), len(tree.select(".found a")) > 10) == (100, True)
    assert weight(client, url, ".text") < MOST_BYTES


@pytest.mark.slow
@pytest.mark.parametrize(
    ("url", "texts"),
    [
        ("/compare?old=A/198/3&new=A/198/4", ".words"),
        ("/chain?of=A/RES/199/8", ".through td[dir]"),
        ("/chain", None),
        ("/trace?document=A/198/4", ".traced p[lang]"),
        ("/trace?para=A/198/4%237", "p[lang], blockquote"),
        ("/concordance?q=points+of+contact", "blockquote"),
        ("/states", None),
        ("/states?silent=contact", None),
        ("/states/Facsimilia?topic=answer", "blockquote"),
        ("/crosswalk/norm-f", ".listing p"),
        ("/coverage?kind=languages", None),
        ("/watches?q=contact", None),
        ("/quotes", None),
        ("/tools", None),
        ("/", None),
        ("/help", None),
    ],
)
def test_a_tool_is_light_but_for_the_texts_it_shows(client: FlaskClient, url: str, texts: str | None) -> None:
    assert weight(client, url, texts) < MOST_BYTES


@pytest.mark.slow
def test_the_weight_counts_everything(client: FlaskClient) -> None:
    style = Path(__file__).resolve().parents[1] / "search" / "web" / "static" / "style.css"
    assert weight(client, "/help") > size(client, "/help") + style.stat().st_size
    assert weight(client, "/d/A/198/3") > MOST_BYTES


@pytest.mark.slow
def test_long_lists_of_what_is_not_held_are_cut_and_counted(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    known = (*(busy(number) for number in range(8)), *(cites_much(number) for number in range(3)))
    fill(home, more=known)
    with form(home) as opened:
        assert "All 120: cited and not held" in page(opened, "/coverage").get_text()
        assert weight(opened, "/coverage") < MOST_BYTES
        assert weight(opened, "/coverage?kind=cited") < MOST_BYTES
        assert weight(opened, "/crosswalk") < MOST_BYTES


def cites_much(number: int) -> Arrival:
    """A document that cites forty others which nobody holds."""
    cited = [f"A/RES/197/{40 * number + place}" for place in range(1, 41)]
    passages = [Passage(f"Recalling {symbol},", str(place)) for place, symbol in enumerate(cited, 1)]
    posting = sample_posting(f"https://example.org/cites/{number}", symbol=f"A/198/9{number}")
    return sample_arrival(posting, passages=passages, body=f"%PDF cites {number}".encode())
