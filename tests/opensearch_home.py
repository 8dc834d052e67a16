"""A home whose index is on a cluster, and what is started on it as a user does."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest

from corpus.home import Home
from tests.opensearch_cluster import shared
from tests.opensearch_front import Front, before

ROOT = Path(__file__).resolve().parents[1]


@contextmanager
def front_of(folders: pytest.TempPathFactory) -> Iterator[Front]:
    """A front before the first node of the cluster that all tests share."""
    pytest.importorskip("opensearchpy", reason="the extra verbale[opensearch] is not installed")
    with before(shared(folders.getbasetemp()).partition(",")[0], []) as front:
        yield front


def settle(home: Home, front: Front, **more: object) -> str:
    """Have this home keep its index behind the front; what the names of its indices begin with."""
    name = f"verbale-test-{uuid4().hex[:8]}"
    settings = {"url": front.url, "name": name, "replicas": 0, **more}
    lines = "\n".join(f"{key} = {json.dumps(value)}" for key, value in settings.items())
    home.config_file.write_text(f'engine = "opensearch"\n[opensearch]\n{lines}\n', encoding="utf-8")
    return name


def verbale(home: Home, *words: str) -> subprocess.CompletedProcess[str]:
    """A command, as a user gives it."""
    command = [sys.executable, "-m", "search", "--home", str(home.path), *words]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@contextmanager
def form(home: Home, *options: str) -> Iterator[tuple[str, list[str]]]:
    """`verbale serve` in a process of its own: where it is; when it has ended, also what it said."""
    command = [sys.executable, "-m", "search", "--home", str(home.path), "-q", "serve", "--port", "0", *options]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    said: list[str] = []
    assert process.stdout is not None
    try:
        line = process.stdout.readline()
        assert line.startswith("The form is at http://127.0.0.1:"), line
        yield line.split()[4], said
    finally:
        process.terminate()
        said += process.communicate()[1].splitlines()
