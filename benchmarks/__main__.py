"""`python -m benchmarks`: every benchmark of this folder, one table. A benchmark is a module with `measure()`."""

from __future__ import annotations

import importlib
import pkgutil
import platform
import sys
from collections.abc import Iterable

import benchmarks
from benchmarks.measured import Measured


def main() -> None:
    """Run all benchmarks, or those named on the command line."""
    found = [
        info.name for info in pkgutil.iter_modules(benchmarks.__path__) if not info.ispkg and info.name != "__main__"
    ]
    print(f"Python {platform.python_version()}, {platform.machine()}, {platform.system()}")
    print(f"{'what':<58}{'measured':>14}{'to reach':>14}")
    for name in sys.argv[1:] or found:
        module = importlib.import_module(f"benchmarks.{name}")
        rows: Iterable[Measured] = module.measure() if hasattr(module, "measure") else ()
        for row in rows:
            print(f"{row.what:<58}{row.figure:>14}{row.to_reach:>14}", flush=True)


if __name__ == "__main__":
    main()
