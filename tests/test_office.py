"""Old office files, read through a real LibreOffice; without one, a reason that names the cure."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from corpus.document import Extract
from corpus.errors import ExtractError, Unsupported
from corpus.extract import extract, sniff
from corpus.extract.tools import libreoffice
from corpus.extract.tools.running import run

RTF = rb"""{\rtf1\ansi\deff0 {\fonttbl {\f0 Times;}}
{\pard\b Sample statement by Exampleland\par}
{\pard 1.\tab The directory is kept up to date.\par}
{\pard 2.\tab Exampleland nominated its points of contact.\par}
}"""
needs_libreoffice = pytest.mark.skipif(not libreoffice.command(), reason="LibreOffice is not installed")


def converted(suffix: str, folder: Path) -> bytes:
    """The sample text in another format, written by LibreOffice itself."""
    source = folder / "sample.rtf"
    source.write_bytes(RTF)
    profile = (folder / "profile").as_uri()
    subprocess.run(
        [libreoffice.command(), f"-env:UserInstallation={profile}", "--headless", "--convert-to", suffix, str(source)],
        cwd=folder, check=True, capture_output=True,
    )  # fmt: skip
    return (folder / f"sample.{suffix}").read_bytes()


@needs_libreoffice
@pytest.mark.slow
@pytest.mark.parametrize(
    ("suffix", "media_type"),
    [("rtf", "application/rtf"), ("doc", "application/msword"), ("odt", "application/vnd.oasis.opendocument.text")],
)
def test_an_old_office_file_is_read_by_paragraph(suffix: str, media_type: str, tmp_path: Path) -> None:
    body = RTF if suffix == "rtf" else converted(suffix, tmp_path)
    assert sniff(body) == media_type
    made = extract(body, name=f"statement.{suffix}")
    assert made.media_type == media_type
    assert [(passage.number, passage.text) for passage in made.passages] == [
        ("1", "The directory is kept up to date."),
        ("2", "Exampleland nominated its points of contact."),
    ]
    assert made.front.title == "Sample statement by Exampleland"


@needs_libreoffice
@pytest.mark.slow
def test_files_read_at_once_do_not_disturb_one_another() -> None:
    texts = [RTF.replace(b"Exampleland nominated", b"State %d nominated" % number) for number in range(4)]
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda body: extract(body, name="a.rtf"), texts))
    assert [item.passages[1].text.split(" nominated")[0] for item in made] == [f"State {n}" for n in range(4)]


@needs_libreoffice
def test_a_file_that_libreoffice_cannot_open_has_a_reason() -> None:
    body = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "WordDocument".encode("utf-16-le") + bytes(2000)
    with pytest.raises(ExtractError, match=r"^(?:This|LibreOffice)"):
        extract(body, name="a.doc")


@pytest.mark.parametrize("suffix", ["rtf", "doc", "odt"])
def test_without_libreoffice_the_reason_names_the_cure(suffix: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    module = __import__(f"corpus.extract.formats.{suffix}", fromlist=["read"])
    with pytest.raises(Unsupported, match=r"not installed.*verbale doctor"):
        module.read(RTF)


def test_a_program_is_stopped_with_all_that_it_started(tmp_path: Path) -> None:
    shell = shutil.which("sh")
    if not shell:
        pytest.skip("no shell here")
    with pytest.raises(ExtractError, match="longer than 1 seconds"):
        run([shell, "-c", "sleep 300 & echo $! > child; sleep 300"], tmp_path, 1.0, "The program")
    child = int((tmp_path / "child").read_text())
    deadline = time.monotonic() + 10
    while _lives(child) and time.monotonic() < deadline:
        os.sched_yield()
    assert not _lives(child)


def _lives(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def test_a_program_knows_nothing_of_the_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_TOKEN", "sesame")
    program = shutil.which("env")
    if not program:
        pytest.skip("no env here")
    printed = run([program], tmp_path, 10.0, "env")
    assert "sesame" not in printed
    assert f"HOME={tmp_path}" in printed


def test_a_program_that_fails_is_a_reason(tmp_path: Path) -> None:
    program = shutil.which("false")
    if not program:
        pytest.skip("no such program here")
    with pytest.raises(ExtractError, match=r"The program cannot read it \(exit code 1\)\."):
        run([program], tmp_path, 10.0, "The program")


def test_extract_is_still_a_function_of_the_bytes() -> None:
    assert isinstance(extract(b"Some words of a short text."), Extract)
