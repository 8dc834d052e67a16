"""The judged set of the quote check is as its README says, scoring can fail, and nothing is below its floors."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from benchmarks.floors import below
from benchmarks.kept import Kept
from benchmarks.measured import REALDOCS
from benchmarks.quotes.__main__ import Scored, figures_of, floors, run, told
from benchmarks.quotes.changes import changed
from benchmarks.quotes.gold import draft, files, judged
from corpus.store import StoredPassage
from search.quotes import VERDICTS, Checked
from search.quotes.draft import Claim

ROWS = judged()


def test_there_are_two_hundred_rows_of_every_verdict() -> None:
    counts = Counter(row.verdict for row in ROWS)
    assert set(counts) == set(VERDICTS)
    assert len(ROWS) >= 200
    assert min(counts.values()) >= 20
    assert len({row.id for row in ROWS}) == len(ROWS)
    assert {row.document for row in ROWS} - {""} == set(files())


def test_rows_of_documents_hold_no_words_of_them() -> None:
    for row in ROWS:
        if row.document:
            assert all(part.strip("-0123456789 ") == ":" for part in row.words.split("+")), row.id


def test_floors_are_what_was_asked_for() -> None:
    pinned = floors()
    assert pinned["verdict accuracy"] >= 0.97
    assert pinned["no false verbatim"] == 1.0


def test_changes_change_what_they_say() -> None:
    words = "States shall not open the “first” boxes".split()
    assert changed(words, "swap shall should") == "States should not open the “first” boxes"
    assert changed(words, "drop 2; insert 1 some_of") == "States some of shall open the “first” boxes"
    assert changed(words, "ellipsis 1 4; straight") == 'States ... the "first" boxes'
    assert changed(words, "brackets 0 1 they; first-letter") == "[[]they] shall not open the “first” boxes"
    assert changed(words, "order 0; ligatures") == "shall States not open the “ﬁrst” boxes"
    with pytest.raises(ValueError, match="no change 'turn'"):
        changed(words, "turn 1")


def test_a_row_becomes_a_sentence_with_its_source() -> None:
    held = StoredPassage(1, 1, 1, 1, "4", (), 1, "en", "States keep the “first” key here.", "", "en")
    row = next(row for row in ROWS if row.document and row.cited not in ("", "-"))
    made = type(row)("x", "d", "4", "0:5", "drop 2", "A/1, para. 4", "altered", "")
    assert draft(made, {"d": [held]}) == "The text says «States keep “first” key» (A/1, para. 4)."


def test_scoring_can_fail() -> None:
    claim = Claim("quotation", "", 1)
    rows = [next(row for row in ROWS if row.verdict == verdict) for verdict in VERDICTS]
    right = [Scored(row, "", Checked(claim, verdict)) for row, verdict in zip(rows, VERDICTS, strict=True)]
    assert figures_of(right)["verdict accuracy"] == 1.0
    wrong = [Scored(row, "", Checked(claim, "verbatim")) for row in rows]
    assert figures_of(wrong)["no false verbatim"] == 0.25
    assert below(floors(), figures_of(wrong))


@pytest.mark.slow
@pytest.mark.skipif(not REALDOCS.exists(), reason="the shared real documents are not here")
def test_the_quote_check_is_not_below_its_floors(tmp_path: Path, kept: Kept) -> None:
    scored = run(tmp_path / "home", kept)
    wrong = "\n".join(told(one) for one in scored if not one.right)
    assert below(floors(), figures_of(scored)) == [], wrong
