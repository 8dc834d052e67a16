"""A real cluster of OpenSearch for the tests: two nodes on loopback, from Maven Central, started once for all workers.

OPENSEARCH_URL in the environment names another cluster to use instead. What is built lies in the user's cache.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from filelock import FileLock
from platformdirs import user_cache_path

HERE = Path(__file__).parent / "opensearch"
NODES = 2
_STARTS_WITHIN = 240


@dataclass(frozen=True)
class Node:
    """One node, and how to start it again."""

    url: str
    pid: int
    command: tuple[str, ...]
    log: str


def built() -> Path:
    """The folder with the launcher's class and a file `classpath`; skips the test where they cannot be had."""
    for tool in ("mvn", "javac", "java"):
        if shutil.which(tool) is None:
            pytest.skip(f"OpenSearch needs {tool}, which is not installed; OPENSEARCH_URL names a cluster instead")
    pom, launcher = HERE / "pom.xml", HERE / "OneNode.java"
    version = sha256(pom.read_bytes() + launcher.read_bytes()).hexdigest()[:12]
    cache = user_cache_path("verbale-tests")
    folder = cache / f"opensearch-{version}"
    cache.mkdir(parents=True, exist_ok=True)
    with FileLock(cache / "building.lock"):
        if not (folder / "done").exists():
            folder.mkdir(exist_ok=True)
            jars = ["mvn", "-q", "-B", "-f", str(pom), f"-Dmaven.repo.local={cache / 'm2'}"]
            _run([*jars, "dependency:build-classpath", f"-Dmdep.outputFile={folder / 'classpath'}"])
            classpath = (folder / "classpath").read_text()
            _run(["javac", "-d", str(folder), "-cp", classpath, str(launcher)])
            (folder / "done").touch()
    return folder


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"OpenSearch cannot be built here: {(done.stdout + done.stderr)[-300:]}")


def _ports(count: int) -> list[int]:
    listening = [socket.socket() for _ in range(count)]
    for one in listening:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in listening]
    for one in listening:
        one.close()
    return ports


def start_cluster(folder: Path, watched: int, count: int = NODES, memory: str = "512m") -> list[Node]:
    """A cluster of new nodes with their data in `folder` and so much heap; it ends with the process `watched`."""
    made = built()
    folder.mkdir(parents=True, exist_ok=True)
    classpath = f"{made}:{(made / 'classpath').read_text()}"
    ports = _ports(2 * count)
    http, transport = ports[:count], ports[count:]
    names = [f"node{number}" for number in range(count)]
    seeds = ",".join(f"127.0.0.1:{port}" for port in transport)
    heap = (f"-Xms{memory}", f"-Xmx{memory}", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
    nodes = []
    for name, port, inner in zip(names, http, transport, strict=True):
        data = folder / name
        java = ("java", *heap, "-cp", classpath, "OneNode", name, str(port), str(inner))
        command = (*java, str(data), seeds, ",".join(names), str(watched))
        nodes.append(start(Node(f"http://127.0.0.1:{port}", 0, command, f"{data}.log")))
    wait_for(nodes)
    return nodes


def start(node: Node) -> Node:
    """The same node, running (again)."""
    with Path(node.log).open("ab") as log:
        process = subprocess.Popen(
            node.command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True
        )
    process.returncode = 0  # it outlives this object, which is not to warn of it
    return replace(node, pid=process.pid)


def kill(node: Node) -> None:
    """End a node as a power cut would."""
    os.kill(node.pid, signal.SIGKILL)
    os.waitpid(node.pid, 0)


def ask(url: str, path: str, method: str = "GET") -> Any:
    """What a node answers to a plain request, from outside of verbale."""
    with urllib.request.urlopen(urllib.request.Request(url + path, method=method), timeout=60) as answer:
        return json.load(answer)


def wait_for(nodes: list[Node]) -> None:
    """Until the nodes are one cluster; fails with the log of one that does not come up."""
    until = time.monotonic() + _STARTS_WITHIN
    wanted = f"/_cluster/health?wait_for_nodes={len(nodes)}&wait_for_status=green&timeout=30s"
    while time.monotonic() < until:
        try:
            if not ask(nodes[0].url, wanted)["timed_out"]:
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    pytest.fail(f"OpenSearch did not start: {Path(nodes[0].log).read_text()[-2000:]}")


def shared(temporary: Path) -> str:
    """The addresses of the cluster that all workers share, with commas; started by whichever comes first.

    `temporary` is where pytest puts the files of this worker, or of this run where there are none.
    """
    if given := os.environ.get("OPENSEARCH_URL"):
        return given
    worker = "PYTEST_XDIST_WORKER" in os.environ
    folder, everybody = (temporary.parent, os.getppid()) if worker else (temporary, os.getpid())
    with FileLock(folder / "opensearch.lock"):
        told = folder / "opensearch.json"
        if not told.exists():
            told.write_text(json.dumps([asdict(node) for node in start_cluster(folder / "opensearch", everybody)]))
        return ",".join(node["url"] for node in json.loads(told.read_text()))


def given(factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The addresses of that cluster, and what the names of our indices there begin with; these are deleted after."""
    pytest.importorskip("opensearchpy", reason="the extra verbale[opensearch] is not installed")
    urls, name = shared(factory.getbasetemp()), f"verbale-test-{uuid4().hex[:8]}"
    yield urls, name
    for path in (f"/{name}-*", f"/_index_template/{name}-*"):
        ask(urls.partition(",")[0], path, "DELETE")


def configured(folder: Path, cluster: tuple[str, str], **more: object) -> Path:
    """A home folder whose configuration names the cluster, and has the index kept there."""
    urls, name = cluster
    settings = {"url": urls, "name": name, "replicas": 0, **more}
    lines = "\n".join(f"{key} = {json.dumps(value)}" for key, value in settings.items())
    (folder / "verbale.toml").write_text(f'engine = "opensearch"\n[opensearch]\n{lines}\n', encoding="utf-8")
    return folder
