"""`python -m benchmarks.scale --sizes 10k,100k,1M`: each engine and the store, each size, in a process of its own.

Every figure is a line of JSON in the results file; what is there already is not measured again, so that a run that was
stopped goes on. `--draw` makes the pictures and the table of docs/performance.md from it.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.scale.corpus import write_corpus
from benchmarks.scale.jobs import JOBS, measure

RESULTS = Path(__file__).with_name("results.jsonl")
_OURS = (sys.executable, "-m", "benchmarks.scale")
_UNITS = {"k": 1_000, "m": 1_000_000}


def size_of(text: str) -> int:
    """A number of paragraphs: `250`, `10k`, `1M`. Raises ValueError."""
    unit = _UNITS.get(text[-1:].lower(), 1)
    return int(text.rstrip("kKmM")) * unit


def known(results: Path) -> Iterator[dict[str, Any]]:
    """What was measured before; a line that was torn when a run was killed is left out."""
    if not results.exists():
        return
    for line in results.read_text(encoding="utf-8").splitlines():
        try:
            yield json.loads(line)
        except ValueError:
            continue


def missing(sizes: list[int], jobs: list[str], results: Path) -> list[tuple[int, str]]:
    """What is still to be measured, the small sizes first."""
    done = {(row["passages"], row["job"]) for row in known(results) if "failed" not in row}
    return [(size, job) for size in sorted(sizes) for job in jobs if (size, job) not in done]


def run(sizes: list[int], jobs: list[str], results: Path, folder: Path) -> None:
    """Measure what is missing, and append it line by line."""
    for size, job in missing(sizes, jobs, results):
        corpus = folder / f"scale-{size}.jsonl"
        # Memory that this process once had would count as its children's.
        subprocess.run([*_OURS, "--write", str(size), "--corpus", str(corpus)], check=True)
        row = {"passages": size, "job": job, "at": f"{datetime.now(UTC):%Y-%m-%d}", **_machine(), **_apart(job, corpus)}
        with results.open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(row) + "\n")
        told = {name: row[name] for name in ("build_s", "bytes", "peak_mb", "failed") if name in row}
        print(f"{size} {job}: {told}", flush=True)


def _machine() -> dict[str, Any]:
    return {"cpus": os.cpu_count(), "machine": platform.machine(), "python": platform.python_version()}


def _apart(job: str, corpus: Path) -> dict[str, Any]:
    """One job in a process of its own, so that its memory is its own, on the disk that the corpus lies on."""
    with TemporaryDirectory(dir=corpus.parent) as beside:
        command = [*_OURS, "--one", job, "--corpus", str(corpus), "--folder", beside]
        ran = subprocess.run(command, capture_output=True, text=True, check=False)
    if ran.returncode:
        return {"failed": ran.stderr.strip().splitlines()[-1:]}
    told: dict[str, Any] = json.loads(ran.stdout.splitlines()[-1])
    return told


def _started(folder: Path) -> str:
    """The address of a node of OpenSearch from Maven Central, which ends with this process."""
    from tests.opensearch_cluster import start_cluster

    beside = folder / f"node-{os.getpid()}"
    return ",".join(node.url for node in start_cluster(beside, os.getpid(), 1, "2g"))


def main() -> None:
    """Parse what was asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="10k,100k", help="paragraphs, with commas: 10k,100k,1M,3M")
    parser.add_argument("--jobs", default="", help=f"some of {', '.join(JOBS)}; without it all that can be had here")
    parser.add_argument("--results", type=Path, default=RESULTS, help="where the figures are appended")
    parser.add_argument("--folder", type=Path, default=Path("/tmp/verbale-scale"), help="where corpora and indices lie")
    parser.add_argument("--draw", action="store_true", help="draw what was measured into docs/ instead of measuring")
    parser.add_argument("--start", action="store_true", help="start OpenSearch, one node, as the tests do")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    parser.add_argument("--write", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--corpus", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.write:
        write_corpus(asked.corpus, asked.write)
    elif asked.one:
        cluster = os.environ.get("OPENSEARCH_URL", "")
        print(json.dumps(measure(asked.one, asked.corpus, asked.folder / "made", cluster)))
    elif asked.draw:
        from benchmarks.scale.drawing import draw

        draw(list(known(asked.results)))
    else:
        asked.folder.mkdir(parents=True, exist_ok=True)
        # OpenSearch is measured where OPENSEARCH_URL says that there is a cluster, or one is started.
        if asked.start:
            os.environ["OPENSEARCH_URL"] = _started(asked.folder)
        here = [job for job in JOBS if job != "opensearch" or os.environ.get("OPENSEARCH_URL")]
        jobs = asked.jobs.split(",") if asked.jobs else here
        run([size_of(size) for size in asked.sizes.split(",")], jobs, asked.results, asked.folder)


if __name__ == "__main__":
    main()
