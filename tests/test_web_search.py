"""The form's ways to widen a search: switches of other names, what has some of the words, the same text once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from corpus.home import Home
from tests.web_home import attribute, fill, form, page, text


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    home = Home(tmp_path_factory.mktemp("widened") / "home")
    fill(home)
    with form(home) as client:
        yield client


def test_a_switch_names_the_concept_and_what_its_names_bring(client: FlaskClient) -> None:
    tree = page(client, "/?q=points+of+contact")
    assert attribute(tree, ".switches a", "aria-checked") == "true"
    assert "other names of points of contact" in text(tree, ".switches li")
    assert "1 more" in text(tree, ".switches li")


def test_a_switch_turned_off_is_in_the_address_and_in_the_form(client: FlaskClient) -> None:
    off = attribute(page(client, "/?q=points+of+contact&type=report"), ".switches a", "href")
    assert "not-synonym=points+of+contact" in off
    assert "type=report" in off
    tree = page(client, f"/{off}")
    assert text(tree, "[role=status] h1").startswith("2 documents ")
    assert attribute(tree, ".switches a", "aria-checked") == "false"
    assert attribute(tree, "form.search input[name=not-synonym]", "value") == "points of contact"
    assert "not-synonym" not in attribute(tree, ".switches a", "href")


def test_what_has_some_of_the_words_stands_under_a_heading_of_its_own(client: FlaskClient) -> None:
    tree = page(client, "/?q=directory+facsimilia")
    assert text(tree, "[role=status] h1").startswith("0 documents")
    assert text(tree, "h2.partial") == "Not all of the words"
    assert len(tree.select("ol.results")) == 1
    assert tree.select("h2.partial + ol.results > li.hit")
    assert not tree.select(".empty")


def test_full_matches_and_others_are_two_lists_counted_through(client: FlaskClient) -> None:
    tree = page(client, "/?q=revised+report")
    whole, partial = tree.select("ol.results")
    first = len(whole.select("li.hit"))
    assert first >= 1
    assert partial["start"] == str(first + 1)


def test_the_same_text_is_folded_and_linked(client: FlaskClient) -> None:
    tree = page(client, '/?q="points+of+contact"&scope=paragraph')
    assert text(tree, "p.same").startswith("The same text: A/199/12")
    assert attribute(tree, "p.same a", "href").startswith("/d/A/199/12")
    assert "#para-24" in attribute(tree, "p.same a", "href")


@pytest.mark.parametrize("off", ["x" * 5000, "<script>", "points of contact&not-synonym=" * 30])
def test_any_switch_in_an_address_gets_a_page(client: FlaskClient, off: str) -> None:
    page(client, f"/?q=points+of+contact&not-synonym={off}")
