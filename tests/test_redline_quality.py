"""The judged pairs are whole, scoring can fail, and redlines are not below their floors."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from benchmarks.floors import below
from benchmarks.kept import Kept
from benchmarks.measured import REALDOCS
from benchmarks.redline.__main__ import figures, floors, measured, table
from benchmarks.redline.gold import GoldError, Pair, Row, pairs, read_pair, texts
from benchmarks.redline.made import made
from benchmarks.redline.score import Score, differences, score
from corpus.extract import extract
from search.redline import Change, Paragraph, Text
from search.redline.compare import compare
from search.redline.docx import written
from search.redline.labels import label

PAIRS = pairs()
real = pytest.mark.skipif(not REALDOCS.exists(), reason="the shared real documents are not here")


def judged_changes(pair: Pair) -> list[Change]:
    """A redline that says what was judged, one of two where nobody can say which has moved."""
    letters: set[str] = set()
    changes = []
    for row in pair.rows:
        if row.kind != "doubtful":
            moved = row.moved == "yes" or bool(row.moved and row.moved not in letters)
            letters.add(row.moved)
            changes.append(Change("changed", row.old, row.new, moved=moved))
    return changes


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.name)
def test_every_paragraph_of_both_sides_is_judged_once(pair: Pair) -> None:
    for side, count in zip(("old", "new"), pair.counts, strict=True):
        rows = [row for row in pair.rows if row.kind != "doubtful"]
        sure = [place for row in rows for place in getattr(row, side)]
        doubtful = {place for row in pair.rows if row.kind == "doubtful" for place in getattr(row, side)}
        assert len(set(sure)) == len(sure)
        assert set(sure) | doubtful == set(range(count))


def test_there_are_enough_pairs_and_moves() -> None:
    assert len(PAIRS) >= 12
    assert sum(len(pair.moved()) for pair in PAIRS) >= 10
    assert {row.kind for pair in PAIRS for row in pair.rows} >= {"same", "changed", "split", "merged"}


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.name)
def test_what_was_judged_has_full_marks(pair: Pair) -> None:
    told = score(pair, judged_changes(pair))
    assert (told.f1, told.moves_recall, told.moves_precision) == (1.0, 1.0, 1.0)
    assert differences(pair, judged_changes(pair)) == []


def test_what_is_wrong_costs_marks() -> None:
    pair = max(PAIRS, key=lambda pair: len(pair.moved()))
    lost = [replace(change, moved=False) for change in judged_changes(pair)][20:]
    assert score(pair, lost).f1 < 1
    assert score(pair, lost).moves_recall == 0
    assert any(line.startswith("- not called moved") for line in differences(pair, lost))
    assert score(pair, []) == Score(judged=len(pair.links()), moves_judged=len(pair.moved()))


def test_a_table_of_other_columns_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "wrong.tsv"
    head = "old\ta\nold_sha256\t0\nnew\tb\nnew_sha256\t1\nold_passages\t1\nnew_passages\t1\n\n"
    file.write_text(f"{head}kind\tnew\nsame\t0\n")
    with pytest.raises(GoldError, match="columns"):
        read_pair(file)


def test_made_pairs_are_the_same_every_time_and_say_what_moved() -> None:
    rows = tuple(Row("changed", "", (at,), (at,)) for at in range(48))
    pair = replace(PAIRS[0], rows=(*rows, Row("removed", "", (48,), ())))
    side = Text("b", "", "en", "", "", tuple(Paragraph(str(at), "fn 1" if at < 4 else "") for at in range(48)))
    shuffled, text = made(pair, side, 7)
    assert (shuffled, text) == made(pair, side, 7)
    assert len(shuffled.moved()) == 44 // 12
    # Each paragraph is still the one that was judged: the text at its new place says where it stood.
    for row in shuffled.rows:
        assert [text.paragraphs[at].text for at in row.new] == [str(at) for at in row.old if at < 48]


@real
def test_other_files_than_were_judged_are_refused() -> None:
    pair = PAIRS[0]
    (path, _), new = pair.files
    with pytest.raises(GoldError, match="is not the file"):
        texts(replace(pair, files=((path, "0" * 16), new)), REALDOCS)


@pytest.mark.slow
@real
def test_no_figure_of_redlines_is_below_its_floor(kept: Kept) -> None:
    told = measured(kept)
    assert below(floors(), figures(*told)) == []
    assert table(*told).count("\n") == len(PAIRS) + 3
    # What the issue asks for, whatever the floors say.
    assert floors()["F1"] >= 0.97
    assert floors()["moved"] >= 0.9


def test_a_figure_below_its_floor_is_named() -> None:
    assert below({"F1": 0.98, "moved": 0.9}, {"F1": 0.5, "moved": 0.9}) == ["F1 is 0.5000, its floor is 0.98"]


@pytest.mark.slow
@real
@pytest.mark.parametrize("pair", [pair for pair in PAIRS if len(pair.moved()) > 1], ids=lambda pair: pair.name)
def test_a_real_redline_reads_back_from_its_word_file(pair: Pair, kept: Kept) -> None:
    """Moves, splits and mergers of real texts: rejecting all changes gives the old paragraphs, accepting the new."""
    old, new = texts(pair, REALDOCS, kept)
    passages = extract(written(compare(old, new), datetime(2026, 11, 30, tzinfo=UTC))).passages[1:-1]
    was = [item.unrevised if item.revision else item.text for item in passages]
    stands = ["" if item.revision == "struck" else item.text for item in passages]
    for said, side in ((was, old), (stands, new)):
        read = [" ".join(item.split()) for item in said if item]
        assert len(read) == len(side.paragraphs)
        for one, paragraph in zip(read, side.paragraphs, strict=True):
            # With or without its printed number, which the reader takes off where it stands in both readings.
            plain = " ".join(paragraph.text.split())
            assert one in (plain, f"{label(paragraph.number)}{plain}")
