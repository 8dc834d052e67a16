"""The judged submitters are as they should be, scoring can fail, and what is read is not below its floors."""

from __future__ import annotations

from hashlib import sha256

import pytest

from benchmarks.floors import below
from benchmarks.kept import Kept
from benchmarks.measured import REALDOCS
from benchmarks.submitters.__main__ import floors, wrong
from benchmarks.submitters.score import MEASURES, Judged, Read, figures, gold, read
from corpus.states import canonical

GOLD = gold()


def judged(*names: str) -> Judged:
    return Judged("a.pdf", "0", frozenset(names))


def test_two_hundred_documents_are_judged_with_names_as_they_are_kept() -> None:
    assert len(GOLD) >= 200
    assert len({one.path for one in GOLD}) == len(GOLD)
    assert sum(not one.names for one in GOLD) >= 100
    assert [name for one in GOLD for name in one.names if canonical(name) != name] == []


def test_a_name_too_many_and_one_missed_cost() -> None:
    right = (judged("Egypt"), Read(frozenset({"Egypt"})))
    assert set(figures([right]).values()) == {1.0}
    told = figures([right, (judged("France"), Read(frozenset({"Chad"}))), (judged(), Read(frozenset()))])
    assert told == dict(zip(MEASURES, (0.5, 0.5, 0.5, 2 / 3), strict=True))
    assert below({MEASURES[0]: 0.95}, told) == ["precision of names is 0.5000, its floor is 0.95"]
    assert len(list(wrong([(judged("France"), Read(frozenset({"Chad"})))]))) == 1


def test_the_floors_are_what_the_issue_asks_for_at_least() -> None:
    assert floors()["precision of names"] >= 0.95
    assert floors()["precision of documents"] >= 0.95


@pytest.mark.slow
@pytest.mark.skipif(not REALDOCS.exists(), reason="no shared/realdocs here")
def test_submitters_are_read_as_well_as_before(kept: Kept) -> None:
    for one in GOLD:
        assert sha256((REALDOCS / one.path).read_bytes()).hexdigest().startswith(one.sha256)
    assert below(floors(), figures([(one, read(one, kept)) for one in GOLD])) == []
