"""What holds for all tests: hypothesis does not judge by the clock, which says more of the machine than of the code.

Real documents are read once for all tests that only need what they say.
"""

from __future__ import annotations

import os
import signal

import pytest
from hypothesis import settings

from benchmarks.kept import Kept

settings.register_profile("verbale", deadline=None)
# `make check`, by --hypothesis-profile; what says how many examples it needs has as many.
settings.register_profile("quick", deadline=None, max_examples=25)
settings.load_profile("verbale")


def pytest_configure() -> None:
    """Let Ctrl-C end commands that tests start: it is ignored in what a shell has started in the background."""
    if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """Extracts of real documents that were read in this run of the tests, by any of its processes."""
    base = tmp_path_factory.getbasetemp()
    # Under xdist the folder of each process lies in that of the run.
    return Kept((base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "extracts")
