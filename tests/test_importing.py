"""What a user asks to import: files, folders and manifests, each bad line by itself."""

from __future__ import annotations

import json
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Posting
from corpus.intake import Delivery
from search.importing import Refused, Wanted, delivery, files_below, read_manifest, summary, wanted_file
from tests.samples import NIGHT


def test_a_manifest_line_says_what_it_knows(tmp_path: Path) -> None:
    row = {
        "path": "in/a.pdf",
        "symbol": "A/199/12",
        "language": "en",
        "submitters": ["Exampleland"],
        "url": "https://x.org/a",
    }
    (wanted,) = read_manifest(json.dumps(row), tmp_path)
    assert wanted == Wanted(
        tmp_path / "in/a.pdf",
        Posting(url="https://x.org/a", source="", symbol="A/199/12", language="en", submitters=("Exampleland",)),
    )


def test_bad_lines_are_refused_and_good_ones_kept(tmp_path: Path) -> None:
    lines = [
        "",
        "{",
        "[]",
        '{"symbol": "A/199/12"}',
        '{"path": "a", "titel": "x"}',
        '{"path": "a", "title": 3}',
        '{"path": "b"}',
    ]
    outcome = read_manifest("\n".join(lines), tmp_path)
    assert [item.what for item in outcome if isinstance(item, Refused)] == [
        "line 2",
        "line 3",
        "line 4",
        "line 5",
        "line 6",
    ]
    assert [item.path.name for item in outcome if isinstance(item, Wanted)] == ["b"]
    assert "titel" in outcome[3].reason if isinstance(outcome[3], Refused) else False


@given(st.text())
def test_any_manifest_is_read(text: str) -> None:
    assert all(isinstance(item, Wanted | Refused) for item in read_manifest(text, Path("/x")))


def test_folders_are_read_in_order_without_hidden_files(tmp_path: Path) -> None:
    for name in ("b.pdf", "a/c.pdf", ".hidden", ".git/x"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x")
    assert [path.relative_to(tmp_path).as_posix() for path in files_below([tmp_path])] == ["a/c.pdf", "b.pdf"]


def test_files_that_cannot_be_read_say_why(tmp_path: Path) -> None:
    (tmp_path / "empty.pdf").touch()
    (tmp_path / "large.pdf").write_bytes(b"x" * 100)
    reasons = {}
    for name in ("empty.pdf", "large.pdf", "missing.pdf", "."):
        refused = delivery(wanted_file(tmp_path / name, Posting("", "")), 50 if name == "large.pdf" else 10**6, NIGHT)
        assert isinstance(refused, Refused)
        reasons[name] = refused.reason
    assert "empty" in reasons["empty.pdf"]
    assert "max_bytes" in reasons["large.pdf"]
    assert "no such file" in reasons["missing.pdf"]
    assert "directory" in reasons["."]


def test_a_file_becomes_a_delivery(tmp_path: Path) -> None:
    path = tmp_path / "ä b.pdf"
    path.write_bytes(b"%PDF-")
    ready = delivery(wanted_file(path, Posting("", "un", process="poa")), 50, NIGHT)
    assert isinstance(ready, Delivery)
    assert ready.posting.url == path.as_uri()
    assert (ready.posting.process, ready.response.header("content-type")) == ("poa", "application/pdf")


def test_the_summary_counts() -> None:
    assert summary({"new": 2, "same": 1}, 1) == "4 files: 2 new, 1 same, 1 not imported"
    assert summary({}, 0) == "0 files: nothing to do"
