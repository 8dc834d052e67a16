"""Documents by the names that people use."""

from __future__ import annotations

from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.catalogue import entries
from corpus.symbols import parse as parse_symbol
from index.query import Or
from search.names import named
from search.parse import parse

ROWS = [
    line.split("\t") for line in files("corpus.catalogue").joinpath("names.tsv").read_text("utf-8").splitlines()[1:]
]


def test_every_named_document_is_in_the_catalogue_and_every_name_means_one() -> None:
    known = {entry.posting.symbol for entry in entries()}
    seen: dict[str, str] = {}
    for symbol, names in ROWS:
        assert parse_symbol(symbol) is not None, symbol
        assert symbol in known, symbol
        for name in names.split("|"):
            assert named(name) == symbol, name
            assert seen.setdefault(name.lower(), symbol) == symbol
    assert len(seen) > 75


@pytest.mark.parametrize(
    ("typed", "symbol"),
    [
        ("2021 OEWG report", "A/75/816"),
        ("the OEWG report of 2021", "A/75/816"),
        ("oewg Report 2021", "A/75/816"),
        ("OEWG report", ""),
        ("2021 OEWG report norms", ""),
        ("nis2", "32022L2555"),
        ("osce cbms", "PC.DEC/1202"),
        ("the", ""),
        ("", ""),
    ],
)
def test_a_name_is_its_words_in_any_order(typed: str, symbol: str) -> None:
    assert named(typed) == symbol


def test_a_name_finds_its_document_and_what_has_its_words() -> None:
    parsed = parse("2021 OEWG report", ("en",))
    assert isinstance(parsed.query, Or)
    assert "A/75/816" in parsed.notices[0]
    assert len(parsed.leaves) == 3
    assert not isinstance(parse("OEWG report", ("en",)).query, Or)


@given(st.text(max_size=200))
def test_any_text_is_a_name_or_none(text: str) -> None:
    assert isinstance(named(text), str)
