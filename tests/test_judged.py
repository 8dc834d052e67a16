"""The judged set is as its README says, scoring can fail, and ranking is not below its floors."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from benchmarks.floors import below
from benchmarks.kept import Kept
from benchmarks.measured import REALDOCS
from benchmarks.ranking.__main__ import MEASURES, floors, scored, table
from benchmarks.ranking.judged import DIGITS, files, judgements, topics
from benchmarks.ranking.runs import ours, read
from corpus.errors import QueryError
from search.parse import parse

TOPICS = topics()
JUDGEMENTS = judgements()


def test_there_are_sixty_topics_that_can_be_asked() -> None:
    assert len(TOPICS) >= 60
    assert len({topic.id for topic in TOPICS}) == len(TOPICS)
    for topic in TOPICS:
        assert topic.need.endswith(".")
        try:
            parse(topic.query, ("en",))
        except QueryError as error:
            pytest.fail(f"{topic.id}: {error}")


def test_every_topic_has_an_answer_and_enough_that_was_read() -> None:
    read_of = Counter(judged.topic for judged in JUDGEMENTS)
    good = {judged.topic for judged in JUDGEMENTS if judged.grade >= 2}
    assert {topic.id for topic in TOPICS} == good == set(read_of)
    assert min(read_of.values()) >= 12


def test_judgements_are_single_graded_and_say_where() -> None:
    assert len({(judged.topic, judged.document) for judged in JUDGEMENTS}) == len(JUDGEMENTS)
    for judged in JUDGEMENTS:
        assert judged.grade in (0, 1, 2, 3)
        assert len(judged.document) == DIGITS
        assert bool(judged.evidence) == (judged.grade > 0), judged
        assert len(judged.evidence) <= 40, "evidence is a place, not words of the document"


@pytest.mark.skipif(not REALDOCS.exists(), reason="the shared real documents are not here")
def test_judged_documents_exist() -> None:
    assert {judged.document for judged in JUDGEMENTS} <= set(files())


def test_a_perfect_ranking_has_full_marks_and_an_empty_one_none() -> None:
    perfect = {
        topic.id: {judged.document: float(judged.grade) for judged in JUDGEMENTS if judged.topic == topic.id}
        for topic in TOPICS
    }
    assert scored(perfect)["nDCG@10"] == pytest.approx(1.0)
    upside_down = {topic: {document: -score for document, score in run.items()} for topic, run in perfect.items()}
    assert scored(upside_down)["nDCG@10"] < 0.3
    assert scored({TOPICS[0].id: {}})["nDCG@10"] == 0.0


def test_a_figure_below_its_floor_is_named() -> None:
    figures = dict.fromkeys(MEASURES, 0.5)
    assert below({MEASURES[0]: 0.6, MEASURES[1]: 0.5}, figures) == [f"{MEASURES[0]} is 0.5000, its floor is 0.6"]
    assert "| verbale | 0.500 | 0.500 | 0.500 |" in table({"verbale": figures})
    assert set(floors()) == set(MEASURES)


@pytest.mark.slow
@pytest.mark.skipif(not REALDOCS.exists(), reason="the shared real documents are not here")
def test_no_figure_of_ranking_is_below_its_floor(tmp_path: Path, kept: Kept) -> None:
    read(tmp_path, kept)
    assert below(floors(), scored(ours(tmp_path, TOPICS))) == []
