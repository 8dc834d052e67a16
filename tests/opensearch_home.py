"""A home whose index is on a cluster, and what is started on it as a user does."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from click.testing import CliRunner, Result

from corpus.home import Home
from search.cli import main
from tests.opensearch_cluster import configured, shared
from tests.opensearch_front import Front, before

ROOT = Path(__file__).resolve().parents[1]


@contextmanager
def front_of(folders: pytest.TempPathFactory) -> Iterator[Front]:
    """A front before the first node of the cluster that all tests share."""
    pytest.importorskip("opensearchpy", reason="the extra verbale[opensearch] is not installed")
    with before(shared(folders.getbasetemp()).partition(",")[0], []) as front:
        yield front


def settle(home: Home, front: Front) -> str:
    """Have this home keep its index behind the front; what the names of its indices begin with."""
    name = f"verbale-test-{uuid4().hex[:8]}"
    configured(home.path, (front.url, name))
    return name


def verbale(home: Home, *words: str) -> Result:
    """A command, as a user gives it."""
    return CliRunner().invoke(main, ["--home", str(home.path), *words])


@contextmanager
def form(home: Home, *options: str) -> Iterator[tuple[str, list[str]]]:
    """`verbale serve` in a process of its own: where it is; when it has ended, also what it said."""
    command = [sys.executable, "-m", "search", "--home", str(home.path), "-q", "serve", "--port", "0", *options]
    said: list[str] = []
    # A file and not a pipe: nobody reads it meanwhile, and a pipe that is full stops whoever writes.
    with tempfile.TemporaryFile("w+", encoding="utf-8") as errors:
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=errors, text=True)
        assert process.stdout is not None
        try:
            line = process.stdout.readline()
            assert line.startswith("The form is at http://127.0.0.1:"), line
            yield line.split()[4], said
        finally:
            process.terminate()
            process.communicate()
            errors.seek(0)
            said += errors.read().splitlines()
