"""What is found not to be as it was kept, and what mends it."""

from __future__ import annotations

from dataclasses import dataclass

REBUILD = "`verbale verify --repair` makes the store again from the archive"
REFETCH = "`verbale verify --repair` fetches it again"
NOTE_AGAIN = "`verbale verify --repair` writes the note again"


@dataclass(frozen=True, slots=True)
class Damage:
    """Something that is not as it was kept. `part` is archive or store, `file` and `offset` say where in the archive.

    `digest` is that of the payload that was lost, `url` whose it was, where the store still knows.
    """

    part: str
    where: str
    what: str
    cure: str
    file: str = ""
    offset: int = -1
    url: str = ""
    digest: str = ""
