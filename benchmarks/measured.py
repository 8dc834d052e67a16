"""One line of the table, and the folder with the real documents."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

REALDOCS = Path(__file__).resolve().parents[2] / "shared" / "realdocs"


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured, the figure with its unit, and the figure that the issue asks for."""

    what: str
    figure: str
    to_reach: str
