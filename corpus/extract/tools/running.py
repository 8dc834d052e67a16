"""Running another program on a file: a time limit for it and all that it starts, a home folder of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from corpus.errors import ExtractError

# What programs need of the environment; nothing of the user's goes in, no proxy, no credential.
_KEPT = ("PATH", "LANG", "LC_ALL", "TESSDATA_PREFIX", "SYSTEMROOT")
_PR_SET_PDEATHSIG = 1


def run(command: Sequence[str], folder: Path, seconds: float, name: str) -> str:
    """Run a program in `folder`, which is its home too; returns what it printed.

    It and everything it started is killed after `seconds`. Raises ExtractError, which calls it `name`.
    """
    process = subprocess.Popen(  # noqa: S603 (the programs are found by us, the file is theirs to distrust)
        command, cwd=folder, env=_environment(folder), stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
        preexec_fn=_die_with_parent if sys.platform == "linux" else None,
    )  # fmt: skip
    try:
        printed, _ = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        raise ExtractError(f"{name} took longer than {seconds:.0f} seconds for it and was stopped.") from None
    finally:
        _kill_group(process)
    if process.returncode:
        raise ExtractError(f"{name} cannot read it (exit code {process.returncode}).")
    return printed.decode("utf-8", "replace")


def _environment(folder: Path) -> dict[str, str]:
    kept = {name: value for name in _KEPT if (value := os.environ.get(name))}
    return kept | {"HOME": str(folder), "TMPDIR": str(folder), "OMP_THREAD_LIMIT": "1"}


def _die_with_parent() -> None:
    """Ask the kernel (prctl(2)) to kill this process with the worker that started it."""
    import ctypes

    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    """End whatever the program left running; it has a process group of its own."""
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError, PermissionError):  # all of it has ended
            os.killpg(process.pid, signal.SIGKILL)
    elif process.poll() is None:
        process.kill()
    process.wait()
    if process.stdout is not None:
        process.stdout.close()
