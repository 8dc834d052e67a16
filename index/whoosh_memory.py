"""How much memory a writer may gather terms in, set from the machine."""

from __future__ import annotations

import os
from pathlib import Path

# A share of what is available: two processes write, each needs about twice its pool while a segment is written, and
# others want memory too.
_SHARE = 12
_MOST = 256 * 1024**2
_LEAST = 16 * 1024**2
# Taken where the machine does not say.
_UNKNOWN = 2 * 1024**3
_CGROUP = Path("/sys/fs/cgroup")


def pool_limit() -> int:
    """About how many bytes of terms one process gathers before it writes a segment, on this machine."""
    return limit_of(_available(), _within_group(_CGROUP))


def limit_of(available: int, group: int | None) -> int:
    """The same, of what the machine has available and of what its control group leaves (None: as much as there is)."""
    least = available if group is None else min(available, group)
    return max(_LEAST, min(_MOST, least // _SHARE))


def _available() -> int:
    for name in ("SC_AVPHYS_PAGES", "SC_PHYS_PAGES"):
        try:
            if (pages := os.sysconf(name)) > 0:
                return pages * os.sysconf("SC_PAGE_SIZE")
        except (AttributeError, ValueError, OSError):  # no such name here, or no sysconf at all
            continue
    return _UNKNOWN


def _within_group(folder: Path) -> int | None:
    """What a control group (Linux, version 2) leaves of its memory; None where there is no limit."""
    try:
        limit = int((folder / "memory.max").read_text(encoding="ascii"))
        return max(0, limit - int((folder / "memory.current").read_text(encoding="ascii")))
    except (OSError, ValueError):  # no such files, or "max"
        return None
