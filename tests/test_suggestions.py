"""Did you mean: near words of the corpus for those it has not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.engine import Engine, open_engine
from search.suggestions import suggestions
from tests.engine_contract import document

TEXTS = (
    "A directory of points of contact between States.",
    "The directory and the directories of regional organizations.",
    "Director of the department.",
    "Norms of responsible behaviour.",
)


@pytest.fixture(scope="module", params=("memory", "whoosh"))
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    opened = open_engine(request.param, tmp_path_factory.mktemp("engine") / "index")
    opened.write([document(number, text) for number, text in enumerate(TEXTS, 1)], (), 1)
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("query", "near"),
    [
        ("directroy", "directory"),
        ('"directroy of contact"', "directory"),
        ("behavior responsable", "behaviour"),
        ("norrms NOT states", "norms"),
    ],
)
def test_a_word_that_no_document_has_is_said_with_near_ones(engine: Engine, query: str, near: str) -> None:
    told = list(suggestions(query, ("en",), engine))
    assert any(f"did you mean {near}" in line for line in told), told


@pytest.mark.parametrize("query", ["directory", "norm", "zzzzzz", "A/RES/75/240", "", "of", "2021"])
def test_what_is_known_or_like_nothing_is_left_alone(engine: Engine, query: str) -> None:
    assert list(suggestions(query, ("en",), engine)) == []


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.text(max_size=80))
def test_any_query_gives_sentences(engine: Engine, query: str) -> None:
    assert all(line.startswith("No document has the word") for line in suggestions(query, ("en", "fr"), engine))
