"""The same paragraph in all languages: aligned by number, doubted for a reason, and said where it cannot be told."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.counterparts import Share, score
from benchmarks.counterparts.__main__ import below
from corpus.config import Config
from corpus.document import Passage
from corpus.errors import UnknownDocument
from corpus.home import Home
from corpus.store import StoredPassage
from search.concordance import Concordance, of_document, of_phrase
from search.counterparts import doubts, figures, verdict
from search.document_view import NoSuchPart
from search.library import Library
from search.parallel import Couple, couples
from tests.watched import Watching
from tests.web_home import attribute, form, page, text

ENGLISH = (
    "States keep 124 points of contact and review them every year, as resolution A/RES/199/16 of 22 July 2031 asks."
)
FRENCH = (
    "Les États disposent de 124 points de contact et les réexaminent chaque année, ainsi que le demande la résolution "
    "A/RES/199/16 du 22 juillet 2031."
)


def stood(said: str, language: str, number: str = "1", place: int = 1) -> StoredPassage:
    return StoredPassage(place, 1, 1, place, number, (), 1, language, said, "", language)


def judged(here: str, there: str, language: str = "fr") -> tuple[str, tuple[str, ...]]:
    return verdict(Couple(stood(here, "en"), stood(there, language)))


def test_a_translation_is_aligned() -> None:
    assert judged(ENGLISH, FRENCH) == ("aligned", ())


@pytest.mark.parametrize(
    ("there", "reason"),
    [
        (FRENCH.replace("124", "142"), "numbers differ (only here: 124; only there: 142)"),
        (FRENCH.replace("199/16", "199/17"), "symbols differ (only here: A/RES/199/16; only there: A/RES/199/17)"),
        (f"{FRENCH} {FRENCH.replace('124', '').replace('2031', '').replace('22', '')}", "length differs (2."),
        ("", "one of them has no text"),
    ],
)
def test_what_speaks_against_it_is_told(there: str, reason: str) -> None:
    told, reasons = judged(ENGLISH, there)
    assert told == "doubtful"
    assert any(each.startswith(reason) for each in reasons), reasons


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ("1,000 keys and 2 500 doors", "1 000 clefs et 2.500 portes"),
        ("on 12 March 2031", "2031年3月12日"),
        ("124 keys", "١٢٤ مفتاحا"),
        ("three keys, 7 doors", "3 clefs, sept portes"),
        ("paragraph 015", "paragraphe 15"),
    ],
)
def test_figures_agree_across_languages(here: str, there: str) -> None:
    assert figures(here) == figures(there)


def test_what_stands_at_another_number_cannot_be_aligned() -> None:
    ours = [stood("One.", "en", "1"), stood("Two.", "en", "2", 2), stood("Three.", "en", "3", 3)]
    theirs = [stood("Un.", "fr", "1"), stood("Trois.", "fr", "3", 2)]
    told = {couple.left.number: verdict(couple)[0] for couple in couples(ours, theirs) if couple.left}
    assert told == {"1": "aligned", "2": "cannot align", "3": "aligned"}
    [_, other, _] = couples(ours, [theirs[0], stood("Quatre.", "fr", "4", 2), stood("Trois.", "fr", "3", 3)])
    assert verdict(other) == ("cannot align", ("what stands there has another number",))
    uneven = couples([stood("A.", "en", ""), stood("B.", "en", "", 2)], [stood("A.", "fr", "")])
    assert [verdict(couple)[0] for couple in uneven] == ["cannot align", "cannot align"]


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_two_texts_are_judged_alike_from_both_sides(here: str, there: str) -> None:
    ours, theirs = stood(here, "en"), stood(there, "en")
    assert bool(doubts(Couple(ours, theirs))) is bool(doubts(Couple(theirs, ours)))
    assert doubts(Couple(ours, ours)) == () or not here


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    home = Watching(tmp_path_factory.mktemp("languages") / "home")
    home.bring("A/199/30", ENGLISH, "Every keeper counts the keys.", "It ends here.")
    home.bring("A/199/30", FRENCH, "Chaque gardien compte les 55 clefs.", language="fr")
    home.bring("A/199/31", "Every keeper counts the keys.", Passage("Not numbered."))
    opened = Library.open(home.home, Config())
    yield opened
    opened.close()


def said(told: Concordance) -> list[tuple[str, str, str]]:
    return [
        (entry.citation, each.language, f"{each.verdict} {each.passage.number if each.passage else ''}".strip())
        for entry in told.entries
        for each in entry.counterparts
    ]


def test_a_paragraph_is_shown_in_every_language_held(library: Library) -> None:
    assert said(of_document(library.store, "A/199/30", "1")) == [("A/199/30, para. 1.", "fr", "aligned 1")]
    assert said(of_document(library.store, "a-199-30")) == [
        ("A/199/30, para. 1.", "fr", "aligned 1"),
        ("A/199/30, para. 2.", "fr", "doubtful 2"),
        ("A/199/30, para. 3.", "fr", "cannot align"),
    ]
    [entry] = of_document(library.store, "A/199/30", "2", "fr").entries
    assert (entry.url, entry.counterparts[0].url) == ("/d/A/199/30?lang=fr#para-2", "/d/A/199/30#para-2")


def test_what_is_not_held_is_said(library: Library) -> None:
    assert "held in en only" in of_document(library.store, "A/199/31").notices[0]
    with pytest.raises(NoSuchPart, match="not held in 'ru'; held: en, fr"):
        of_document(library.store, "A/199/30", language="ru")
    with pytest.raises(UnknownDocument):
        of_document(library.store, "A/199/39", "1")


def test_a_phrase_is_found_where_other_languages_are_held(library: Library) -> None:
    assert said(of_phrase(library, "keeper counts")) == [("A/199/30, para. 2.", "fr", "doubtful 2")]
    assert said(of_phrase(library, "points de contact", "fr")) == [("A/199/30, para. 1.", "en", "aligned 1")]
    assert "none of a document" in of_phrase(library, "not numbered").notices[0]
    assert "No paragraph that is held" in of_phrase(library, "nowhere at all").notices[0]


def test_the_page_shows_verdicts_and_says_what_it_cannot(library: Library) -> None:
    home = Home(library.store.path.parent)
    with form(home) as client:
        tree = page(client, "/concordance?q=A/199/30")
        assert [node.get_text() for node in tree.select("strong")] == ["doubtful", "cannot align"]
        assert attribute(tree, "blockquote[lang=fr]", "dir") == "ltr"
        page(client, attribute(tree, "section .facts a", "href"))
        assert "not held in 'ru'" in text(page(client, "/concordance?q=A/199/30&para=1&lang=ru", 404), ".notice")
        assert "Did you mean" in text(page(client, "/concordance?q=A/199/38&para=1", 404), ".notice")
        assert page(client, "/concordance?q=%22open", 400).select(".notice")
        assert page(client, "/concordance").select("form.ask")
        told = client.get("/api/v1/concordance?q=A/199/30&para=2").get_json()
        assert client.get("/api/v1/concordance").status_code == 400
        beside = page(client, "/d/A/199/30?lang=en&beside=fr")
        assert "Doubtful: numbers differ (only there: 55)." in beside.get_text()
        assert "1 row has the same number on both sides" in beside.get_text()
    assert told == json.loads(json.dumps(of_document(library.store, "A/199/30", "2").as_json()))


@pytest.mark.slow
def test_counterparts_of_the_samples_are_not_below_their_floors() -> None:
    found = score()
    assert below(found) == []
    assert below({**found, "translations aligned": Share(69, 70)}) == ["translations aligned: 0.986, floor 1.0"]
