"""The wheel holds the four packages with their data and nothing else, and the top-level names are ours alone."""

from __future__ import annotations

import importlib.metadata
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = {"corpus", "crawler", "index", "search"}


@pytest.mark.slow
def test_wheel_holds_the_packages_and_their_data(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)], cwd=ROOT, check=True
    )
    wheel = next(tmp_path.glob("*.whl"))
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    top = {name.split("/")[0] for name in names if ".dist-info" not in name}
    assert top == PACKAGES
    for needed in (
        "corpus/store/schema.sql",
        "corpus/catalogue/catalogue.tsv",
        "search/web/static/style.css",
        "search/py.typed",
    ):
        assert needed in names


@pytest.mark.parametrize("package", sorted(PACKAGES))
def test_no_other_distribution_owns_our_names(package: str) -> None:
    owners = importlib.metadata.packages_distributions().get(package, [])
    assert set(owners) <= {"verbale"}, f"{package} also belongs to {owners}: verbale needs its own environment"
