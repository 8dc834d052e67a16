"""What a reader of a trace has to know: what was set aside, and what the corpus cannot know."""

from __future__ import annotations

from collections.abc import Iterator

from corpus.store import Store
from index.shingles import Candidates, Shingles


def unknowable(store: Store) -> Iterator[str]:
    """What a trace cannot know."""
    missing = len(store.browsing.not_held())
    known = f"; {missing} documents are known by title, but their texts are not held" if missing else ""
    yield f"First in this corpus only: earlier documents may not be held{known}."


def behind(store: Store, shingles: Shingles) -> Iterator[str]:
    """That the index for tracing lacks what came last, where it does."""
    _, changed = store.changes(shingles.checkpoint())
    if changed:
        yield f"The index for tracing is {len(changed)} changed documents behind; `verbale index` brings it up to date."


def found_notices(candidates: Candidates, total: int, undated: int, limit: int) -> Iterator[str]:
    """What was left aside of what was found: formulae, the undated, what is beyond the limit."""
    if candidates.shingles == candidates.common:
        yield "These words are a formula that very many paragraphs have: where they stand first says little."
    if candidates.set_aside:
        yield f"{_counted(candidates.set_aside, 'paragraph')} with nothing in common but formulae set aside."
    if candidates.left_out:
        yield (
            f"{_counted(candidates.left_out, 'more paragraph')} with some of the words: only those that share most "
            "were compared. A longer passage gives a surer answer."
        )
    if undated:
        yield f"{_counted(undated, 'document')} without a date at the end: any of these may be the first."
    if total > limit:
        yield f"The first {limit} of {total} documents are told."


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
