"""`verbale doctor`: what is there, what is missing, and how to get it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from corpus.config import Config, ExtractSettings
from corpus.home import Home
from search.cli import main
from search.doctor import finding_lines, findings


def states(home: Path, config: Config | None = None) -> dict[str, str]:
    return {finding.name: finding.state for finding in findings(Home(home), config or Config())}


def test_an_empty_home_can_be_worked_in(tmp_path: Path) -> None:
    found = states(tmp_path / "home")
    assert "broken" not in found.values()
    assert {"Python", "SQLite", "home", "configuration", "store", "LibreOffice"} <= set(found)


def test_a_broken_store_is_broken_and_has_a_cure(tmp_path: Path) -> None:
    (tmp_path / "corpus.db").write_bytes(b"no database" * 100)
    found = findings(Home(tmp_path), Config())
    store = next(finding for finding in found if finding.name == "store")
    assert (store.state, store.cure) == ("broken", "verbale rebuild")
    assert any("to mend it: verbale rebuild" in line for line in finding_lines(found))


def test_what_is_missing_is_optional_and_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    found = {finding.name: finding for finding in findings(Home(tmp_path / "home"), Config())}
    assert (found["LibreOffice"].state, found["OCR"].state) == ("optional", "optional")
    assert "Install tesseract" in found["OCR"].cure
    apt = tmp_path / "apt-get"
    apt.write_text("#!/bin/sh\n", encoding="utf-8")
    apt.chmod(0o755)
    found = {finding.name: finding for finding in findings(Home(tmp_path / "home"), Config())}
    assert found["OCR"].cure == "sudo apt-get install tesseract-ocr"


def test_the_command_says_it_as_text_and_as_json(tmp_path: Path) -> None:
    ran = CliRunner().invoke(main, ["--home", str(tmp_path / "home"), "doctor"])
    assert ran.exit_code == 0
    assert "Python" in ran.stdout
    told = json.loads(CliRunner().invoke(main, ["--home", str(tmp_path / "home"), "doctor", "--json"]).stdout)
    assert {"name", "state", "detail", "cure"} == set(told[0])
    (tmp_path / "corpus.db").write_bytes(b"no database" * 100)
    assert CliRunner().invoke(main, ["--home", str(tmp_path), "doctor"]).exit_code == 1


def test_ocr_that_is_switched_off_says_so(tmp_path: Path) -> None:
    found = findings(Home(tmp_path), Config(extract=ExtractSettings(ocr="never")))
    details = [finding.detail for finding in found if finding.name == "OCR" and finding.state == "ok"]
    assert all("switched off" in detail for detail in details)
