"""`make quality`, last part: how right counterparts in other languages are; fails below a pinned floor.

python -m benchmarks.counterparts
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from types import MappingProxyType

from benchmarks.counterparts import Share, score

# What was reached; these may only rise. Two short neighbours with no figure in them look like each other's translation:
# that is what the last line counts, and what no check of length, figures and symbols can see.
FLOORS = MappingProxyType(
    {
        "translations aligned": 1.0,
        "a changed figure doubted": 1.0,
        "a dropped paragraph not aligned": 1.0,
        "the others still aligned": 1.0,
        "neighbours doubted": 0.5,
    }
)


def below(found: Mapping[str, Share]) -> list[str]:
    """What is below its floor, a line each."""
    return [
        f"{name}: {found[name].value:.3f}, floor {floor}" for name, floor in FLOORS.items() if found[name].value < floor
    ]


def main() -> int:
    """Measure, print, compare with the floors."""
    found = score()
    for name, share in found.items():
        print(f"counterparts: {name}: {share.right} of {share.of} ({share.value:.3f})")
    for line in below(found):
        print(f"below the floor: {line}")
    return int(bool(below(found)))


if __name__ == "__main__":
    sys.exit(main())
