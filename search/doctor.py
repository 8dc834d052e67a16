"""What verbale needs and what it can use on this machine: what is there, what is missing, how to get it."""

from __future__ import annotations

import platform
import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from corpus.config import Config
from corpus.errors import VerbaleError
from corpus.extract.tools import libreoffice, ocr
from corpus.home import Home
from corpus.store import Store

State = Literal["ok", "optional", "broken"]

_MEGABYTES_NEEDED = 200
# The languages of the sources that we ship, by tesseract's names.
_LANGUAGES = ("ara", "chi_sim", "deu", "eng", "fra", "rus", "spa")
# The first of these that is installed says how programs are got here. {} is what the table below names.
_INSTALLERS = {
    "apt-get": "sudo apt-get install {}", "dnf": "sudo dnf install {}", "zypper": "sudo zypper install {}",
    "pacman": "sudo pacman -S {}", "brew": "brew install {}", "choco": "choco install {}",
}  # fmt: skip
_PACKAGES = {
    "libreoffice": {"apt-get": "libreoffice-writer-nogui", "dnf": "libreoffice-writer", "pacman": "libreoffice-fresh"},
    "tesseract": {"apt-get": "tesseract-ocr", "zypper": "tesseract-ocr"},
    "ocrmypdf": {},
}
_LANGUAGE_PACKAGES = {"apt-get": "tesseract-ocr-{}", "dnf": "tesseract-langpack-{}", "pacman": "tesseract-data-{}"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. `optional` is missing but not needed, `broken` keeps verbale from working."""

    name: str
    state: State
    detail: str
    cure: str = ""


def findings(home: Home, config: Config) -> list[Finding]:
    """Everything looked at, what is needed first."""
    return [
        Finding("Python", "ok", platform.python_version()),
        Finding("SQLite", "ok", sqlite3.sqlite_version),
        _home(home),
        Finding("configuration", "ok", str(home.config_file) if home.config_file.exists() else "defaults, no file"),
        _store(home),
        _index(home, config),
        _libreoffice(),
        *_ocr(config),
    ]


def _home(home: Home) -> Finding:
    place = next(path for path in (home.path, *home.path.parents) if path.exists())
    free = shutil.disk_usage(place).free // 1_000_000
    detail = f"{home.path} ({free:,} MB free)"
    if not _writable(place):
        return Finding("home", "broken", detail, f"{place} cannot be written; choose another with --home.")
    if free < _MEGABYTES_NEEDED:
        return Finding("home", "broken", detail, f"Free space, or choose another disk with --home: {free} MB are left.")
    return Finding("home", "ok", detail if home.path.exists() else f"{detail}, made by the first command that stores")


def _writable(place: Path) -> bool:
    import os

    return place.is_dir() and os.access(place, os.W_OK | os.X_OK)


def _store(home: Home) -> Finding:
    if not home.exists():
        return Finding("store", "ok", "nothing is held yet; `verbale quickstart` makes a first collection")
    try:
        store = Store.open(home.database)
    except VerbaleError as error:
        return Finding("store", "broken", str(error), "verbale rebuild")
    try:
        counts = store.counts()
    finally:
        store.close()
    return Finding("store", "ok", f"{counts.documents} documents, {counts.passages} paragraphs")


def _index(home: Home, config: Config) -> Finding:
    name = f"index ({config.engine})"
    if home.index(config.engine).exists() or not home.exists():
        return Finding(name, "ok", str(home.index(config.engine)))
    return Finding(name, "broken", "missing", "verbale index")


def _libreoffice() -> Finding:
    if command := libreoffice.command():
        return Finding("LibreOffice", "ok", f"{command}: old Word, RTF and OpenDocument files are read")
    told = "not installed: old Word, RTF and OpenDocument files are kept but not read"
    return Finding("LibreOffice", "optional", told, _cure("libreoffice"))


def _ocr(config: Config) -> Iterator[Finding]:
    try:
        found = ocr.installed()
    except VerbaleError as error:
        yield Finding("OCR", "optional", str(error), _cure("tesseract"))
        return
    if not found.tesseract:
        told = "tesseract is not installed: scans are kept but not read"
        yield Finding("OCR", "optional", told, _cure("tesseract"))
        return
    off = ' (switched off: [extract] ocr = "never")' if config.extract.ocr == "never" else ""
    yield Finding("OCR", "ok", f"{found.tesseract}: {', '.join(found.languages)}{off}")
    if missing := [name for name in _LANGUAGES if name not in found.languages]:
        yield Finding("OCR languages", "optional", f"missing: {', '.join(missing)}", _language_cure(missing))
    if not found.ocrmypdf:
        told = "not installed: scans are read without being straightened first"
        yield Finding("ocrmypdf", "optional", told, _cure("ocrmypdf"))


def _installer() -> str:
    return next((name for name in _INSTALLERS if shutil.which(name)), "")


def _cure(program: str) -> str:
    """The command that installs a program here."""
    installer = _installer()
    if not installer:
        return f"Install {program}, so that its command is on the PATH."
    return _INSTALLERS[installer].format(_PACKAGES[program].get(installer, program))


def _language_cure(missing: Iterable[str]) -> str:
    installer = _installer()
    pattern = _LANGUAGE_PACKAGES.get(installer, "")
    if not pattern:
        return "Install tesseract's language data for them."
    packages = (pattern.format(name.replace("_", "-")) for name in missing)
    return _INSTALLERS[installer].format(" ".join(packages))


def finding_lines(found: Iterable[Finding]) -> Iterator[str]:
    """The findings as lines of text."""
    for finding in found:
        yield f"{finding.state:>8}  {finding.name}: {finding.detail}"
        if finding.cure:
            yield f"{'':>8}  {'':>{len(finding.name)}}  to mend it: {finding.cure}"


def findings_json(found: Iterable[Finding]) -> list[dict[str, Any]]:
    """What `verbale doctor --json` prints."""
    return [asdict(finding) for finding in found]
