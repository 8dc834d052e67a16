"""`verbale verify`: every changed bit is noticed, nothing whole is complained of, and what can be mended is mended."""

from __future__ import annotations

import json
import os
import random
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from corpus.archive.files import members
from corpus.archive.whole import read_archive
from corpus.config import Config
from corpus.home import Home
from corpus.store.whole import check_store
from crawler.sample.server import SampleSites
from search.cli import Session, main
from search.repairing import look
from tests.test_kill_crawl import BIN, toml

SOURCES = ("un-gge", "osce")
# `VERBALE_FLIPS=500 pytest tests/test_verify.py` is the long variant.
FLIPS = int(os.environ.get("VERBALE_FLIPS", "40"))
# Checksum and length of the content: RFC 1952, 2.3.1.
TRAILER = 8
LAST_BYTES = 8
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def sites() -> Iterator[SampleSites]:
    with SampleSites() as running:
        yield running


@pytest.fixture(scope="module")
def whole(sites: SampleSites, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home after two nights."""
    home = tmp_path_factory.mktemp("verify") / "home"
    home.mkdir(mode=0o700)
    (home / "verbale.toml").write_text(toml(sites), encoding="utf-8")
    for night in (0, 1):
        sites.change(night)
        ran = subprocess.run(
            [BIN / "verbale", "--home", home, "update", "--all", *SOURCES], capture_output=True, check=False
        )
        assert ran.returncode == 0, ran.stderr
    sites.change(0)
    return home


@pytest.fixture
def home(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(whole, tmp_path / "home"))


def verbale(home: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--home", str(home), *arguments])


def verify(home: Path, *arguments: str) -> Result:
    return verbale(home, "verify", *arguments)


def damages(home: Path) -> int:
    found = read_archive(home / "archive")
    return len(found.damages) + len(list(check_store(home / "corpus.db", found)))


def flip(path: Path, chance: random.Random) -> int:
    """Change one bit of a file; returns where."""
    data = bytearray(path.read_bytes())
    place = chance.randrange(len(data))
    data[place] ^= 1 << chance.randrange(8)
    path.write_bytes(data)
    return place


def test_a_whole_home_is_whole(home: Path) -> None:
    assert damages(home) == 0
    ran = verify(home, "--json")
    told = json.loads(ran.stdout)
    assert (ran.exit_code, told["damages"]) == (0, [])
    assert told["records"] > 50


def test_every_flipped_bit_of_the_archive_is_noticed(home: Path) -> None:
    chance = random.Random(3)
    files = sorted((home / "archive").iterdir())
    for _ in range(FLIPS):
        path = chance.choice(files)
        kept = path.read_bytes()
        place = flip(path, chance)
        assert read_archive(home / "archive").damages or damages(home), f"{path.name} at {place}"
        path.write_bytes(kept)
    assert damages(home) == 0


def test_bits_that_mean_nothing_are_noticed_too(home: Path) -> None:
    """The last byte of compressed data is filled up with bits that no decompressor looks at (RFC 1951, 3.2.3)."""
    path = min((home / "archive").iterdir())
    kept = path.read_bytes()
    ends = [offset for offset, _ in members(path)][1:LAST_BYTES]
    unseen_by_zlib = 0
    for end, bit in product(ends, range(8)):
        changed = bytearray(kept)
        changed[end - TRAILER - 1] ^= 1 << bit
        path.write_bytes(changed)
        unseen_by_zlib += all(content is not None for _, content in members(path))
        assert read_archive(home / "archive").damages, f"bit {bit} before {end}"
    assert unseen_by_zlib, "there was no such bit"


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE passages SET text = replace(text, 'e', 'a') WHERE id = (SELECT min(id) FROM passages)",
        "UPDATE passages SET number = '999' WHERE id = (SELECT max(id) FROM passages)",
        "UPDATE passages SET page = page + 1 WHERE id = (SELECT max(id) FROM passages)",
        "DELETE FROM passages WHERE id = (SELECT min(id) FROM passages)",
        "UPDATE documents SET title = title || '!' WHERE held AND part_of IS NULL",
        "UPDATE documents SET date = '1999-01-01' WHERE held AND part_of IS NULL",
        "UPDATE visits SET etag = 'x' WHERE warc_file <> '' AND status = 200",
        "DELETE FROM visits WHERE id = (SELECT min(id) FROM visits)",
        "UPDATE facts SET value = value || '.' WHERE origin = 'text'",
        "UPDATE facts SET read_at = 'page 99' WHERE origin = 'text'",
        "UPDATE versions SET headers = replace(headers, 'ETag', 'Etag')",
        "UPDATE versions SET warc_offset = warc_offset + 1",
        "UPDATE versions SET payload_digest = 'sha256:0'",
    ],
)
def test_a_changed_row_of_the_store_is_noticed(home: Path, change: str) -> None:
    with sqlite3.connect(home / "corpus.db") as connection:
        assert connection.execute(change).rowcount
    connection.close()
    assert damages(home) > 0


def test_a_damaged_record_is_fetched_again(home: Path, sites: SampleSites) -> None:
    connection = sqlite3.connect(home / "corpus.db")
    file, offset, url = connection.execute(
        "SELECT warc_file, warc_offset, url FROM versions WHERE current ORDER BY id LIMIT 1"
    ).fetchone()
    connection.close()
    path = home / "archive" / file
    data = bytearray(path.read_bytes())
    data[offset + 60] ^= 4
    path.write_bytes(data)
    told = verify(home)
    assert told.exit_code == 1
    assert f"{file} at {offset}" in told.stdout
    mended = verify(home, "--repair")
    assert mended.exit_code == 0, mended.stdout + mended.stderr
    assert "fetched again" in mended.stdout
    again = verify(home)
    assert again.exit_code == 0, again.stdout
    assert "1 mended earlier" in again.stdout
    assert path.read_bytes() == bytes(data), "what is damaged stays as it is"
    connection = sqlite3.connect(home / "corpus.db")
    now_at = connection.execute(
        "SELECT warc_file, warc_offset FROM versions WHERE url = ? AND current", (url,)
    ).fetchone()
    connection.close()
    assert now_at != (file, offset)
    rebuilt = verbale(home, "rebuild")
    assert "documents read again" in rebuilt.stdout
    assert verify(home).exit_code == 0


def test_a_lost_archive_file_is_fetched_again(home: Path) -> None:
    first = min((home / "archive").glob("*.warc.gz"))
    first.unlink()
    assert verify(home).exit_code == 1
    mended = verify(home, "--repair")
    assert mended.exit_code == 0, mended.stdout + mended.stderr
    assert verify(home).exit_code == 0


def test_a_damaged_store_is_made_again(home: Path) -> None:
    with sqlite3.connect(home / "corpus.db") as connection:
        connection.execute("UPDATE passages SET text = 'forged' WHERE id % 2")
    connection.close()
    mended = verify(home, "--repair")
    assert mended.exit_code == 0, mended.stdout + mended.stderr
    assert look(Session(Home(home), Config(), quiet=True)).damages == ()
    connection = sqlite3.connect(home / "corpus.db")
    assert connection.execute("SELECT count(*) FROM passages WHERE text = 'forged'").fetchone()[0] == 0
    connection.close()


def test_a_store_that_is_no_store_is_made_again(home: Path) -> None:
    for side in ("-wal", "-shm"):
        (home / f"corpus.db{side}").unlink(missing_ok=True)
    (home / "corpus.db").write_bytes(b"not a database at all" * 500)
    assert "cannot be opened" in verify(home).stdout
    mended = verify(home, "--repair")
    assert mended.exit_code == 0, mended.stdout + mended.stderr
    assert verify(home).exit_code == 0


def test_a_home_without_anything_says_so(tmp_path: Path) -> None:
    ran = verify(tmp_path)
    assert ran.exit_code == 1
    assert "Nothing is held" in ran.stderr
