"""The gold set is as its README says, and the scores that it gives can fail."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.extraction.__main__ import measured, pinned
from benchmarks.extraction.gold import GOLD, SAMPLE, Gold, GoldError, Seen, gold_files, read_gold, written
from benchmarks.extraction.report import below, raised, read_floors, scored, table, written_floors
from benchmarks.extraction.score import Tally, differences, score
from benchmarks.kept import Kept
from benchmarks.measured import REALDOCS
from corpus.document import Extract, FrontMatter, Passage

SEEN = (
    Seen(1, "heading", "", "I. Directory", "I. Directory", 10),
    Seen(1, "text", "24", "The directory is", "reviewed every year.", 31),
    Seen(1, "text", "24 (a)", "By the Chair", "By the Chair", 10),
    Seen(1, "note", "fn 1", "See above.", "See above.", 8),
    Seen(2, "row", "", "Exampleland", "2031", 15),
)
READ = (
    Passage("The directory is reviewed every year.", "24", ("I. Directory",), 1),
    Passage("By the Chair", "24 (a)", ("I. Directory",), 1),
    Passage("See above.", "fn 1", ("I. Directory",), 1),
    Passage("Exampleland | 2031", "", ("I. Directory",), 2),
)


def gold(*rows: Seen, first: int = 1, last: int = 2) -> Gold:
    return Gold("sample", "a.pdf", "0", "un-pdf", {}, first, last, rows or SEEN)


def read(*passages: Passage) -> Extract:
    return Extract("application/pdf", "en", 2, FrontMatter(), passages or READ)


def figures(extract: Extract) -> Tally:
    return score(gold(), extract)


def test_what_is_read_as_it_was_seen_has_full_marks() -> None:
    tally = figures(read())
    assert (tally.f1, tally.numbers, tally.pages, tally.paths, tally.clean) == (1.0, 1.0, 1.0, 1.0, 1.0)
    assert tally.noise == 0
    assert differences(gold(), read()) == []


def test_two_paragraphs_read_as_one_lose_an_end_and_a_beginning() -> None:
    merged = replace(READ[0], text=f"{READ[0].text} {READ[1].text}")
    tally = figures(read(merged, *READ[2:]))
    assert (tally.seen, tally.read, tally.boundaries) == (4, 3, 6)
    assert tally.numbers < 1
    assert any(line.startswith("- p1 [24 (a)]") for line in differences(gold(), read(merged, *READ[2:])))


def test_one_paragraph_read_as_two_counts_against_it() -> None:
    halves = (replace(READ[0], text="The directory is"), replace(READ[0], text="reviewed every year.", number=""))
    tally = figures(read(*halves, *READ[1:]))
    assert (tally.seen, tally.read, tally.boundaries) == (4, 5, 8)
    assert tally.f1 == pytest.approx(16 / 18)


def test_a_page_foot_within_a_paragraph_is_noise_on_that_page() -> None:
    tally = figures(read(replace(READ[0], text="The directory is 2/9 reviewed every year."), *READ[1:]))
    assert (tally.noise, tally.clean) == (2, 0.5)
    assert tally.f1 == 1.0


def test_a_running_head_read_as_a_paragraph_is_noise_on_its_pages() -> None:
    heads = [replace(READ[0], text="A/199/12", number=""), *READ[:3], replace(READ[3], text="A/199/12"), READ[3]]
    assert figures(read(*heads)).clean == 0.0
    assert figures(read(replace(READ[0], text="Rapporteur", number=""), *READ)).clean == 1.0


def test_wrong_numbers_pages_and_headings_are_found() -> None:
    wrong = (replace(READ[0], number="25"), *READ[1:3], replace(READ[3], page=1, heading=()))
    tally = figures(read(*(replace(item, heading=()) for item in wrong)))
    assert tally.numbers == pytest.approx(2 / 3)
    assert tally.pages == 3 / 4
    assert tally.paths == 0.0


def test_a_number_where_none_is_printed_counts_against_it() -> None:
    assert figures(read(*READ[:3], replace(READ[3], number="7"))).numbers == pytest.approx(3 / 4)


def test_a_footnote_read_as_text_is_missed_as_note_and_too_much_as_text() -> None:
    tally = figures(read(*READ[:2], replace(READ[2], number=""), READ[3]))
    assert tally.boundaries == 6
    assert tally.f1 == pytest.approx(12 / 16)


def test_pages_that_nobody_read_are_not_judged() -> None:
    assert score(gold(*SEEN[:4], first=1, last=1), read()).f1 == 1.0


def test_floors_only_rise() -> None:
    floors = {("un-pdf", "boundaries"): 0.5, ("un-pdf", "numbers"): 1.0}
    row = scored("un-pdf", [Tally(seen=10, read=10, boundaries=18, numbered=4, numbers_right=3)])
    after = raised(floors, [row])
    assert after["un-pdf", "boundaries"] == 0.9
    assert after["un-pdf", "numbers"] == 1.0
    assert read_floors(written_floors(after)) == after
    assert below(after, [row]) == ["un-pdf: numbers is 0.7500, its floor is 1.0"]
    assert "| un-pdf | 1 | 90.0% (97%) | 75.0% |" in table([row])


def test_a_gold_file_is_read_as_it_was_written(tmp_path: Path) -> None:
    head = {"path": "a.pdf", "sha256": "0", "group": "un-pdf", "read": "1-2", "symbol": "A/199/12"}
    (tmp_path / "a.tsv").write_text(written(head, SEEN), encoding="utf-8")
    found = read_gold(tmp_path / "a.tsv")
    assert (found.seen, found.facts, found.first, found.last) == (SEEN, {"symbol": "A/199/12"}, 1, 2)
    (tmp_path / "a.tsv").write_text("path only", encoding="utf-8")
    with pytest.raises(GoldError):
        read_gold(tmp_path / "a.tsv")


@pytest.mark.parametrize("file", gold_files(), ids=lambda file: file.stem)
def test_a_gold_file_says_who_looked_and_holds_a_few_words_of_real_files(file: Path) -> None:
    found = read_gold(file)
    assert found.facts.get("seen"), "nobody says how it was looked at"
    assert found.seen
    for row in found.seen:
        for words in (row.opens, row.closes):
            assert len(words.split()) <= 4, f"{row.page}: {words}"
            assert len(words) <= 80 or "://" in words, f"{row.page}: {words}"
    if REALDOCS.exists() or found.path.startswith(SAMPLE):
        assert found.body(REALDOCS)


def test_the_floors_are_those_of_groups_that_exist() -> None:
    groups = {read_gold(file).group for file in gold_files()} | {"all", "A1", "gold set"}
    floors = read_floors((GOLD / "floors.toml").read_text(encoding="utf-8"))
    assert {group for group, _ in floors} <= groups
    assert all(0 <= value <= 1 for value in floors.values())


@pytest.mark.slow
@pytest.mark.skipif(not REALDOCS.exists(), reason="the shared real documents are not here")
def test_no_figure_of_extraction_is_below_its_floor(kept: Kept) -> None:
    _, rows = measured(kept=kept)
    assert below(pinned(), rows) == []
