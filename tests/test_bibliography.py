"""RIS, BibTeX and CSL-JSON: what is written is read back by other people's readers."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
import rispy
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.store import StoredDocument
from search.bibliography import bibtex, citation_key, csl, date_parts, ris

REPORT = StoredDocument(
    1, "A/199/12", "A/199/12", "A/199/12", "", "Report on contact {sample} & 100% of it", "2031-03-12", "date_issued",
    "un", "oewg-2021", "first", "report", "", "https://example.org/A_199_12.pdf?a=1&b={2}", True,
    ("Exampleland", "Facsimilia (Republic of)"), ("ar", "en"),
)  # fmt: skip
PERMALINK = "http://localhost/d/A/199/12"


def test_ris_is_read_by_a_reader_of_ris() -> None:
    (read,) = rispy.loads(ris(REPORT, PERMALINK, "para. 24, p. 7"))
    assert read["type_of_reference"] == "RPRT"
    assert read["issn"] == "A/199/12"
    assert read["title"] == REPORT.title
    assert read["authors"] == ["Exampleland", "Facsimilia (Republic of)"]
    assert (read["year"], read["date"]) == ("2031", "2031/03/12/")
    assert (read["publisher"], read["language"]) == ("United Nations", "en")
    assert read["urls"] == [REPORT.url]
    assert read["notes"] == ["para. 24, p. 7"]
    assert read["file_attachments2"] == PERMALINK


def test_records_after_one_another_are_a_file() -> None:
    assert len(rispy.loads(ris(REPORT) + ris(replace(REPORT, title="Another")))) == 2


def test_csl_has_the_symbol_as_number() -> None:
    assert csl(REPORT, PERMALINK) == {
        "id": "A/199/12", "type": "report", "title": REPORT.title, "number": "A/199/12", "genre": "report",
        "author": [{"literal": "Exampleland"}, {"literal": "Facsimilia (Republic of)"}],
        "issued": {"date-parts": [[2031, 3, 12]]}, "publisher": "United Nations", "language": "en", "URL": REPORT.url,
    }  # fmt: skip


def test_bibtex_escapes_what_latex_would_act_upon() -> None:
    written = bibtex(REPORT)
    assert written.startswith("@techreport{A/199/12,\n")
    assert r"title = {{Report on contact \textbraceleft{}sample\textbraceright{} \& 100\% of it}}" in written
    assert "author = {{Exampleland} and {Facsimilia (Republic of)}}" in written
    assert "url = {https://example.org/A_199_12.pdf?a=1&b=%7B2%7D}" in written
    assert "month = mar" in written


def test_a_file_that_was_imported_is_found_on_its_page() -> None:
    imported = replace(REPORT, url="file:///home/me/a.pdf", source="national")
    assert csl(imported, PERMALINK)["URL"] == PERMALINK
    assert "publisher" not in csl(imported)
    assert "file:" not in ris(imported) + bibtex(imported)


@pytest.mark.parametrize(
    ("date", "parts"),
    [
        ("2031", ("2031", "", "")),
        ("2031-03", ("2031", "03", "")),
        ("2031-03-12", ("2031", "03", "12")),
        ("2031-13-12", ("", "", "")),
        ("", ("", "", "")),
    ],
)
def test_a_date_may_be_known_in_part(date: str, parts: tuple[str, str, str]) -> None:
    assert date_parts(date) == parts


def test_keys_that_bibtex_forbids_stay_apart() -> None:
    keys = {citation_key(replace(REPORT, key=key)) for key in ("A/199/30 (A)", "A/199/30 (A, B)", "A/199/30 {A}")}
    assert len(keys) == 3
    assert all(re.fullmatch(r"[A-Za-z0-9./:_-]+", key) for key in keys)


@settings(deadline=None)
@given(st.text(), st.text())
def test_no_text_breaks_out_of_its_field(title: str, name: str) -> None:
    hostile = replace(REPORT, title=title, submitters=(name,), symbol=title, type=name)
    lines = ris(hostile).split("\r\n")
    assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - [^\r\n]*", line) for line in lines[:-1])
    assert [line[:2] for line in lines[:-1]].count("ER") == 1
    entry = bibtex(hostile)
    depth = 0
    for char in entry.strip()[:-1]:
        depth += (char == "{") - (char == "}")
        assert depth >= 0
    assert depth == 1
