"""Norms and confidence-building measures: what is a reference and what is none, and all of it on a home."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.crosswalk.__main__ import floors
from benchmarks.crosswalk.score import (
    Case,
    Judged,
    cases,
    documents,
    figures,
    judged_documents,
    judged_quotations,
    wrong,
)
from benchmarks.floors import below
from benchmarks.kept import Kept
from benchmarks.measured import REALDOCS
from corpus.document import Passage
from corpus.errors import QueryError
from corpus.home import Home
from corpus.store import Store, StoredPassage
from index.shingles import follow
from index.sync import sync
from search.cli import main
from search.crosswalk.finding import Crossed, crosswalk
from search.crosswalk.lists import agreed_lists, every_item, item_named
from search.crosswalk.quoting import Reuse, items_passages, share, unlabelled
from search.crosswalk.references import references
from search.crosswalk.whose import NOTHING, Around
from search.library import library_at
from tests.samples import sample_arrival, sample_posting, sample_visit
from tests.web_home import fill, form, page, text

GGE, OEWG, OSCE, NATIONAL = (
    Around(process="gge"), Around(process="oewg-2021"), Around(source="osce"), Around(source="national")
)  # fmt: skip


def named(written: str, around: Around = NOTHING) -> list[str]:
    return [one.key for one in references(written, around)]


# --- what is named


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.text[:60])
def test_a_paragraph_names_what_it_was_judged_to_name(case: Case) -> None:
    assert sorted({one.key for one in references(case.text, case.around)}) == sorted(case.keys)


def test_a_heading_names_what_stands_under_it() -> None:
    assert named("States do so.", Around(("Norms", "Norm 13 (g)"), process="gge")) == ["norm-g"]


@given(st.text(alphabet="norms NORM 13(abfk), CBM-8 toOSCE/.и", max_size=60))
def test_any_text_can_be_read(written: str) -> None:
    keys = {item.key for item in every_item()}
    assert {one.key for one in references(written, OEWG)} <= keys


# --- the lists


def test_there_are_eleven_norms_and_the_measures() -> None:
    assert [(agreed.key, len(agreed.items)) for agreed in agreed_lists()] == [
        ("norm", 11), ("osce-cbm", 16), ("un-cbm", 8)
    ]  # fmt: skip
    assert all(item.title and item.about and item.names for item in every_item())
    # Words that people use, not the agreed text.
    assert all(len(name.words.split()) <= 5 for item in every_item() for name in item.names)


@pytest.mark.parametrize(
    ("asked", "key"),
    [
        ("13 (f)", "norm-f"), ("norm F", "norm-f"), ("norm-f", "norm-f"), ("f", "norm-f"), ("norm 13(k)", "norm-k"),
        ("OSCE CBM 8", "osce-cbm-8"), ("cbm 12", "osce-cbm-12"), ("UN CBM 1", "un-cbm-1"), ("global CBM 3", "un-cbm-3"),
    ],
)  # fmt: skip
def test_an_item_is_found_as_people_write_it(asked: str, key: str) -> None:
    assert item_named(asked).key == key


@pytest.mark.parametrize(
    ("asked", "told"), [("CBM 3", "OSCE CBM 3 or UN CBM 3"), ("norm z", "13 (a) to (k)"), ("", "UN CBM 1 to 8")]
)
def test_what_is_not_one_item_says_what_there_is(asked: str, told: str) -> None:
    with pytest.raises(QueryError) as refused:
        item_named(asked)
    assert told in str(refused.value)


# --- on a home

AGREED = "Keys of warehouses are neither taken nor copied by any State, and every State counts its own keys each year."
MEASURE = (
    "Each State names a keeper of the keys whom others may call by day and by night, and says when the name changes."
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The sample home with agreed texts (in words of ours under their symbols), and papers that name and quote them."""
    home = Home(tmp_path_factory.mktemp("crosswalk") / "home")
    fill(home)
    papers = [
        ("A/70/174", "gge", "en", [Passage("Norms follow.", "13"), Passage(AGREED, "13 (f)", page=8)]),
        ("A/79/214", "oewg-2021", "en", [Passage(f"CBM 1. {MEASURE}", page=20), Passage("CBM 10. None.", page=20)]),
        (
            "A/AC.199/2031/WP.1", "oewg-2021", "en",
            [
                Passage("We apply norm 13 (f) and norm 13 (g).", "1"),
                Passage(f"We recall: {AGREED}", "2"),
                Passage("Paragraph 13 (f) of A/77/275 is another.", "3"),
                Passage("Of States, every State counts keys of its own now and then.", "4"),
            ],
        ),
        ("A/AC.199/2031/WP.1", "oewg-2021", "fr", [Passage("Nous appliquons la norme 13 f).", "1")]),
        ("PC.DEL/9041/31", "osce", "en", [Passage("OSCE CBM 8 and the UN's CBM 1 meet.", "7")]),
    ]  # fmt: skip
    store = Store.open(home.database, writing=True)
    for symbol, process, code, passages in papers:
        posting = sample_posting(f"https://example.org/{symbol}/{code}", symbol=symbol, language=code, process=process)
        arrival = sample_arrival(
            replace(posting, date="2031-02-01"), passages=passages, body=f"{symbol}{code}".encode(), language=code
        )
        store.deposit(arrival, sample_visit(arrival))
    sync(store, "whoosh", home.index("whoosh"), lambda done, total: None)
    store.close()
    return home


@pytest.fixture(scope="module")
def found(home: Home) -> dict[str, Crossed]:
    with library_at(home.path) as library:
        return {one.item.key: one for one in crosswalk(library)}


@pytest.fixture(scope="module")
def client(home: Home) -> Iterator[FlaskClient]:
    with form(home) as opened:
        yield opened


def verbale(home: Home, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--home", str(home.path), *arguments])


def test_named_and_quoted_paragraphs_are_cited(found: dict[str, Crossed]) -> None:
    assert [(one.how, one.cite, one.url) for one in found["norm-f"].mentions] == [
        ("number", "A/AC.199/2031/WP.1, para. 1", "/d/A/AC.199/2031/WP.1#para-1"),
        ("quoted", "A/AC.199/2031/WP.1, para. 2", "/d/A/AC.199/2031/WP.1#para-2"),
    ]
    reuse = found["norm-f"].mentions[1].reuse
    assert reuse is not None
    assert (reuse.verdict, reuse.share) == ("exact", 1)
    assert found["norm-f"].agreed_at == (("A/70/174, para. 13 (f)", "/d/A/70/174#para-13-f"),)
    assert found["norm-f"].by_process() == {"oewg-2021": 2}
    assert found["norm-f"].by_year() == {"2031": 2}


def test_one_paragraph_names_measures_of_two_lists(found: dict[str, Crossed]) -> None:
    for key in ("osce-cbm-8", "un-cbm-1"):
        assert [one.cite for one in found[key].mentions] == ["PC.DEL/9041/31, para. 7"]
    assert [name for name, _ in found["un-cbm-1"].agreed_at] == ["A/79/214, p. 20"]


def test_where_the_agreed_text_is_not_held_that_is_said(found: dict[str, Crossed]) -> None:
    assert "PC.DEC/1202) is not held" in found["osce-cbm-8"].notice()
    assert found["norm-f"].notice() == ""
    assert "is not held, or its paragraph was not found" in found["norm-g"].notice()


def numbered(number: str, place: int, *, repeated: bool = False, heading: tuple[str, ...] = ()) -> StoredPassage:
    return StoredPassage(place, 1, 1, place, number, heading, 1, "en", f"Text {place}.", "", "en", repeated)


def test_measures_of_an_annex_are_not_the_paragraphs_of_the_decision() -> None:
    norms, osce, un = agreed_lists()
    passages = [numbered("1", 1), numbered("2", 2), numbered("1", 3, repeated=True), numbered("13 (f)", 4)]
    assert [one.place for one in items_passages(passages, osce, item_named("OSCE CBM 1"))] == [3]
    assert [one.place for one in items_passages(passages, norms, item_named("13 (f)"))] == [4]
    headed = [numbered("", 1, heading=("Annex", "CBM 1. Name them")), numbered("", 2, heading=("CBM 10",))]
    assert [one.place for one in items_passages(headed, un, item_named("UN CBM 1"))] == [1]


def test_another_finder_of_reused_words_can_take_the_place_of_the_search(home: Home) -> None:
    asked = []

    def reuses(words: str) -> list[Reuse]:
        asked.append(words)
        return []

    with library_at(home.path) as library:
        (one,) = crosswalk(library, ("norm-f",), reuses)
    assert asked == [AGREED]
    assert [mention.how for mention in one.mentions] == ["number"]


# Of six words side by side none are left.
REWORDED = (
    "Keys of our warehouses are neither taken nor duplicated by any State, but every State counts all own keys "
    "in each year."
)


def test_altered_quotations_are_found_with_the_index_for_tracing_and_not_without(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    home.make()
    store = Store.open(home.database, writing=True)
    for symbol, passage in (("A/70/174", Passage(AGREED, "13 (f)")), ("A/AC.199/2031/WP.2", Passage(REWORDED, "5"))):
        posting = sample_posting(f"https://example.org/{symbol}", symbol=symbol)
        arrival = sample_arrival(posting, passages=[passage], body=symbol.encode())
        store.deposit(arrival, sample_visit(arrival))
    sync(store, "whoosh", home.index("whoosh"), lambda done, total: None)
    with library_at(home.path) as library:
        assert crosswalk(library, ("norm-f",))[0].mentions == ()
        follow(store, home.shingles, lambda done, total: None)
        (mention,) = crosswalk(library, ("norm-f",))[0].mentions
        assert (mention.how, mention.cite) == ("quoted", "A/AC.199/2031/WP.2, para. 5")
        assert mention.quotes().startswith("quoted with altered words (")
        told = mention.as_json()
        assert told["verdict"] == "altered"
        assert "duplicated " in [piece["text"] for piece in told["pieces"] if piece["kind"] == "added"]
    store.close()


def test_what_is_quoted_is_judged_as_well() -> None:
    told = list(judged_quotations())
    assert len(told) >= 14
    assert list(wrong(told)) == []


@pytest.mark.parametrize(
    ("text", "key", "left"),
    [("CBM 1. Name them.", "un-cbm-1", "Name them."), ("(f) A State does not", "norm-f", "A State does not"),
     ("A State", "norm-f", "A State"), ("8. They will", "osce-cbm-8", "They will")],
)  # fmt: skip
def test_what_an_item_is_called_is_no_part_of_its_words(text: str, key: str, left: str) -> None:
    (agreed,) = (agreed for agreed in agreed_lists() if key.startswith(agreed.key))
    (item,) = (item for item in agreed.items if item.key == key)
    assert unlabelled(replace(numbered("1", 1), text=text), agreed, item) == left


def test_share_counts_groups_of_words() -> None:
    words = AGREED.split()
    assert share(words, words) == 1
    assert 0 < share(words, words[:12]) < 1
    assert share(words, words[::-1]) == 0
    assert share((), words) == 0


def test_the_command_tells_one_item_or_all(home: Home) -> None:
    one = verbale(home, "crosswalk", "norm F").stdout
    assert "A/AC.199/2031/WP.1, para. 2  [quoted exactly]  2031-02-01, oewg-2021" in one
    every = verbale(home, "crosswalk").stdout
    assert "2 in 1: oewg-2021 2" in every
    assert "not found in this corpus" in every
    told = json.loads(verbale(home, "crosswalk", "13 (f)", "--json").stdout)
    assert [(item["id"], item["paragraphs"], item["by_how"]) for item in told] == [
        ("norm-f", 2, {"number": 1, "quoted": 1})
    ]


def test_a_norm_that_there_is_not_names_those_there_are(home: Home) -> None:
    ran = verbale(home, "crosswalk", "norm q")
    assert ran.exit_code in (1, 2)
    assert "13 (a) to (k)" in ran.stderr


def test_the_page_is_a_matrix_with_a_page_for_each(client: FlaskClient) -> None:
    tree = page(client, "/crosswalk")
    links = [str(a["href"]) for a in tree.select("tbody a")]
    assert links == [f"/crosswalk/{item.key}" for item in every_item()]
    tree = page(client, "/crosswalk/norm-f")
    assert text(tree, "[role=status]").startswith("2 paragraphs in 1 document")
    assert [str(a["href"]) for a in tree.select(".listing a")] == [
        "/d/A/AC.199/2031/WP.1#para-1", "/d/A/AC.199/2031/WP.1#para-2"
    ]  # fmt: skip
    assert [tag.get_text() for tag in tree.select(".listing mark")] == ["norm 13 (f)"]
    assert "Not found" in text(page(client, "/crosswalk/none", 404), "main").capitalize()


def test_the_api_counts_all_and_lists_one(client: FlaskClient) -> None:
    every = client.get("/api/v1/crosswalk").json
    assert every is not None
    assert [one["id"] for one in every] == [item.key for item in every_item()]
    assert not any("in" in one for one in every)
    told = client.get("/api/v1/crosswalk?item=norm-f&limit=1&page=2").json
    assert told is not None
    assert [one["how"] for one in told[0]["in"]] == ["quoted"]


def test_nothing_held_says_how_to_begin(tmp_path: Path) -> None:
    ran = verbale(Home(tmp_path / "none"), "crosswalk")
    assert ran.exit_code == 1
    assert "quickstart" in ran.stderr


# --- real documents: facts read by eye


def test_scoring_can_fail() -> None:
    told = [Judged("one", Counter(a=1), Counter(b=1)), Judged("two", Counter(a=1), Counter(a=1))]
    measured = figures("papers", told)
    assert measured == {"precision of papers": 0.5, "recall of papers": 0.5}
    assert below({"recall of papers": 0.9}, measured) == ["recall of papers is 0.5000, its floor is 0.9"]
    assert list(wrong(told)) == ["one: missed ['a'], too many ['b']"]


def test_documents_are_judged_and_floors_are_pinned() -> None:
    assert len(cases()) >= 90
    assert sum(not case.keys for case in cases()) >= 40
    assert len(documents()) >= 40
    assert all(floors()[f"precision of {kind}"] >= 0.97 for kind in ("cases", "quotations", "real documents"))


@pytest.mark.slow
@pytest.mark.skipif(not REALDOCS.exists(), reason="the shared real documents are not here")
def test_real_documents_name_what_they_name_and_nothing_else(kept: Kept) -> None:
    for path, digest, _, _ in documents():
        assert sha256((REALDOCS / path).read_bytes()).hexdigest().startswith(digest)
    measured = figures("real documents", judged_documents(kept))
    assert below({name: least for name, least in floors().items() if name in measured}, measured) == []
