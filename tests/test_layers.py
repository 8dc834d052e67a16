"""Imports point downwards: corpus <- crawler, corpus <- index, and search on top of all (design.md, rule 1)."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
MAY_IMPORT = {
    "corpus": {"corpus"},
    "crawler": {"crawler", "corpus"},
    "index": {"index", "corpus"},
    "search": {"search", "index", "crawler", "corpus"},
}
# Rule 6: one file opens outgoing connections. The sample server and the web form listen, they do not call. Besides what
# asks sites, one file tells the user's own mail server and webhooks what the watches found, and one asks a cluster that
# keeps the index.
NETWORK = {"requests", "urllib3", "http.client", "urllib.request", "socket", "httpx", "smtplib", "opensearchpy"}
NETWORK_FILES = {
    "crawler/fetch.py", "crawler/connection.py", "crawler/addresses.py", "search/delivering.py",
    "index/opensearch_client.py",
}  # fmt: skip


@cache
def imported(path: Path) -> frozenset[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    return frozenset(
        names | {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}
    )


def modules(package: str) -> list[Path]:
    return sorted((ROOT / package).rglob("*.py"))


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_imports_point_downwards(package: str) -> None:
    assert modules(package)
    for path in modules(package):
        ours = {name.partition(".")[0] for name in imported(path)} & set(MAY_IMPORT)
        assert ours <= MAY_IMPORT[package], f"{path.relative_to(ROOT)} imports {ours - MAY_IMPORT[package]}"


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_one_file_opens_connections(package: str) -> None:
    for path in modules(package):
        name = str(path.relative_to(ROOT))
        if name not in NETWORK_FILES:
            assert not imported(path) & NETWORK, f"{name} opens connections"


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_modules_stay_under_300_lines(package: str) -> None:
    long = {
        str(path.relative_to(ROOT)): size
        for path in modules(package)
        if (size := len(path.read_text().splitlines())) > 300
    }
    assert not long


# What would be another database: the store, which one file opens; who else speaks SQL to it; and three files of their
# own, caches or what watches told. docs/explanation/scale.md counts on it.
STORE_OPENED_IN = {"corpus/store/database.py"}
STORE_SQL = ("corpus/store/",)
OTHER_SQLITE = ("index/shingles/", "search/watches/ledger.py", "search/doctor.py")
# What would be another place for bytes: the package that lists, opens and copies files of the archive.
ARCHIVE_FILES = "corpus/archive/"
# They only name such files, or write and read captures of others.
CAPTURES = {"corpus/home.py", "search/captures.py", "search/wacz.py", "search/pack/__init__.py"}


def sources() -> dict[str, str]:
    return {
        str(path.relative_to(ROOT)): path.read_text(encoding="utf-8")
        for package in MAY_IMPORT
        for path in modules(package)
    }


def test_one_file_opens_the_store() -> None:
    opening = {name for name, text in sources().items() if "sqlite3.connect(" in text}
    assert {name for name in opening if not name.startswith(OTHER_SQLITE)} == STORE_OPENED_IN


def test_sql_is_spoken_by_the_store_alone() -> None:
    speaking = [name for name in sources() if "sqlite3" in imported(ROOT / name)]
    assert [name for name in speaking if not name.startswith((*STORE_SQL, *OTHER_SQLITE))] == []


def test_one_package_knows_that_the_archive_is_files() -> None:
    knowing = {name for name, text in sources().items() if ".warc.gz" in text and not name.startswith(ARCHIVE_FILES)}
    assert knowing <= CAPTURES
