"""The state of a home as one value, for the command line and the web form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from corpus.archive.files import bytes_held
from corpus.extract import EXTRACTOR
from corpus.home import Home
from search.library import Library


def status(library: Library, home: Home) -> dict[str, Any]:
    """What `verbale status --json` prints."""
    counts = library.store.counts()
    return {
        "home": str(home.path),
        "documents": counts.documents,
        "parts": counts.parts,
        "catalogue_only": counts.catalogued,
        "versions": counts.versions,
        "paragraphs": counts.passages,
        "visits": counts.visits,
        "by_source": dict(counts.by_source),
        "languages": list(library.store.languages()),
        "engine": library.engine_name,
        "index_behind": len(library.store.changes(library.engine.checkpoint())[1]),
        "gone": counts.gone,
        "read_by_older": library.store.read_by_others(EXTRACTOR),
        "archive_bytes": bytes_held(home.archive),
        "last_visits": {
            source: {"at": at.isoformat(), "verdicts": verdicts}
            for source, (at, verdicts) in library.store.last_visits().items()
        },
        "unread": [
            {"url": url, "verdict": verdict, "reason": reason} for url, verdict, reason in library.store.unread()
        ],
    }


def status_lines(told: Mapping[str, Any]) -> Iterator[str]:
    """The same as lines of text."""
    yield f"Home: {told['home']} (archive {told['archive_bytes'] / 1e6:.1f} MB, engine {told['engine']})"
    yield (
        f"Held: {told['documents']} documents{_within(told['parts'])}, {told['versions']} versions, "
        f"{told['paragraphs']} paragraphs; languages {', '.join(told['languages']) or 'none'}"
    )
    yield f"Known from the catalogue, text not held: {told['catalogue_only']}"
    if told["index_behind"]:
        yield f"The index is {told['index_behind']} documents behind; `verbale index` brings it up to date."
    if told["gone"]:
        yield f"No longer at their addresses, and kept: {told['gone']}"
    if told["read_by_older"]:
        yield f"{told['read_by_older']} texts were read by an older verbale; `verbale rebuild` reads them again."
    for source, count in told["by_source"].items():
        yield f"  {source or 'no source'}: {count}"
    for source, visit in told["last_visits"].items():
        verdicts = ", ".join(f"{count} {verdict}" for verdict, count in visit["verdicts"].items())
        yield f"Last visit of {source}: {visit['at'][:16].replace('T', ' ')} UTC ({verdicts})"
    if told["unread"]:
        yield "Not read:"
    for item in told["unread"]:
        # Reasons of the fetcher name the address themselves.
        yield f"  {item['reason']}" if item["url"] in item["reason"] else f"  {item['url']}: {item['reason']}"


def _within(parts: int) -> str:
    return f" ({parts} more within them)" if parts else ""
