"""The made corpus is as the real documents were that it was fitted to, and a run that was stopped goes on."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from itertools import islice, pairwise
from pathlib import Path
from statistics import median
from typing import Any

import pytest

from benchmarks.scale.__main__ import missing, size_of
from benchmarks.scale.corpus import Made, cuts, made, read_corpus, symbol_of, write_corpus
from benchmarks.scale.drawing import tables, with_tables
from benchmarks.scale.fitted import fitted
from benchmarks.scale.jobs import asked_of
from benchmarks.scale.words import Words

pytestmark = pytest.mark.slow

# As many as the real documents had; with fewer, one long document and its drafts outweigh the others.
SIZE = 45_000


@pytest.fixture(scope="module")
def corpus() -> list[Made]:
    return list(made(SIZE))


def test_a_larger_corpus_begins_as_a_smaller_one(corpus: list[Made]) -> None:
    assert list(made(500)) == corpus[:500]
    assert list(made(500, seed=9)) != corpus[:500]
    assert [item.id for item in corpus] == list(range(1, SIZE + 1))


def test_its_vocabulary_grows_as_that_of_the_documents(corpus: list[Made]) -> None:
    words = [word for item in corpus if item.language == "en" for word in re.findall(r"[a-z]+", item.text.lower())]
    heaps = fitted().heaps
    for part in (len(words) // 4, len(words)):
        expected = heaps["k"] * part ** heaps["beta"]
        assert len(set(words[:part])) == pytest.approx(expected, rel=0.35)
    commonest = Counter(words).most_common(1)[0][1] / len(words)
    assert commonest == pytest.approx(fitted().zipf[0][1], rel=0.15)


def test_its_paragraphs_are_as_long_and_as_often_numbered(corpus: list[Made]) -> None:
    told = fitted()
    lengths = [len(item.text.split()) for item in corpus if item.language == "en"]
    assert median(lengths) == pytest.approx(told.words_in_paragraph[20], rel=0.1)
    assert sum(lengths) / len(lengths) == pytest.approx(told.words / (told.paragraphs * told.languages["en"]), rel=0.15)
    assert sum(bool(item.number) for item in corpus) / SIZE == pytest.approx(told.numbered, rel=0.1)
    cited = sum(item.text.count("A/RES/") for item in corpus) / SIZE
    assert cited == pytest.approx(told.citations_in_paragraph, rel=0.2)


def test_drafts_repeat_one_another_as_much(corpus: list[Made]) -> None:
    runs = [set(zip(*(item.text.split()[at:] for at in range(3)), strict=False)) for item in corpus]
    counts = Counter(run for each in runs for run in each)
    repeated = sum(count for count in counts.values() if count > 1) / counts.total()
    assert repeated == pytest.approx(fitted().repeated_runs, abs=0.12)


@pytest.mark.parametrize("language", ["en", "fr", "ru", "ar", "zh"])
def test_every_rank_has_a_word_of_its_own(language: str) -> None:
    words = Words(language).of([*range(30_000), *range(3_000_000, 3_010_000)])
    assert len(set(words)) == len(words)
    assert all(word.isalpha() for word in words)
    assert len(words[0]) <= len(words[-1])


def test_symbols_are_of_the_fitted_shapes_and_each_is_one_document(corpus: list[Made]) -> None:
    symbols = {item.document: item.symbol for item in corpus if item.symbol}
    assert len(set(symbols.values())) == len(symbols) > 20
    shapes = {re.sub(r"\d+", "N", symbol) for symbol in symbols.values()}
    assert shapes <= set(fitted().symbols)
    assert symbol_of("A/RES/N/N", 7) == "A/RES/47/7"
    assert symbol_of("", 7) == ""


def test_a_file_is_read_in_pieces_that_are_whole_documents(tmp_path: Path) -> None:
    path = tmp_path / "corpus.jsonl"
    write_corpus(path, 3_000)
    whole = list(read_corpus(path))
    assert whole == list(made(3_000))
    pieces = [list(read_corpus(path, start, end)) for start, end in pairwise(cuts(path, 3))]
    assert [item for piece in pieces for item in piece] == whole
    assert len(pieces) > 1
    numbers = [{item.document for item in piece} for piece in pieces]
    assert all(len(some) <= 3 for some in numbers)
    assert sum(map(len, numbers)) == len(set.union(*numbers))


def test_the_same_is_asked_of_every_size(tmp_path: Path) -> None:
    small, large = tmp_path / "small.jsonl", tmp_path / "large.jsonl"
    write_corpus(large, 10_200)
    small.write_text("".join(large.read_text(encoding="utf-8").splitlines(keepends=True)[:10_000]), encoding="utf-8")
    asked = asked_of(small)
    assert asked == asked_of(large)
    assert len({one.kind for one in asked}) == 12
    told = (
        f"from benchmarks.scale.jobs import asked_of; from pathlib import Path; print(asked_of(Path({str(small)!r})))"
    )
    command = [sys.executable, "-c", told]
    elsewhere = subprocess.run(
        command, capture_output=True, text=True, check=True, env={**os.environ, "PYTHONHASHSEED": "7"}
    )
    assert elsewhere.stdout.strip() == str(asked), "another process asks something else"
    held = {word for item in islice(read_corpus(small), 10_000) for word in re.findall(r"\w+", item.text.lower())}
    assert all(word in held for one in asked if one.kind != "prefix" for word in one.words)


def test_what_is_measured_is_not_measured_again(tmp_path: Path) -> None:
    results = tmp_path / "results.jsonl"
    rows = [{"passages": 10_000, "job": "fts5"}, {"passages": 10_000, "job": "store", "failed": "killed"}]
    results.write_text("\n".join(map(json.dumps, rows)) + '\n{"passages": 1000', encoding="utf-8")
    assert missing([100_000, 10_000], ["fts5", "store"], results) == [
        (10_000, "store"), (100_000, "fts5"), (100_000, "store"),
    ]  # fmt: skip
    assert [size_of(text) for text in ("250", "10k", "3M")] == [250, 10_000, 3_000_000]


def test_every_engine_and_the_store_are_measured_each_in_its_process(tmp_path: Path) -> None:
    results = tmp_path / "results.jsonl"
    command = [sys.executable, "-m", "benchmarks.scale", "--sizes", "600", "--folder", str(tmp_path)]
    jobs = ["--jobs", "whoosh,fts5,store", "--results", str(results)]
    ran = subprocess.run([*command, *jobs], capture_output=True, text=True, check=True)
    rows: list[dict[str, Any]] = [json.loads(line) for line in results.read_text().splitlines()]
    assert [row["job"] for row in rows] == ["whoosh", "fts5", "store"], ran.stderr
    assert all(row["build_s"] > 0 and row["bytes"] > 0 and row["peak_mb"] > 10 for row in rows)
    assert rows[0]["found"]["common"] > 0
    assert set(rows[0]["first"]) >= {"all", "fuzzy", "facets", "near"}
    assert "fuzzy" not in rows[1]["first"]
    assert rows[2]["feed_rows"] == rows[2]["documents"] > 0
    told = "\n".join(tables(rows))
    assert "| 600 | verbale, whoosh |" in told
    assert "| a fuzzy word |" in told


def test_tables_go_between_their_marks_and_nowhere_else() -> None:
    page = (Path(__file__).resolve().parents[1] / "docs" / "performance.md").read_text(encoding="utf-8")
    told = with_tables(page, ["| new |"])
    assert "| new |" in told
    assert with_tables(told, ["| new |"]) == told
    assert told.startswith(page[:500])
    with pytest.raises(ValueError, match="marks"):
        with_tables("nothing", [])


def test_a_corpus_of_other_numbers_is_another() -> None:
    english = replace(fitted(), languages={"en": 1.0}, repeated_runs=0.0)
    assert {item.language for item in made(300, english)} == {"en"}
