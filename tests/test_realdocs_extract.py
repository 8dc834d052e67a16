"""Extraction of real documents, without any manifest, against facts read by eye on rendered pages.

`realdocs_a1.tsv` holds what the 65 first pages say and how many paragraphs each document has, `realdocs_passages.tsv`
single paragraphs: number, page, lowest heading, first and last words. Files are named by path and hash; their text is
not kept here beyond those words. An empty cell of the second file is not checked.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from benchmarks.kept import Kept
from corpus.document import Extract

REALDOCS = Path(__file__).resolve().parents[2] / "shared" / "realdocs"
HERE = Path(__file__).parent
Read = Callable[[str], Extract]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not REALDOCS.is_dir(), reason="the shared real documents are not here"),
]


def table(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.fixture(scope="module")
def extracted(kept: Kept) -> Read:
    """Reads a document, once for all tests of this run."""
    return cache(lambda path: kept.extract((REALDOCS / path).read_bytes()))


A1 = table("realdocs_a1.tsv")
PASSAGES = table("realdocs_passages.tsv")


@pytest.mark.parametrize("row", A1, ids=lambda row: row["symbol"])
def test_the_first_page_is_read_right(extracted: Read, row: dict[str, str]) -> None:
    assert hashlib.sha256((REALDOCS / row["path"]).read_bytes()).hexdigest().startswith(row["sha256"])
    made = extracted(row["path"])
    names = ("symbol", "title", "date_adopted", "date_issued", "date_on_text", "session", "agenda_item")
    assert {name: getattr(made.front, name) for name in names} == {name: row[name] for name in names}
    assert (len(made.front.submitters), made.pages) == (int(row["submitters"]), int(row["pages"]))
    assert made.language == "en"


@pytest.mark.parametrize("row", A1, ids=lambda row: row["symbol"])
def test_every_paragraph_is_counted_once(extracted: Read, row: dict[str, str]) -> None:
    kinds = {"paragraphs": r"\d+", "preambular": r"PP\d+", "operative": r"OP\d+", "notes": r"fn .+"}
    numbers = [passage.number for passage in extracted(row["path"]).passages]
    found = {kind: sum(bool(re.fullmatch(shape, number)) for number in numbers) for kind, shape in kinds.items()}
    assert found == {kind: int(row[kind]) for kind in kinds}


@pytest.mark.parametrize("row", PASSAGES, ids=lambda row: f"{row['path'][-24:]} {row['number']}")
def test_paragraphs_are_where_they_are_printed(extracted: Read, row: dict[str, str]) -> None:
    places = [
        (passage.page, " ".join(passage.text.split()[:4]), " ".join(passage.text.split()[-3:]))
        for passage in extracted(row["path"]).passages
        if passage.number == row["number"] and "".join(passage.heading[-1:]).startswith(row["heading"])
    ]
    assert (int(row["page"]), row["first"], row["last"]) in places


@pytest.mark.parametrize("row", A1, ids=lambda row: row["symbol"])
def test_no_head_or_foot_is_left_in_a_paragraph(extracted: Read, row: dict[str, str]) -> None:
    made = extracted(row["path"])
    foot = re.compile(rf"(?<![\d/.-])\d\d-\d{{5}}(?!\d)|\*\d{{7}}\*|(?<!\d)\d{{1,3}}/{made.pages} \d\d-|_{{5,}}")
    assert [passage for passage in made.passages if foot.search(passage.text)] == []
    title = row["title"].partition(":")[0]
    running = [passage for passage in made.passages if passage.page > 1 and title + " " + row["symbol"] in passage.text]
    assert running == []


def test_arabic_is_in_logical_order(extracted: Read) -> None:
    """Page 24 of a compendium in five languages: read by eye, letters, spaces and a resolution number right."""
    path = next(row["path"] for row in A1 if row["symbol"] == "A/AC.292/2025/INF/5/Rev.1")
    arabic = [passage for passage in extracted(path).passages if passage.page == 24 and passage.language == "ar"]
    assert [passage.number for passage in arabic if passage.number] == ["1", "2", "3", "4"]
    assert "بإلقاء هذا البيان نيابة عن المجموعة العربية" in arabic[0].text
    assert arabic[0].text.endswith("٧٥/٢٤٠.")


def test_a_compendium_speaks_the_languages_of_its_states(extracted: Read) -> None:
    path = next(row["path"] for row in A1 if row["symbol"] == "A/AC.292/2025/INF/5/Rev.1")
    spoken = Counter(passage.language for passage in extracted(path).passages)
    assert set(spoken) == {"en", "es", "fr", "ru", "ar"}
    argentina = [passage for passage in extracted(path).passages if passage.heading[-1:] == ("Argentina",)]
    assert {passage.language for passage in argentina} == {"es"}


SPOKEN = {
    "arb": "ar", "cmn_hant": "zh", "deu_1996": "de", "ell_monotonic": "el", "hin": "hi", "por_BR": "pt", "spa": "es",
    "srp_cyrl": "sr", "tha": "th", "tur": "tr", "urd": "ur", "vie": "vi", "kat": "ka", "kaz": "kk", "pes_1": "fa",
}  # fmt: skip


@pytest.mark.parametrize("name", SPOKEN)
def test_the_universal_declaration_in_its_languages(extracted: Read, name: str) -> None:
    made = extracted(f"B2/eric-muller+udhr__data__udhr__udhr_{name}.xml")
    assert made.language == SPOKEN[name]
    assert {passage.language for passage in made.passages} == {SPOKEN[name]}
    assert len(made.passages) > 50
