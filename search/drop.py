"""The drop folder: what a person puts there is taken in, and moved to `taken`, or to `refused` with its reason."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from corpus.document import Posting
from search.cli import Session
from search.importing import Refused, Wanted, files_below, read_manifest, wanted_file
from search.taking_in import Outcome, take_into
from search.workshop import Workshop

TAKEN, REFUSED = "taken", "refused"
MANIFEST = "manifest.jsonl"
# A file that changed less than so many seconds ago may still be on its way.
SETTLED_SECONDS = 3.0


def waiting(folder: Path, at: datetime) -> list[Wanted | Refused]:
    """What lies in the folder and is whole, by its manifest where there is one. Links lead outside and are left."""
    if not folder.is_dir():
        return []
    lying = [path for path in _lying(folder) if at.timestamp() - path.stat().st_mtime >= SETTLED_SECONDS]
    manifest = folder / MANIFEST
    said = read_manifest(manifest.read_text("utf-8-sig", "replace"), folder) if manifest in lying else []
    named = {item.path.resolve(): item for item in said if isinstance(item, Wanted)}
    refused = [item for item in said if isinstance(item, Refused)]
    files = [path for path in lying if path != manifest]
    return [*refused, *(named.get(path.resolve()) or wanted_file(path, Posting("", "")) for path in files)]


def _lying(folder: Path) -> Iterator[Path]:
    inside = (path for path in files_below([folder]) if not path.is_symlink())
    return (path for path in inside if path.relative_to(folder).parts[0] not in (TAKEN, REFUSED))


def take_dropped(session: Session, shop: Workshop, folder: Path, at: datetime) -> list[Outcome]:
    """Take in what waits in the folder, and put it away."""
    wanted = waiting(folder, at)
    if not wanted:
        return []
    outcomes = take_into(session, shop, wanted)
    for item in wanted:
        if isinstance(item, Wanted) and item.path.is_file():
            _put_away(folder, item.path, [one for one in outcomes if one.file.startswith(str(item.path))], at)
    return outcomes


def _put_away(folder: Path, path: Path, outcomes: Sequence[Outcome], at: datetime) -> None:
    """Move a file to where its outcome belongs, keeping its place below the folder."""
    reasons = [outcome.reason for outcome in outcomes if outcome.change == "failed"]
    where = REFUSED if reasons and len(reasons) == len(outcomes) else TAKEN
    target = _free(folder / where / f"{at:%Y-%m-%d}" / path.relative_to(folder))
    target.parent.mkdir(parents=True, exist_ok=True)
    path.replace(target)
    if reasons:
        target.with_name(f"{target.name}.reason.txt").write_text("\n".join(reasons) + "\n", encoding="utf-8")


def _free(target: Path) -> Path:
    """The path, or one beside it with a number where something lies there already."""
    numbered = (target.with_name(f"{target.stem}-{number}{target.suffix}") for number in range(2, 10_000))
    return target if not target.exists() else next(path for path in numbered if not path.exists())
