"""The pure parts of the web form: addresses, facets, labels, marks and the rows of a text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from corpus.store import StoredPassage
from index.query import Word
from search.web.asked import DEEPEST_PAGE, Asked, asked, last_page, pages, pointed, searched, toggles
from search.web.facets import SHOWN, chips, facets
from search.web.labels import date_shown, direction, file_name, named, number_shown, place_of, value_name, written_in
from search.web.marking import excerpt, pieces, runs, telling
from search.web.reading import Heading, PageMark, Paragraph, contents, found_in, rows


def stored(
    place: int, text: str = "words", number: str = "", heading: Sequence[str] = (), page: int = 1
) -> StoredPassage:
    return StoredPassage(place, 1, 1, place, number, tuple(heading), page, "en", text, "application/pdf", "en")


@given(st.dictionaries(st.sampled_from(["q", "scope", "sort", "page", "year", "by"]), st.text(max_size=30)))
def test_any_address_is_a_search(arguments: dict[str, str]) -> None:
    chosen = asked(MultiDict(arguments))
    assert 1 <= chosen.page <= DEEPEST_PAGE
    told = parse_qs(chosen.link().removeprefix("?"), keep_blank_values=True)
    assert asked(MultiDict([(name, value) for name, values in told.items() for value in values])) == chosen
    assert re.match(r"\?q=", chosen.link())


def test_choosing_a_filter_begins_at_the_first_page() -> None:
    chosen = Asked("norms", page=7, filters=(("year", "2021"),))
    assert chosen.toggled("by", "A & B") == "?q=norms&year=2021&by=A+%26+B"
    assert chosen.toggled("year", "2021") == "?q=norms"
    assert [toggles(chosen)("by", "A & B"), toggles(chosen)("year", "2021")] == [
        "?q=norms&year=2021&by=A+%26+B",
        "?q=norms",
    ]
    assert chosen.turned(2) == "?q=norms&year=2021&page=2"


@pytest.mark.parametrize(
    ("current", "total", "linked"),
    [(1, 0, []), (1, 10, []), (1, 11, [1, 2]), (5, 200, [1, 2, 3, 4, 5, 6, 7, 0, 20]), (6, 60, [1, 0, 4, 5, 6])],
)
def test_pages_to_link(current: int, total: int, linked: list[int]) -> None:
    assert pages(current, total) == linked


@given(st.integers(1, 3_000), st.integers(0, 50_000))
def test_page_links_ascend_between_their_gaps(current: int, total: int) -> None:
    linked = pages(current, total)
    numbers = [number for number in linked if number]
    assert numbers == sorted(set(numbers))
    assert not numbers or (numbers[0], numbers[-1]) == (1, last_page(total))
    assert len(linked) <= 9 + 2


@given(st.text(max_size=200), st.integers(0, 200), st.integers(1, 80))
def test_the_place_of_an_error_is_kept(query: str, position: int, around: int) -> None:
    position = min(position, len(query))
    before, here, after = pointed(query, position, around)
    assert before.removeprefix("…") in query
    assert query[position : position + 1] == here
    assert len(before) + len(after) <= 2 * around + 2
    if len(query) <= around:
        assert before + here + after == query


@given(st.text(min_size=1, max_size=40))
def test_words_travel_in_the_address(query: str) -> None:
    address = urlsplit(searched("/d/A/75/816?lang=fr#para-24", query))
    assert parse_qs(address.query, keep_blank_values=True) == {"lang": ["fr"], "q": [query]}
    assert (address.path, address.fragment) == ("/d/A/75/816", "para-24")
    assert searched("/d/A/75/816#para-24", "") == "/d/A/75/816#para-24"


def test_facets_fold_what_is_rare_and_put_years_in_order() -> None:
    years = [(str(year), year % 7 + 1) for year in range(2000, 2030)]
    found = facets({"year": years, "process": [("oewg-2021", 3)], "by": []}, Asked("x", filters=(("year", "2029"),)))
    assert [facet.label for facet in found] == ["Process", "Year"]
    assert [value.name for value in found[1].shown[:2]] == ["2029", "2028"]
    assert (len(found[1].shown), len(found[1].more)) == (SHOWN, 30 - SHOWN)
    assert (found[1].shown[0].chosen, found[1].shown[0].link) == (True, "?q=x")
    assert found[0].shown[0].name == "Open-ended Working Group 2021–2025"
    assert not facets({"lang": [(str(number), 1) for number in range(SHOWN + 1)]}, Asked("x"))[0].more


def test_chosen_filters_can_be_removed() -> None:
    (chip,) = chips(Asked("x", filters=(("lang", "ar"),)))
    assert (chip.label, chip.name, chip.link) == ("Language", "Arabic", "?q=x")


@pytest.mark.parametrize(
    ("stored_date", "shown"),
    [
        ("2021-03-12", "12 March 2021"),
        ("2021-12", "December 2021"),
        ("2021", "2021"),
        ("", ""),
        ("2021-13-01", "2021-13-01"),
    ],
)
def test_dates_in_words(stored_date: str, shown: str) -> None:
    assert date_shown(stored_date) == shown


@pytest.mark.parametrize(
    ("number", "page", "place"),
    [
        ("24 (b)", 7, "para. 24 (b), p. 7"),
        ("OP5", 0, "operative para. 5"),
        ("PP3", 1, "preambular para. 3, p. 1"),
        ("fn 12", 2, "footnote 12, p. 2"),
        ("", 3, "p. 3"),
        ("", 0, ""),
    ],
)
def test_places_as_people_cite_them(number: str, page: int, place: str) -> None:
    assert place_of(number, page) == place


@pytest.mark.parametrize(
    ("language", "text", "way"),
    [
        ("ar", None, "rtl"),
        ("ar-EG", None, "rtl"),
        ("fa", "واژه", "rtl"),
        ("ar", "19 February", "ltr"),
        ("en", "قال", "ltr"),
        ("", None, "ltr"),
    ],
)
def test_directions(language: str, text: str | None, way: str) -> None:
    assert direction(language, text) == way


@given(st.text(max_size=120), st.text(max_size=5), st.text(max_size=30))
def test_file_names_are_plain(key: str, language: str, media_type: str) -> None:
    assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", file_name(key, language, media_type))


def test_values_in_words() -> None:
    assert value_name("source", "un") == "United Nations"
    assert value_name("process", "of-the-future") == "of-the-future"
    assert value_name("type", "un") == "un"
    assert number_shown(1_234_567) == "1\u202f234\u202f567"
    assert named(["A", "B", "C"], 2) == "A, B, C"
    assert named(["A", "B", "C", "D"], 2) == "A, B and 2 others"


@given(st.text(max_size=80), st.lists(st.integers(0, 80), max_size=8))
def test_pieces_are_the_text(whole: str, cuts: list[int]) -> None:
    places = sorted({min(cut, len(whole)) for cut in cuts})
    marks = list(zip(places[::2], places[1::2], strict=False))
    for chosen in (marks, runs(whole, marks), telling(whole, marks)):
        assert "".join(piece for piece, _ in pieces(whole, chosen)) == whole


def test_small_words_alone_are_not_marked() -> None:
    text = "The point of contact of a State"
    marks = [(4, 9), (10, 12), (13, 20), (21, 23)]
    assert pieces(text, telling(text, marks)) == [("The ", False), ("point of contact of", True), (" a State", False)]
    assert telling(text, [(10, 12)]) == []
    assert excerpt(text, [(10, 12)], 100)[1] == ("of", True)


def test_a_text_as_rows() -> None:
    passages = [
        stored(1, "Opening."),
        stored(2, "One contact.", "1", ["I. Start"]),
        stored(3, "Two.", "2", ["I. Start", "A. Deep"]),
        stored(4, "Annexed.", "1", ["Annex"], page=2),
        stored(5, "See A/1.", "fn 1", ["Annex"], page=2),
    ]
    found = list(rows(passages, [Word("contact")], {2}))
    assert [(row.number if isinstance(row, PageMark) else row.anchor) for row in found] == [
        1, "p-1", "h-2-0", "para-1", "h-3-1", "para-2", 2, "h-4-0", "p-4", "para-fn-1"
    ]  # fmt: skip
    assert [row.level for row in found if isinstance(row, Heading)] == [2, 3, 2]
    assert contents(found) == []
    assert [row.label for row in found_in(found)] == ["para. 1, p. 1"]
    paragraphs = [row for row in found if isinstance(row, Paragraph)]
    assert paragraphs[1].text == (("One ", False), ("contact", True), (".", False))
    assert (paragraphs[-1].note, paragraphs[-1].number, paragraphs[-1].name) == (True, "1", "footnote 1")


def test_a_long_text_has_contents() -> None:
    found = list(rows([stored(place, heading=[f"Part {place}"]) for place in range(1, 5)]))
    assert [heading.text for heading in contents(found)] == ["Part 1", "Part 2", "Part 3", "Part 4"]


numbers = st.sampled_from(["", "1", "1 (a)", "1.a", "OP1", "(a)", "fn *", "fn 1"])


@given(st.lists(st.tuples(numbers, st.lists(st.sampled_from("ABC"), max_size=3), st.integers(0, 3)), max_size=12))
def test_every_row_has_its_own_address(told: list[tuple[str, list[str], int]]) -> None:
    passages = [stored(place, "x", number, heading, page) for place, (number, heading, page) in enumerate(told, 1)]
    anchors = [row.anchor for row in rows(passages) if not isinstance(row, PageMark)]
    assert len(anchors) == len(set(anchors))
    assert sum(isinstance(row, Paragraph) for row in rows(passages)) == len(told)


@pytest.mark.parametrize(
    ("title", "languages", "told"),
    [
        ("بيان بشأن تدابير بناء الثقة (sample)", ("ar", "en"), "ar"),
        ("关于联络点的声明", ("en", "zh"), "zh"),
        ("Заявление", ("ru",), "ru"),
        ("Statement", ("ar",), ""),
        ("Déclaration", ("fr",), ""),
        ("Заявление", ("en",), ""),
    ],
)
def test_a_title_in_another_script_has_its_language(title: str, languages: tuple[str, ...], told: str) -> None:
    assert written_in(title, languages) == told
