"""A crawl killed at any instant: the archive stays readable, nothing acknowledged is lost, the next run goes on.

`VERBALE_KILLS=200 pytest tests/test_kill_crawl.py` is the long variant; `make drills` has it too.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from corpus.archive import Archive
from corpus.config import Config
from corpus.errors import ArchiveError
from corpus.store import Store
from crawler.sample.server import SampleSites, sample_config
from tests.kills import Seen, changed, killed_when

BIN = Path(sys.executable).parent
KILLS = int(os.environ.get("VERBALE_KILLS", "5"))
DOCUMENTS = 60
SOURCES = ("un-oewg", "un-gge", "osce")


def toml(sites: SampleSites) -> str:
    """The configuration for the sample sites as a user would write it."""
    config = sample_config(sites, Config())
    lines = [f"allow_private_hosts = {json.dumps(list(config.allow_private_hosts))}", "delay = 0.0", "workers = 2"]
    for name, settings in config.sources.items():
        lines += [f"[sources.{name}]", f"symbols = {json.dumps(list(settings.symbols))}"]
        lines += [f"languages = {json.dumps(list(settings.languages))}", f"at_least = {settings.at_least}"]
        lines += [f"[sources.{name}.bases]", *(f'{base} = "{url}"' for base, url in settings.bases.items())]
    return "\n".join(lines)


@pytest.fixture(scope="module")
def sites() -> Iterator[SampleSites]:
    with SampleSites(DOCUMENTS) as running:
        yield running


@pytest.fixture
def home(sites: SampleSites, tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    folder.mkdir(mode=0o700)
    (folder / "verbale.toml").write_text(toml(sites), encoding="utf-8")
    return folder


def start(home: Path, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [BIN / "verbale", "--home", home, *arguments],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
    )  # fmt: skip


def run(home: Path, *arguments: str) -> tuple[int, str, str]:
    with start(home, *arguments) as process:
        out, err = process.communicate()
        return process.returncode, out, err


def instant(number: int, chance: random.Random, sites: SampleSites, home: Path, most: int) -> Seen:
    """When a run is killed: at one of the first `most` answers of the sites, every fourth when its index changes."""
    if number % 4 == 3:
        return changed(home / "index")
    wanted = len(sites.asked) + chance.randrange(most)
    return lambda: len(sites.asked) > wanted


def check_whole(home: Path) -> int:
    """Everything that the store says is in the archive is there; returns how many documents are held."""
    if not (home / "corpus.db").exists():
        return 0
    connection = sqlite3.connect(home / "corpus.db")
    assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    assert not connection.execute("PRAGMA foreign_key_check").fetchall()
    connection.close()
    store, archive = Store.open(home / "corpus.db"), Archive(home / "archive")
    try:
        for document_id in store.document_ids():
            for version in store.versions(document_id):
                answer = archive.read(version.archived)
                assert answer.url == version.url
        return store.counts().documents
    except ArchiveError as error:  # pytest shows which record
        pytest.fail(str(error))
    finally:
        store.close()


def crawled_in_peace(sites: SampleSites, home: Path, other: Path) -> tuple[int, int]:
    """How many documents a home holds after the same nights when nothing is killed, and how much every night asks."""
    other.mkdir(mode=0o700)
    (other / "verbale.toml").write_text((home / "verbale.toml").read_text(encoding="utf-8"), encoding="utf-8")
    asked = []
    for night in (0, 1, 0):
        sites.change(night)
        before = len(sites.asked)
        assert run(other, "update", "--all", *SOURCES)[0] == 0
        asked.append(len(sites.asked) - before)
    return check_whole(other), min(asked)


@pytest.mark.slow
def test_a_crawl_killed_at_any_instant_goes_on(sites: SampleSites, home: Path, tmp_path: Path) -> None:
    chance = random.Random(11)
    untouched, most = crawled_in_peace(sites, home, tmp_path / "peace")
    held = hits = 0
    try:
        for number in range(KILLS):
            sites.change(number % 2)
            command = [BIN / "verbale", "--home", home, "update", "--all", *SOURCES]
            hits += killed_when(command, instant(number, chance, sites, home, most))
            now_held = check_whole(home)
            assert now_held >= held, "something acknowledged was lost"
            held = now_held
        assert hits > KILLS / 2, "too few runs were still going when they were killed"
        sites.change(1)
        assert run(home, "update", "--all", *SOURCES)[0] == 0
    finally:
        sites.change(0)
    code, out, err = run(home, "update", "--all", *SOURCES)
    assert code == 0, (out, err)
    assert check_whole(home) == untouched
    again, out, _ = run(home, "update", "--all", *SOURCES)
    assert again == 0
    assert " new" not in out
    for path in (home / "archive").iterdir():
        assert path.name.endswith(".warc.gz")
        checked = subprocess.run([BIN / "warcio", "check", path], capture_output=True, check=False)
        assert checked.returncode == 0, checked.stdout
    code, out, _ = run(home, "search", "--json", "directory")
    assert code == 0
    assert json.loads(out)["total"] > 0


@pytest.mark.slow
def test_a_second_crawl_at_the_same_time_is_refused(home: Path) -> None:
    with start(home, "update", "--all", *SOURCES) as first:
        while first.poll() is None and not (home / "lock.holder").exists():
            with suppress(subprocess.TimeoutExpired):
                first.wait(0.01)  # it has not begun to write yet
        # Stopped, it cannot be done before it was met.
        first.send_signal(signal.SIGSTOP)
        try:
            code, _, err = run(home, "crawl", "osce", "--documents", "0")
        finally:
            first.send_signal(signal.SIGCONT)
        out, _ = first.communicate()
    assert code == 1
    assert "`verbale update`" in err
    assert "is writing in" in err
    assert first.returncode == 0, out


@pytest.mark.slow
def test_a_full_disk_is_said_and_the_next_run_goes_on(home: Path) -> None:
    import resource

    def small_files_only() -> None:
        # Writing beyond this fails as on a full disk, with an OSError.
        resource.setrlimit(resource.RLIMIT_FSIZE, (150_000, 150_000))

    ran = subprocess.run(
        [BIN / "verbale", "--home", home, "update", *SOURCES],
        preexec_fn=small_files_only, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 1, ran.stdout
    assert "cannot be written" in ran.stderr
    assert "Traceback" not in ran.stderr
    check_whole(home)
    code, out, err = run(home, "update", *SOURCES)
    assert code == 0, (out, err)
    check_whole(home)


@pytest.mark.slow
@pytest.mark.skipif(os.geteuid() == 0 and not shutil.which("setpriv"), reason="root may write everywhere")
def test_a_home_that_may_not_be_written_is_named(home: Path) -> None:
    # Without this capability root, too, may write only what its permissions say.
    as_others = ["setpriv", "--bounding-set", "-dac_override"] if os.geteuid() == 0 else []
    home.chmod(0o555)
    ran = subprocess.run(
        [*as_others, BIN / "verbale", "--home", home, "crawl", "osce"], capture_output=True, text=True, check=False
    )
    home.chmod(0o700)
    assert ran.returncode == 1
    assert str(home) in ran.stderr
    assert "Permission denied" in ran.stderr
    assert "Traceback" not in ran.stderr
