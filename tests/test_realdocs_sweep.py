"""Every real and every hostile file ends in text or in a reason, in workers with limits; none crashes or hangs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.config import ExtractSettings
from corpus.errors import ExtractError
from corpus.workers import Started, Workers

SHARED = Path(__file__).resolve().parents[2] / "shared"
FOLDERS = (
    "torture/pdf",
    "torture/office",
    "torture/html",
    "torture/charset",
    "torture/xml",
    "realdocs/F",
    "realdocs/F2",
)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not SHARED.is_dir(), reason="the shared real and hostile documents are not here"),
]


def started(workers: Workers, files: list[Path]) -> Iterator[tuple[Path, Started]]:
    for file in files:
        yield file, workers.extract(file.read_bytes(), name=file.name)


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_file_ends_in_text_or_in_a_reason(folder: str) -> None:
    files = sorted(path for path in (SHARED / folder).rglob("*") if path.is_file())
    with Workers(2, ExtractSettings(ocr="never")) as workers:
        outcomes = list(workers.in_order(started(workers, files)))
    assert len(outcomes) == len(files)
    untyped = [
        (file.name, str(result)) for file, result in outcomes if isinstance(result, ExtractError) and _wild(result)
    ]
    assert untyped == []
    kinds = Counter(type(result).__name__ for _, result in outcomes)
    assert kinds["Extract"] > 0


def _wild(error: ExtractError) -> bool:
    """Whether a reason is one that the parent had to find: a crash, a time limit, an exception nobody foresaw."""
    said = str(error)
    return (
        any(words in said for words in ("crashed", "took longer than [extract]", "memory", "cannot be read: "))
        or said[-1:] != "."
    )
