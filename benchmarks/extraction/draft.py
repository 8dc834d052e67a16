"""A first draft of a gold file, to be corrected by eye: python -m benchmarks.extraction.draft PATH GROUP [FIRST-LAST]

It also writes what it read in full beside the draft in /tmp, and the pages as pictures, for the eye to compare. PATH is
relative to ../shared/realdocs. A draft that nobody compared with the pages is worth nothing.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.extraction.gold import GOLD, SAMPLE, Seen, sample_body, written
from benchmarks.extraction.score import is_note, plain
from benchmarks.measured import REALDOCS
from corpus.document import Extract, Passage
from corpus.extract import extract

_WORDS = 4
_LETTERS = 8  # of scripts without spaces
_SCALE = 1.4


def main(path: str, group: str, pages: str = "") -> None:
    """Write the draft of a document into tests/gold, its full text and its pages into /tmp/gold."""
    body = sample_body(path) if path.startswith(SAMPLE) else (REALDOCS / path).read_bytes()
    read = extract(body, name=path)
    first, _, last = pages.partition("-")
    shown = [item for item in read.passages if not pages or int(first) <= item.page <= int(last or first)]
    name = re.sub(r"\W+", "_", Path(path).stem.rsplit("__", 1)[-1]).strip("_")[:60]
    head = _head(path, group, body, read, pages)
    (GOLD / f"{name}.tsv").write_text(written(head, list(_rows(shown))), encoding="utf-8")
    folder = Path("/tmp/gold") / name
    folder.mkdir(parents=True, exist_ok=True)
    full = [f"[p{item.page} {item.number}] {' > '.join(item.heading)}\n    {item.text}" for item in shown]
    (folder / "text.txt").write_text("\n".join(full), encoding="utf-8")
    if body[:1024].find(b"%PDF-") >= 0:
        _draw(body, folder, int(first or 1), int(last or first or read.pages))
    print(GOLD / f"{name}.tsv", folder, f"{len(shown)} passages", sep="\n")


def _head(path: str, group: str, body: bytes, read: Extract, pages: str) -> dict[str, str]:
    front = read.front
    return {
        "path": path, "sha256": hashlib.sha256(body).hexdigest()[:16], "group": group, "language": read.language,
        "pages": str(read.pages), "read": pages or (f"1-{read.pages}" if read.pages else "0-0"),
        "symbol": front.symbol, "title": front.title, "date_adopted": front.date_adopted,
        "date_issued": front.date_issued, "date_on_text": front.date_on_text,
    }  # fmt: skip


def _rows(passages: list[Passage]) -> Iterator[Seen]:
    above: tuple[str, ...] = ()
    for item in passages:
        same = 0
        while same < min(len(above), len(item.heading)) and above[same] == item.heading[same]:
            same += 1
        for heading in item.heading[same:]:
            yield Seen(item.page, "heading", "", *_ends(heading), len(plain(heading)))
        above = item.heading
        kind = "note" if is_note(item) else "row" if " | " in item.text else "text"
        yield Seen(item.page, kind, item.number, *_ends(item.text), len(plain(item.text)))


def _ends(text: str) -> tuple[str, str]:
    words = text.replace("\t", " ").split()
    if len(words) < len(text) / 20:
        return text[:_LETTERS], text[-_LETTERS:]
    return " ".join(words[:_WORDS]), " ".join(words[-_WORDS:])


def _draw(body: bytes, folder: Path, first: int, last: int) -> None:
    import pypdfium2

    document = pypdfium2.PdfDocument(body)
    for number in range(first, min(last + 1, len(document)) + 1):
        document[number - 1].render(scale=_SCALE).to_pil().save(folder / f"page{number:03}.png")


if __name__ == "__main__":
    main(*sys.argv[1:])
