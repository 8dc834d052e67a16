"""`python -m benchmarks`: every benchmark of this folder, one table. A benchmark is a module with `measure()`."""

from __future__ import annotations

import importlib
import pkgutil
import platform
import sys

import benchmarks
from benchmarks.measured import Measured


def main() -> None:
    """Run all benchmarks, or those named on the command line."""
    found = [info.name for info in pkgutil.iter_modules(benchmarks.__path__) if not info.ispkg]
    names = sys.argv[1:] or [name for name in found if name not in ("__main__", "measured", "scrapy_peer")]
    print(f"Python {platform.python_version()}, {platform.machine()}, {platform.system()}")
    print(f"{'what':<58}{'measured':>14}{'to reach':>14}")
    for name in names:
        rows: list[Measured] = importlib.import_module(f"benchmarks.{name}").measure()
        for row in rows:
            print(f"{row.what:<58}{row.figure:>14}{row.to_reach:>14}", flush=True)


if __name__ == "__main__":
    main()
