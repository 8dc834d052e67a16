"""Tracing: where language first stands, every later reuse with its altered words, and what cannot be known."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.floors import below
from benchmarks.search_corpus import _SENTENCE
from benchmarks.tracing.__main__ import floors
from benchmarks.tracing.planting import field
from benchmarks.tracing.scoring import answers, figures, tracing_home
from corpus.document import Passage
from corpus.errors import QueryError
from corpus.home import Home
from corpus.store import Store
from index.analysis_fold import terms_of_runs
from index.engine import open_engine
from index.shingles import Shingles, follow
from index.sync import sync
from search.cli import main
from search.document_view import NoSuchPart
from search.library import Library
from search.tracing import origins, trace, trace_paragraph
from search.tracing.wording import match, pieces, units
from tests.samples import NIGHT, sample_arrival, sample_posting, sample_visit
from tests.web_home import form, page, text

SENTENCE = "Each depot keeps a ledger of the lanterns that it lends and asks for them back before the first frost."
ALTERED = "Each depot keeps a public ledger of the lanterns that it lends and asks for all back before the first snow."
FORMULA = "Recalling its earlier decisions on lanterns and their return,"
OWN = "Bridges are looked at after every flood by two people who have never built one."


def put(store: Store, symbol: str, date: str, *texts: str, language: str = "en", number: int = 1) -> None:
    posting = sample_posting(f"https://example.org/{symbol}/{language}", symbol=symbol, date=date, language=language)
    passages = [Passage(text, str(place), page=1) for place, text in enumerate(texts, number)]
    arrival = sample_arrival(posting, passages=passages, body=f"%PDF {symbol} {language}".encode(), language=language)
    store.deposit(arrival, sample_visit(arrival))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Lanterns through the years; the first use was collected last."""
    made = Home(tmp_path_factory.mktemp("tracing") / "home")
    made.make()
    store = Store.open(made.database, writing=True)
    put(store, "A/199/5", "2035-05-05", FORMULA, SENTENCE, OWN, f"{OWN} {SENTENCE} Nothing else is asked of them here.")
    put(store, "A/199/4", "2034-04-04", ALTERED)
    put(store, "A/199/4/Rev.1", "2034-06-06", SENTENCE)
    put(store, "A/199/6", "", SENTENCE)
    put(store, "A/199/3", "2033-03-03", f"First things first. {SENTENCE} More follows.", number=7)
    put(store, "A/199/3", "2033-03-03", "Chaque dépôt tient un registre des lanternes.", language="fr")
    for number in range(50):
        put(store, f"A/198/{number}", "2031-01-01", f"{FORMULA} taken in the year {number} by all")
    store.record(
        [(sample_posting("https://undocs.org/en/A/199/99", symbol="A/199/99", title="Known"), "catalogue")], NIGHT
    )
    sync(store, "whoosh", made.index("whoosh"), lambda done, total: None)
    follow(store, made.shingles, lambda done, total: None)
    store.close()
    return made


@pytest.fixture
def room(home: Home) -> Iterator[tuple[Library, Shingles]]:
    library = Library(Store.open(home.database), open_engine("whoosh", home.index("whoosh")), "whoosh")
    with Shingles.open(home.shingles) as shingles:
        yield library, shingles
    library.close()


def test_the_first_appearance_and_every_reuse_by_date(room: tuple[Library, Shingles]) -> None:
    told = trace(*room, SENTENCE.upper())
    assert [(each.place.cite_as, each.place.verdict) for each in told.reuses] == [
        ("A/199/3, para. 7", "exact"),
        ("A/199/4, para. 1", "altered"),
        ("A/199/5, para. 2", "exact"),
        ("A/199/6, para. 1", "exact"),
    ]
    assert told.first is told.reuses[0]
    assert told.first.place.url == "/d/A/199/3#para-7"
    assert (told.total, told.exact, told.undated) == (4, 4, 1)
    # The revision and the further paragraph are folded into their documents.
    assert [[place.cite_as for place in each.also] for each in told.reuses] == [
        [], ["A/199/4/Rev.1, para. 1"], ["A/199/5, para. 4"], []
    ]  # fmt: skip
    assert any("1 document without a date" in notice for notice in told.notices)
    assert any("First in this corpus" in notice and "1 documents" in notice for notice in told.notices)


def test_altered_words_are_shown(room: tuple[Library, Shingles]) -> None:
    reuse = trace(*room, SENTENCE).reuses[1]
    changed = [(piece.kind, piece.text.strip()) for piece in reuse.pieces if piece.kind != "same"]
    assert changed == [
        ("added", "public"), ("removed", "them"), ("added", "all"), ("removed", "frost."), ("added", "snow."),
    ]  # fmt: skip
    assert 0.8 < reuse.place.likeness < 1


def test_formulae_are_set_aside(room: tuple[Library, Shingles]) -> None:
    told = trace(*room, f"{FORMULA} and with the greatest of hopes for brighter evenings in every depot,")
    assert (told.total, told.set_aside, told.formula) == (0, 51, False)
    assert any("51 paragraphs" in notice for notice in told.notices)
    whole = trace(*room, FORMULA)
    assert whole.formula
    assert whole.reuses[0].place.document.date == "2031-01-01"
    assert any("formula" in notice for notice in whole.notices)


def test_two_words_are_searched_as_a_phrase(room: tuple[Library, Shingles]) -> None:
    told = trace(*room, "first frost")
    assert told.method == "phrase"
    assert [each.place.document.symbol for each in told.reuses][:2] == ["A/199/3", "A/199/4/Rev.1"]
    assert "too few to trace" in told.notices[0]
    assert trace(*room, "lanternes").total == 1
    with pytest.raises(QueryError, match="no words"):
        trace(*room, " ... ")


def test_a_paragraph_is_named_in_several_ways(room: tuple[Library, Shingles]) -> None:
    for name in ("A/199/5#2", "a-199-5#para-2", "A/199/5, para. 2", "A/199/5#p-2"):
        told = trace_paragraph(*room, name)
        assert (told.source and told.source.id, told.text) == ("A/199/5#2", SENTENCE)
    assert trace_paragraph(*room, "A/199/3#1", language="fr").total == 1
    for name, why in (
        ("A/199/5", "names no paragraph"),
        ("A/199/5#77", "has no paragraph"),
        ("A/199/99#1", "not held"),
    ):
        with pytest.raises(NoSuchPart, match=why):
            trace_paragraph(*room, name)


def test_where_each_paragraph_of_a_document_comes_from(room: tuple[Library, Shingles]) -> None:
    told = origins(*room, "A/199/5")
    assert [(each.source, each.place and each.place.cite_as) for each in told.paragraphs] == [
        ("formula", None),
        ("exact", "A/199/3, para. 7"),
        ("own", None),
        ("partly", "A/199/3, para. 7"),
    ]
    assert [(each.document.symbol, each.paragraphs) for each in told.documents] == [("A/199/3", 2)]
    assert 0.2 < told.paragraphs[3].share < 0.8
    assert told.counts["own"] == 1
    # Its own revision, the undated and later documents are no origin.
    assert [each.place and each.place.cite_as for each in origins(*room, "A/199/4/Rev.1").paragraphs] == [
        "A/199/3, para. 7"
    ]
    (own,) = origins(*room, "A/199/3").paragraphs
    assert (own.source, own.closest and own.closest.cite_as) == ("own", "A/199/6, para. 1")
    assert "may be earlier or later" in origins(*room, "A/199/3").notices[0]
    undated = origins(*room, "A/199/6")
    assert [each.source for each in undated.paragraphs] == ["exact"]
    assert "has no date" in undated.notices[0]
    part = origins(*room, "A/199/5", start=1, limit=2)
    assert ([each.source for each in part.paragraphs], part.total) == (["exact", "own"], 4)


def test_a_later_document_that_is_closer_stands_beside_the_earliest(tmp_path: Path) -> None:
    made = Home(tmp_path / "home")
    made.make()
    store = Store.open(made.database, writing=True)
    put(store, "A/199/1", "2031-01-01", ALTERED)
    put(store, "A/199/2", "2032-01-01", SENTENCE)
    put(store, "A/199/3", "2033-01-01", SENTENCE)
    put(store, "A/199/4", "2034-01-01", SENTENCE)
    sync(store, "whoosh", made.index("whoosh"), lambda done, total: None)
    follow(store, made.shingles, lambda done, total: None)
    store.close()
    done = CliRunner().invoke(main, ["--home", str(made.path), "trace", "--document", "A/199/4", "--json"])
    (told,) = json.loads(done.stdout)["paragraphs"]
    assert (told["source"], told["origin"]["symbol"]) == ("altered", "A/199/1")
    assert (told["closest"]["symbol"], told["closest"]["verdict"]) == ("A/199/2", "exact")
    printed = CliRunner().invoke(main, ["--home", str(made.path), "trace", "--document", "A/199/4"]).stdout
    assert "closest 100%  2032-01-01  A/199/2, para. 1" in printed
    with form(made) as client:
        shown = text(page(client, "/trace?document=A/199/4"), ".traced .head")
    assert "closest: A/199/2, para. 1 · 1 January 2032 · exact words" in shown


def test_the_command_prints_and_gives_json(home: Home) -> None:
    def run(*arguments: str, code: int = 0) -> tuple[str, str]:
        done = CliRunner().invoke(main, ["--home", str(home.path), "trace", *arguments])
        assert done.exit_code == code, done.output
        return done.stdout, done.stderr

    out, err = run(SENTENCE)
    assert out.startswith("  1. 2033-03-03  A/199/3, para. 7  exact  first in this corpus\n")
    assert "[-them-] {+all+} back before the first [-frost.-] {+snow.+}" in " ".join(out.split())
    assert "4 documents: 4 with the exact words" in err
    told = json.loads(run("--para", "A/199/5#2", "--limit", "1", "--json")[0])
    assert (told["first"]["id"], told["total"], len(told["reuses"])) == ("A/199/3#7", 4, 1)
    out, err = run("--document", "A/199/5")
    assert "2  exact    100%  2033-03-03  A/199/3, para. 7" in out
    assert "1 exact" in err
    assert json.loads(run("--document", "A/199/5", "--json")[0])["documents"][0]["symbol"] == "A/199/3"
    assert "Give one of" in run(code=2)[1]
    assert "--lang goes with" in run(SENTENCE, "--lang", "fr", code=2)[1]
    assert "names no paragraph" in run("--para", "A/199/5", code=1)[1]


def test_the_command_makes_an_index_that_is_missing(home: Home) -> None:
    home.shingles.write_bytes(b"damaged" * 1000)
    done = CliRunner().invoke(main, ["--home", str(home.path), "trace", SENTENCE])
    assert done.exit_code == 0
    assert "A/199/3, para. 7" in done.stdout


some_text = st.lists(
    st.sampled_from(["Oak", "elm,", "ash", "(fir)", "各国钥匙", "كتاب", "naïve", "x"]), max_size=14
).map(" ".join)


@given(some_text, some_text)
def test_pieces_tell_both_texts(sentence: str, paragraph: str) -> None:
    words, others = terms_of_runs(sentence), terms_of_runs(paragraph)
    assert len(units(paragraph)) == len(others)
    found = match(words, others)
    if words and f" {' '.join(words)} " in f" {' '.join(others)} ":
        assert found is not None
        assert found.exact
    if found is None:
        return
    assert (found.likeness == 1) == (words == others[found.start : found.end])
    told = pieces(sentence, paragraph, found)
    kept = "".join(piece.text for piece in told if piece.kind != "added")
    became = "".join(piece.text for piece in told if piece.kind != "removed")
    # Words that replace the last ones of the sentence, or its first, are told with the window.
    inside = " ".join(unit.word for unit in units(paragraph)[found.start : found.end])
    shown = " ".join(unit.word for unit in units(became))
    assert f" {inside} " in f" {shown} "
    assert f" {shown} " in f" {' '.join(unit.word for unit in units(paragraph))} "
    assert [unit.word for unit in units(kept)] == [unit.word for unit in units(sentence)]


def test_a_sentence_is_found_in_its_own_paragraph() -> None:
    words = terms_of_runs(SENTENCE)
    whole = match(words, terms_of_runs(f"{OWN} {SENTENCE} {OWN}"))
    assert whole is not None
    assert whole.exact
    assert match(words, terms_of_runs(OWN)) is None
    assert match(words[:8], terms_of_runs("Each depot keeps other things than those")) is None


@pytest.mark.slow
def test_planted_reuses_are_found(tmp_path: Path) -> None:
    """The small form of `make quality`: from our own sample texts."""
    texts = Path(__file__).parents[1] / "crawler" / "sample" / "texts"
    said = [
        part
        for file in sorted(texts.glob("*.txt"))
        if file.stem[-3:] not in ("-de", "-fr", "-ru", "-es")
        for line in file.read_text(encoding="utf-8").split("\n\n")
        for part in _SENTENCE.split(" ".join(line.split()))
        if len(part) > 30
    ]
    planted = field(said, 2_000, 100)
    assert len(planted.planted) >= 60
    with tracing_home(tmp_path / "home", planted.passages) as (library, shingles):
        reached = figures(list(answers(library, shingles, planted)))
    assert below(floors(), reached) == []
