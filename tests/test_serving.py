"""The form as it stands on a server: several processes, a proxy before it, and a night that writes beside it."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import subprocess
import sys
import tomllib
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from email.message import Message
from itertools import count
from multiprocessing.process import BaseProcess
from pathlib import Path
from threading import Event
from urllib.parse import quote

import pytest

from corpus.home import Home
from corpus.store import Store
from index.shingles import follow
from index.sync import sync
from search.cli import main
from search.web.team import MOST_EARLY_ENDS, Team, WorkersFail
from tests.samples import NIGHT, SAMPLE_PASSAGES, sample_arrival, sample_posting, sample_visit
from tests.web_home import fill, negotiated

pytestmark = pytest.mark.slow  # processes are started and ended.

ROOT = Path(__file__).resolve().parents[1]
PROC = Path("/proc/self/task")
needs_proc = pytest.mark.skipif(not PROC.exists(), reason="no /proc to see processes in")


class NoRedirect(urllib.request.HTTPRedirectHandler):
    """An answer that leads elsewhere is looked at, not followed."""

    def redirect_request(self, *told: object) -> None:
        return None


def get(url: str, **headers: str) -> tuple[int, Message, str]:
    """Status, headers and text of an answer."""
    told = {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        opener = urllib.request.build_opener(NoRedirect)
        with opener.open(urllib.request.Request(url, headers=told), timeout=60) as answer:
            return answer.status, answer.headers, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers, error.read().decode()


@contextmanager
def served(home: Home, *options: str, settings: str = "") -> Iterator[tuple[subprocess.Popen[str], str]]:
    """`verbale serve` with an access log and these settings, and where its form is."""
    home.config_file.write_text(f'[serve]\naccess_log = "paths"\n{settings}', encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "search", "--home", home.path, "-q", "serve", "--port", "0", *options],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stderr is not None
    try:
        line = process.stderr.readline()
        assert line.startswith("The form is at http://127.0.0.1:"), line + process.stderr.read()
        yield process, line.split()[4]
    finally:
        process.terminate()
        process.communicate()


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "home")
    fill(home, more=negotiated())
    return home


def workers(process: subprocess.Popen[str]) -> set[int]:
    """The processes that answer."""
    told = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    return {int(pid) for pid in told if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()}


@needs_proc
def test_a_process_that_dies_is_replaced_and_all_end_together(home: Home) -> None:
    with served(home, "--workers", "2") as (process, address):
        assert get(f"{address}?q=contact")[0] == 200
        first = workers(process)
        assert len(first) == 2
        os.kill(min(first), signal.SIGKILL)
        # The other one answers meanwhile.
        assert any(get(address)[0] == 200 and len(workers(process) - {min(first)}) == 2 for _ in range(2_000))
        running = workers(process)
        process.terminate()
        said, errors = process.communicate()
        assert process.returncode == 0
        assert "another takes its place" in errors
        assert "Traceback" not in errors
        assert not [pid for pid in running if Path(f"/proc/{pid}").exists()]
        assert {json.loads(line)["path"] for line in said.splitlines()} == {"/"}
        with pytest.raises(urllib.error.URLError):
            get(address)


@needs_proc
@pytest.mark.slow
def test_processes_end_with_the_one_that_started_them(home: Home) -> None:
    with served(home, "--workers", "2") as (process, address):
        assert get(address)[0] == 200
        process.kill()
        assert process.stdout is not None
        # stdout is at its end when the last process that has it is gone.
        assert process.stdout.read()
        with pytest.raises(urllib.error.URLError):
            get(address)


def fails() -> BaseProcess:
    process = multiprocessing.get_context("spawn").Process(target=sys.exit, args=(3,))
    process.start()
    return process


def test_processes_that_end_at_once_are_not_started_for_ever() -> None:
    started: list[BaseProcess] = []

    def start() -> BaseProcess:
        started.append(fails())
        return started[-1]

    with pytest.raises(WorkersFail, match="verbale doctor"):
        Team(start, 1, count().__next__).run()
    assert len(started) == MOST_EARLY_ENDS


def test_one_process_ends_on_sigterm_as_well(home: Home) -> None:
    with served(home) as (process, address):
        assert get(address)[0] == 200
        process.terminate()
        _, errors = process.communicate()
        assert (process.returncode, errors) == (0, "")


@pytest.mark.parametrize("processes", ["1", pytest.param("2", marks=pytest.mark.slow)])
def test_a_night_beside_the_form_fails_no_request_and_shows_what_it_brought(home: Home, processes: str) -> None:
    with served(home, "--workers", processes) as (process, address):
        get(f"{address}?q=contact")
        over = Event()

        def read(number: int) -> list[int]:
            tools = (
                "trace?document=A/RES/199/8",
                "trace?para=A/RES/199/8%23OP2",
                "compare?old=A/C.1/199/L.7&new=A/RES/199/8",
            )
            pages = (f"?q=contact+{number}", "d/A/199/12", "new", "status", *tools)
            urls = [f"{address}{one}" for one in pages]
            statuses: list[int] = []
            while not over.is_set() or not statuses:
                statuses += [get(url)[0] for url in urls]
            return statuses

        with ThreadPoolExecutor(3) as pool:
            reading = [pool.submit(read, number) for number in range(3)]
            try:
                spend_night(home)
            finally:
                over.set()
            answers = [status for one in reading for status in one.result()]
        assert set(answers) == {200}
        for _ in range(8):  # whichever process answers
            assert "A/199/70" in get(f"{address}?q=nightfall")[2]
            assert "A/199/75" in get(f"{address}new")[2]
            assert "A/199/75" in get(f"{address}trace?text={quote(SAMPLE_PASSAGES[0].text)}&all=1")[2]
        process.terminate()
        said, errors = process.communicate()
        assert (process.returncode, errors) == (0, "")
        assert {json.loads(line)["status"] for line in said.splitlines()} == {200}


def spend_night(home: Home) -> None:
    """Write as `verbale update` does: documents one by one, both indexes in the middle and at the end.

    Once the index for tracing is made anew, as `verbale index --fresh` does beside it.
    """
    store = Store.open(home.database, writing=True)
    for number in range(70, 76):
        url = f"https://example.org/{number}"
        posting = sample_posting(url, symbol=f"A/199/{number}", title="Nightfall (sample)")
        arrival = sample_arrival(posting, body=url.encode(), at=NIGHT + timedelta(days=1))
        store.deposit(arrival, sample_visit(arrival))
        sync(store, "whoosh", home.index("whoosh"), lambda done, total: None)
        follow(store, home.shingles, lambda done, total: None, anew=number == 73)
    store.close()


def test_under_a_prefix_every_link_has_it_whether_the_proxy_takes_it_off_or_not(home: Home) -> None:
    with served(home, settings='prefix = "/verbale"\ntrusted_proxies = 1\n') as (_, address):
        assert address.endswith("/verbale/")
        base = address.removesuffix("/verbale/")
        for url in (f"{base}/verbale/?q=contact", f"{base}/?q=contact"):
            status, _, told = get(url)
            assert status == 200
            assert 'href="/verbale/d/A/199/12?q=contact"' in told
            assert 'src="/verbale/static/search.js?v=' in told
            assert 'href="/d/' not in told
        assert get(f"{base}/verbale/d/a/199/12")[1]["Location"] == "/verbale/d/A/199/12"


def test_the_reader_behind_a_trusted_proxy_is_who_is_counted(home: Home) -> None:
    with served(home, settings="rate = 2\ntrusted_proxies = 1\n") as (_, address):
        near, far = "203.0.113.1", "203.0.113.9"
        assert [get(f"{address}help", X_Forwarded_For=near)[0] for _ in range(3)] == [200, 200, 429]
        # What a reader says of itself comes before what our proxy adds, and is not believed.
        assert get(f"{address}help", X_Forwarded_For=f"{far}, {near}")[0] == 429
        assert get(f"{address}help", X_Forwarded_For=far)[0] == 200


def test_without_a_proxy_nobody_is_believed(home: Home) -> None:
    with served(home, settings="rate = 1\n") as (_, address):
        assert {get(f"{address}help", X_Forwarded_For="203.0.113.1")[0] for _ in range(4)} == {200}
        assert get(f"{address}d/a/199/12", X_Forwarded_Prefix="//evil.example")[1]["Location"] == "/d/A/199/12"


def instructions() -> dict[str, list[str]]:
    """The instructions of the Containerfile by name, long lines joined."""
    text = (ROOT / "Containerfile").read_text("utf-8").replace("\\\n", " ")
    told: dict[str, list[str]] = {}
    for line in text.splitlines():
        name, _, rest = line.partition(" ")
        if name and not name.startswith("#"):
            told.setdefault(name, []).append(rest)
    return told


def test_the_container_runs_commands_that_there_are(home: Home) -> None:
    told = instructions()
    command = [*json.loads(told["ENTRYPOINT"][0]), *json.loads(told["CMD"][0])]
    assert command[0] == "verbale"
    context = main.make_context("verbale", [*command[1:2]], resilient_parsing=True)
    serve = main.get_command(context, command[1])
    assert serve is not None
    params = serve.make_context(command[1], command[2:], parent=context).params
    assert params == {"host": "0.0.0.0", "port": int(told["EXPOSE"][0]), "workers": 1}
    health = json.loads(told["HEALTHCHECK"][0].partition("CMD ")[2])
    assert health[:2] == ["python", "-c"]
    with served(home) as (_, address):
        code = health[2].replace("http://127.0.0.1:8765/", address)
        assert address in code
        subprocess.run([sys.executable, "-c", code], check=True)
    failed = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert failed.returncode != 0


def test_the_container_is_built_of_what_there_is_and_is_nobody() -> None:
    told = instructions()
    sources = [word for line in told["COPY"] if not line.startswith("--") for word in line.split()[:-1]]
    ignored = (ROOT / ".containerignore").read_text("utf-8").splitlines()
    for source in sources:
        assert (ROOT / source).exists()
        assert f"!{source}" in ignored
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert set(project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]) <= set(sources)
    assert {project["project"]["readme"], *project["project"]["license-files"]} <= set(sources)
    assert told["USER"] == ["verbale"]
    assert json.loads(told["VOLUME"][0]) == ["/var/lib/verbale"]
    assert "VERBALE_HOME=/var/lib/verbale" in told["ENV"][0]
    image = told["FROM"][-1].partition(":")[2]
    assert f"Programming Language :: Python :: {image.partition('-')[0]}" in project["project"]["classifiers"]
