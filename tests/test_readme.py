"""The README's tour is what verbale really prints: its commands are run, in order, and compared.

`...` stands for anything, as in doctest. Times, folders and days of fetching differ and are written so in the README.
"""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
FENCE = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)
SAME = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


def tour() -> list[tuple[str, str]]:
    """Command and output, in order, of every console block."""
    steps: list[tuple[str, str]] = []
    for block in FENCE.findall((ROOT / "README.md").read_text(encoding="utf-8")):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            steps.append((command, output))
    return steps


@pytest.mark.slow
def test_the_tour_is_what_verbale_prints(tmp_path: Path) -> None:
    steps = [(command, output) for command, output in tour() if command.startswith(("verbale ", "printf "))]
    assert len(steps) >= 6
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    for command, output in steps:
        ran = subprocess.run(
            command,
            shell=True,
            cwd=tmp_path,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        printed = ran.stdout.replace(str(tmp_path.resolve()) + "/", "")
        assert doctest.OutputChecker().check_output(output, printed, SAME), f"$ {command}\n{printed}"


def test_the_two_make_commands_come_first() -> None:
    first = (ROOT / "README.md").read_text(encoding="utf-8")
    assert first.index("make run") < first.index("make test") < first.index("```console")


@pytest.mark.parametrize("page", sorted((ROOT / "docs").rglob("*.md")), ids=lambda page: page.name)
def test_links_of_the_documentation_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), f"{page.name} links to {target}"
