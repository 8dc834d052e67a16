"""Every writing of a State or group leads to one name, and what is none stays as it is written."""

from __future__ import annotations

from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.states import canonical, groups, groups_of, named, party, states
from index.records import keyword


def cells(table: str) -> list[tuple[str, str]]:
    """A code or name of every row with every writing of it that the table has."""
    header, *lines = files("corpus.states").joinpath(table).read_text(encoding="utf-8").splitlines()
    rows = (dict(zip(header.split("\t"), line.split("\t"), strict=True)) for line in lines)
    return [
        (row["name"], writing)
        for row in rows
        for column in ("name", "en", "fr", "es", "ru", "ar", "zh", "others")
        for writing in row.get(column, "").split("|")
        if writing
    ]


# `Palestine` in French and `Congo` in Spanish are the same as in English: no two parties share a writing.
WRITINGS = [*cells("states.tsv"), *cells("groups.tsv")]


def test_there_are_the_members_and_observers_of_the_united_nations() -> None:
    assert sum(one.un_member for one in states()) == 193
    assert {one.name for one in states() if not one.un_member} == {"Holy See", "State of Palestine"}


def test_codes_are_single_and_members_are_states() -> None:
    codes = [one.code for one in (*states(), *groups())]
    assert len(set(codes)) == len(codes)
    assert {code for one in groups() for code in one.members} <= {one.code for one in states()}
    assert {one.code for one in groups_of("FRA")} >= {"EU", "NATO", "OSCE", "COE"}


def test_every_writing_of_the_tables_is_read_as_its_own() -> None:
    wrong = [(name, writing) for name, writing in WRITINGS if canonical(writing) != name]
    assert wrong == []


def test_every_code_but_namibias_is_read() -> None:
    assert [one.code for one in (*states(), *groups()) if party(one.code.lower()) != one] == ["NAM"]


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Turkey", "Türkiye"),
        ("TUR", "Türkiye"),
        ("Republic of Türkiye", "Türkiye"),
        ("Islamic Republic of Iran", "Iran (Islamic Republic of)"),
        ("Iran, Islamic Republic of", "Iran (Islamic Republic of)"),
        ("the Netherlands", "Netherlands (Kingdom of the)"),
        ("Swaziland", "Eswatini"),
        ("Czech Republic", "Czechia"),
        ("former Yugoslav Republic of Macedonia", "North Macedonia"),
        ("COTE D\u2019IVOIRE", "Côte d'Ivoire"),
        ("Permanent Mission of the Republic of Poland to the United Nations", "Poland"),
        ("Government of Jamaica", "Jamaica"),
        ("Российская Федерация", "Russian Federation"),
        ("République islamique d\u2019Iran", "Iran (Islamic Republic of)"),
        ("中华人民共和国", "China"),
        ("People's Republic of China", "China"),
        ("European Union and its Member States", "European Union"),
        ("Group of Arab States", "League of Arab States"),
        ("NAM", "Movement of Non-Aligned Countries"),
        ("Korea, Republic of", "Republic of Korea"),
    ],
)
def test_writings_lead_to_one_name(written: str, name: str) -> None:
    assert canonical(written) == name
    assert keyword("by", written) == keyword("by", name)


@pytest.mark.parametrize(
    "written",
    ["", "Korea", "Republic of China", "Republic of Testonia", "Northern Ireland", "per cent", "President", "x" * 500],
)
def test_what_is_no_name_is_kept_as_it_is(written: str) -> None:
    assert named(written) is None
    assert canonical(written) == written


def test_a_code_is_none_within_a_text() -> None:
    assert named("per") is None
    assert canonical("PER") == "Peru"


@given(st.text(max_size=60) | st.sampled_from([writing for _, writing in WRITINGS]))
def test_one_name_is_its_own_name(written: str) -> None:
    assert canonical(canonical(written)) == canonical(written)


@given(
    st.sampled_from([writing for _, writing in WRITINGS]),
    st.sampled_from(["", "the ", "Republic of ", "Delegation of ", "Permanent Mission of the ", "  ", "LA "]),
    st.sampled_from(["", " ", "*", " to the United Nations", "."]),
)
def test_what_stands_around_a_name_changes_nothing(written: str, before: str, behind: str) -> None:
    around = named(f"{before}{written}{behind}")
    # `Republic of` makes another State of China and of Korea.
    assert around == named(written) or before == "Republic of "
