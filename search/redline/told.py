"""What a redline comes to: how many paragraphs of each kind, the changes of commitment, its JSON. Pure functions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from search.redline import Change, Kind, Paragraph, Redline, Shift, Text

# In this order they are told.
KINDS: tuple[Kind, ...] = ("same", "changed", "split", "merged", "added", "removed")


@dataclass(frozen=True, slots=True)
class Shifted:
    """A change of commitment with the paragraphs it stands in."""

    shift: Shift
    old: Paragraph
    new: Paragraph


def counts(redline: Redline) -> dict[str, int]:
    """How many changes there are of each kind, how many moved and renumbered, and how many shifts of commitment."""
    kinds = Counter(change.kind for change in redline.changes)
    return {kind: kinds[kind] for kind in KINDS} | {
        "moved": sum(change.moved for change in redline.changes),
        "renumbered": sum(change.renumbered for change in redline.changes),
        "shifts": sum(len(change.shifts) for change in redline.changes),
    }


def summary(redline: Redline) -> str:
    """`8 same, 3 changed, 1 moved, 2 added`: what is none is left out, but for what is the same."""
    told = [
        f"{count} {name}" for name, count in counts(redline).items() if name != "shifts" and (count or name == "same")
    ]
    return ", ".join(told)


def shifted(redline: Redline) -> Iterator[Shifted]:
    """All changes of commitment, in reading order."""
    for change in redline.changes:
        for shift in change.shifts:
            yield Shifted(shift, redline.old.paragraphs[change.old[0]], redline.new.paragraphs[change.new[0]])


def is_told(change: Change) -> bool:
    """Whether a change is worth showing where only changes are: it is not the same at the same place."""
    return change.kind != "same" or change.moved


def shift_words(shift: Shift) -> str:
    """`shall → should (weaker)`, `“as appropriate” came in (weaker)`."""
    words = f"{shift.old} → {shift.new}"
    if not shift.old or not shift.new:
        words = f"“{shift.old or shift.new}” {'came in' if shift.new else 'is gone'}"
    return words if shift.direction == "other" else f"{words} ({shift.direction})"


def where(paragraph: Paragraph) -> str:
    """How a paragraph is told: its citation, else its number and page, else its first words."""
    number = f"para. {paragraph.number}" if paragraph.number else ""
    page = f"p. {paragraph.page}" if paragraph.page else ""
    place = ", ".join(part for part in (number, page) if part)
    words = f"“{paragraph.text[:_FIRST].strip()}…”" if len(paragraph.text) > _FIRST else f"“{paragraph.text}”"
    return paragraph.cite if paragraph.number and paragraph.cite else place if number else f"{place} {words}".strip()


_FIRST = 40


def redline_json(redline: Redline, *, only_changes: bool = False) -> dict[str, Any]:
    """What `verbale compare --json` prints. With `only_changes`, without what is the same at the same place."""
    return {
        "old": _text_json(redline.old),
        "new": _text_json(redline.new),
        "notices": list(redline.notices),
        "counts": counts(redline),
        "shifts": [
            {**asdict(one.shift), "old_at": _place_json(one.old), "new_at": _place_json(one.new)}
            for one in shifted(redline)
        ],
        "changes": [_change_json(redline, one) for one in redline.changes if is_told(one) or not only_changes],
    }


def _text_json(text: Text) -> dict[str, Any]:
    return {
        "name": text.name,
        "title": text.title,
        "language": text.language,
        "date": text.date,
        "payload_digest": text.digest,
        "paragraphs": len(text.paragraphs),
    }


def _place_json(paragraph: Paragraph) -> dict[str, Any]:
    return {"number": paragraph.number, "page": paragraph.page, "cite_as": paragraph.cite, "url": paragraph.url}


def _paragraph_json(paragraph: Paragraph) -> dict[str, Any]:
    return {**_place_json(paragraph), "heading": list(paragraph.heading), "text": paragraph.text}


def _change_json(redline: Redline, change: Change) -> dict[str, Any]:
    return {
        "kind": change.kind,
        "moved": change.moved,
        "renumbered": change.renumbered,
        "old": [_paragraph_json(redline.old.paragraphs[place]) for place in change.old],
        "new": [_paragraph_json(redline.new.paragraphs[place]) for place in change.new],
        "pieces": [asdict(piece) for piece in change.pieces],
        "shifts": [asdict(shift) for shift in change.shifts],
    }
