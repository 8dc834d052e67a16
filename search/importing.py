"""Reading what a user wants imported: files, folders, and manifests of one JSON object a line."""

from __future__ import annotations

import json
import mimetypes
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from corpus.document import Posting, Response
from corpus.extract import sniff
from corpus.intake import Delivery
from corpus.warc import IMPORTED
from crawler.classify import classify
from search.saved_pages import is_beside_a_page, saved_from

MANIFEST_FIELDS = (
    "path", "symbol", "title", "date", "source", "process", "type", "session", "language", "submitters", "url",
)  # fmt: skip


# Names that promise one kind of file; `.doc` or `.txt` may hold many.
_CLAIMS = {
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file to import and what is said of it."""

    path: Path
    posting: Posting


@dataclass(frozen=True, slots=True)
class Refused:
    """Something that cannot be imported, and why: `what` is a file or a manifest line."""

    what: str
    reason: str


def files_below(paths: Iterable[Path]) -> Iterator[Path]:
    """The files named, and those inside folders named, in the order of their names.

    Hidden ones are left out, and what browsers put beside the pages they save.
    """
    for path in paths:
        if path.is_dir():
            inside = (item for item in path.rglob("*") if item.is_file())
            yield from sorted(
                item
                for item in inside
                if not any(part.startswith(".") for part in item.relative_to(path).parts) and not is_beside_a_page(item)
            )
        else:
            yield path


def read_manifest(text: str, folder: Path) -> list[Wanted | Refused]:
    """The files that a manifest names, each line by itself: a bad line is refused and the rest goes in.

    Paths are relative to `folder`. Fields are those of MANIFEST_FIELDS; `submitters` is a list or one name.
    """
    wanted: list[Wanted | Refused] = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            wanted.append(_manifest_line(line, f"line {number}", folder))
    return wanted


def _manifest_line(line: str, where: str, folder: Path) -> Wanted | Refused:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        return Refused(where, f"not a JSON object: {error.msg} at column {error.colno}")
    if not isinstance(row, dict) or not isinstance(row.get("path"), str) or not row["path"]:
        return Refused(where, 'needs a "path"')
    unknown = sorted(set(row) - set(MANIFEST_FIELDS))
    if unknown:
        return Refused(where, f"has an unknown field {unknown[0]!r}; known are {', '.join(MANIFEST_FIELDS)}")
    names = row.get("submitters", [])
    names = [names] if isinstance(names, str) else names
    texts = {name: row.get(name, "") for name in MANIFEST_FIELDS if name not in ("path", "submitters")}
    if not isinstance(names, list) or not all(isinstance(value, str) for value in [*names, *texts.values()]):
        return Refused(where, "has a value that is not text")
    path = folder / row["path"]
    return Wanted(path, _posting(path, texts, tuple(names)))


def _posting(path: Path, texts: dict[str, Any], submitters: tuple[str, ...]) -> Posting:
    url = texts.pop("url") or path.resolve().as_uri()
    return Posting(url=url, submitters=submitters, **texts)


def wanted_file(path: Path, said: Posting) -> Wanted:
    """A file named on the command line; `said` holds what the options say of all files."""
    return Wanted(path, replace(said, url=path.resolve().as_uri()))


def delivery(wanted: Wanted, max_bytes: int, at: datetime) -> Delivery | Refused:
    """The file's bytes, ready to be taken in; refused with a reason where it cannot be read."""
    path = wanted.path
    try:
        if path.stat().st_size > max_bytes:
            return Refused(str(path), f"larger than {max_bytes} bytes (`max_bytes` in verbale.toml)")
        body = path.read_bytes()
    except OSError as error:
        return Refused(str(path), (error.strerror or str(error)).lower())
    if not body:
        return Refused(str(path), "the file is empty")
    if wanted.posting.url.startswith("file:") and (address := saved_from(body)):
        wanted = replace(wanted, posting=replace(wanted.posting, url=address))
    media_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    response = Response(
        url=wanted.posting.url,
        final_url=path.resolve().as_uri(),
        status=IMPORTED,
        headers=(("Content-Type", media_type),),
        body=body,
        fetched=at,
    )
    lie = _lie(path, response)
    return Refused(str(path), lie) if lie else Delivery(response, wanted.posting, "manifest", "import")


def _lie(path: Path, response: Response) -> str:
    """Why a file is not what it says: another kind than its name, or a saved error page; empty where it is honest."""
    claimed = _CLAIMS.get(path.suffix.lower())
    kind = sniff(response.body, path.name)
    if claimed and kind != claimed:
        what = "no known kind of file" if kind == "application/octet-stream" else kind
        return f"it is called {path.suffix} but its bytes are {what}; fetch it again, or rename it if it is meant"
    verdict = classify(replace(response, status=200))
    return verdict.reason if verdict.kind in ("challenge", "soft404") else ""


def summary(changes: dict[str, int], refused: int) -> str:
    """One line of counts: `65 files: 63 new, 1 same, 1 not imported`."""
    total = sum(changes.values()) + refused
    told: list[Any] = [f"{count} {name}" for name, count in changes.items() if count]
    if refused:
        told.append(f"{refused} not imported")
    return f"{total} file{'' if total == 1 else 's'}: {', '.join(told) or 'nothing to do'}"
