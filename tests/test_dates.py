"""Dates as documents print them."""

from __future__ import annotations

import calendar
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.dates import day_number, find_dates, parse_date
from corpus.plain import plain

PRINTED = {
    "22 September 2024": "2024-09-22",
    "September 22, 2024": "2024-09-22",
    "22nd of September 2024": "2024-09-22",
    "08 Jul. 2016": "2016-07-08",
    "22 septembre 2024": "2024-09-22",
    "1er juillet 2024": "2024-07-01",
    "5 août 2013": "2013-08-05",
    "22 de septiembre de 2024": "2024-09-22",
    "1º de julio de 2024": "2024-07-01",
    "9 de enero de 2015": "2015-01-09",
    "22 сентября 2024 года": "2024-09-22",
    "9 января 2015 г.": "2015-01-09",
    "22 أيلول/سبتمبر 2024": "2024-09-22",
    "٢٢ سبتمبر ٢٠٢٤": "2024-09-22",
    "31 كانون الأول/ديسمبر 2020": "2020-12-31",
    "7 تموز/يوليه 2025": "2025-07-07",
    "2024年9月22日": "2024-09-22",
    "2024 年 9 月 22 日": "2024-09-22",
    "22. September 2024": "2024-09-22",
    "3. März 2021": "2021-03-03",
    "1° luglio 2024": "2024-07-01",
    "22.09.2024": "2024-09-22",
    "22/09/2024": "2024-09-22",
    "09/22/2024": "2024-09-22",
    "2024-09-22": "2024-09-22",
    "2024-09-22T10:00:00Z": "2024-09-22",
    "８ July ２０２４": "2024-07-08",
    "6–10 March 2023": "2023-03-06",
    "28 March-1 April 2022": "2022-03-28",
    "September 2024": "2024-09",
    "décembre 2020": "2020-12",
    "2024年9月": "2024-09",
    "2024-09": "2024-09",
    "2024": "2024",
    "Distr.: General\n22 July 2015\nOriginal: English": "2015-07-22",
    "March 2021, revised on 10 March 2021": "2021-03-10",
}


@pytest.mark.parametrize(("text", "iso"), PRINTED.items())
def test_printed_dates(text: str, iso: str) -> None:
    assert parse_date(text) == iso


@pytest.mark.parametrize(
    "text",
    [
        "",
        "30 February 2024",
        "29 février 2023",
        "31.06.2020",
        "2024-13-01",
        "05/06/2024",
        "OEWG 2021-2025",
        "the 2011-12 biennium",
        "A/AC.290/2021/CRP.2",
        "A/AC.292/2025/12/5",
        "States may 2024",
        "resolution 75/240",
        "in 2021",
    ],
)
def test_no_dates(text: str) -> None:
    assert parse_date(text) == ""


def test_running_text_gives_exact_spans() -> None:
    text = "Recalling resolutions 53/70 of 4 December 1998 and 75/240 of 31 décembre 2020, see 2022年12月7日."
    assert [(found.iso, text[found.start : found.end]) for found in find_dates(text)] == [
        ("1998-12-04", "4 December 1998"),
        ("2020-12-31", "31 décembre 2020"),
        ("2022-12-07", "2022年12月7日"),
    ]


@pytest.mark.parametrize(
    ("iso", "number"),
    [
        ("2024-09-22", 20240922),
        ("2024-09", 20240901),
        ("2024", 20240101),
        ("", 0),
        ("soon", 0),
        ("2024-13", 0),
        ("2024-02-30", 0),
    ],
)
def test_day_number_fills_partial_dates(iso: str, number: int) -> None:
    assert day_number(iso) == number


@given(st.dates(min_value=date(1800, 1, 1), max_value=date(2199, 12, 31)))
def test_every_day_is_read_back(day: date) -> None:
    english = f"{day.day} {calendar.month_name[day.month]} {day.year}"
    assert parse_date(english) == parse_date(f"{day.year}年{day.month}月{day.day}日") == day.isoformat()
    assert parse_date(day.isoformat()) == day.isoformat()
    assert day_number(day.isoformat()) == int(day.strftime("%Y%m%d"))


@given(st.text())
def test_any_text_goes_in(text: str) -> None:
    for found in find_dates(text):
        assert 0 <= found.start < found.end <= len(text)
        assert parse_date(text[found.start : found.end]) == found.iso
    assert parse_date(text) == "" or day_number(parse_date(text)) > 0


@given(st.text(alphabet=st.sampled_from("0123456789 -./年月日 MarchMayмаяde,أيلول\u200b")))
def test_text_that_is_nearly_dates_goes_in(text: str) -> None:
    for found in find_dates(text):
        assert day_number(found.iso) > 0
        assert text[found.start : found.end]


@given(st.text())
def test_plain_text_keeps_the_way_back(text: str) -> None:
    simple = plain(text)
    assert len(simple.offsets) == len(simple.text) + 1
    assert simple.offsets[len(simple.text)] == len(text)
    assert plain(simple.text).text == simple.text
