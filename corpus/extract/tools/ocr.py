"""Scans made readable: pages drawn by pdfium, read by tesseract, put together as a PDF with a text layer.

ocrmypdf does the same with more care (it straightens pages first), and is taken where it is installed.
"""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.errors import ExtractError, NeedsOcr
from corpus.extract.tools.running import run

# Tesseract's own advice for the resolution (its documentation, "ImproveQuality").
_DOTS_PER_INCH = 300
_POINTS_PER_INCH = 72
# Seconds: for each page, and at most for a document.
SECONDS_A_PAGE, SECONDS = 20.0, 900.0
# Tesseract's names of the languages we read, by the script that its first look tells.
_LATIN = ("eng", "fra", "spa", "deu", "ita")
_BY_SCRIPT = {
    "Cyrillic": ("rus", "eng"), "Arabic": ("ara", "eng"), "Han": ("chi_sim", "eng"), "HanS": ("chi_sim", "eng"),
    "HanT": ("chi_tra", "eng"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Installed:
    """What of OCR is on this machine: paths (empty if missing) and tesseract's languages."""

    tesseract: str
    ocrmypdf: str
    languages: tuple[str, ...] = ()


def installed() -> Installed:
    """What of OCR is on this machine."""
    tesseract = shutil.which("tesseract") or ""
    languages: tuple[str, ...] = ()
    if tesseract:
        with tempfile.TemporaryDirectory(prefix="verbale-ocr-") as folder:
            printed = run([tesseract, "--list-langs"], Path(folder), 20, "tesseract")
        languages = tuple(line for line in printed.split("\n")[1:] if line and line != "osd")
    return Installed(tesseract, shutil.which("ocrmypdf") or "", languages)


def searchable(body: bytes, tools: Installed) -> tuple[bytes, str]:
    """A scanned PDF with a text layer, and what read it (`tesseract, eng+fra`).

    Raises NeedsOcr where the tools are missing, ExtractError where they fail or take too long.
    """
    if not tools.tesseract or not tools.languages:
        raise NeedsOcr(
            "This PDF holds pictures of its pages but no text, and OCR is not installed; "
            "`verbale doctor` says how to get it."
        )
    with tempfile.TemporaryDirectory(prefix="verbale-ocr-") as name:
        folder = Path(name)
        pages = _drawn(body, folder)
        seconds = min(SECONDS, SECONDS_A_PAGE * len(pages))
        languages = "+".join(_languages(pages[0], tools, folder))
        if tools.ocrmypdf:
            return _by_ocrmypdf(body, tools, folder, languages, seconds), f"ocrmypdf, {languages}"
        return _by_tesseract(pages, tools, folder, languages, seconds), f"tesseract, {languages}"


def _drawn(body: bytes, folder: Path) -> list[Path]:
    """The pages as grey pictures (PGM). Raises ExtractError."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(body)
        return [_draw(page, folder / f"{number:04}.pgm") for number, page in enumerate(document)]
    except pypdfium2.PdfiumError as error:
        raise ExtractError("This PDF is damaged: its pages cannot be drawn.") from error


def _draw(page: Any, file: Path) -> Path:
    bitmap = page.render(scale=_DOTS_PER_INCH / _POINTS_PER_INCH, grayscale=True)
    picture = bitmap.to_numpy()
    height, width = picture.shape[:2]
    file.write_bytes(b"P5 %d %d 255\n" % (width, height) + picture[:, :width].tobytes())
    return file


def _languages(page: Path, tools: Installed, folder: Path) -> tuple[str, ...]:
    """The languages to read with: those installed of the script on the first page, Latin where it is not told."""
    try:
        told = run([tools.tesseract, str(page), "-", "--psm", "0"], folder, SECONDS_A_PAGE, "tesseract")
    except ExtractError:
        told = ""  # too few letters to tell, or the model for scripts is not installed
    script = next((line.split(":")[1].strip() for line in told.splitlines() if line.startswith("Script:")), "")
    wanted = _BY_SCRIPT.get(script, _LATIN)
    return tuple(name for name in wanted if name in tools.languages) or tools.languages[:1]


def _by_tesseract(pages: list[Path], tools: Installed, folder: Path, languages: str, seconds: float) -> bytes:
    listed, made = folder / "pages.txt", folder / "read.pdf"
    listed.write_text("\n".join(map(str, pages)), encoding="utf-8")
    command = [tools.tesseract, str(listed), str(made.with_suffix("")), "-l", languages, "--dpi", str(_DOTS_PER_INCH)]
    run([*command, "-c", "textonly_pdf=1", "pdf"], folder, seconds, "OCR (tesseract)")
    return made.read_bytes()


def _by_ocrmypdf(body: bytes, tools: Installed, folder: Path, languages: str, seconds: float) -> bytes:
    source, made = folder / "source.pdf", folder / "read.pdf"
    source.write_bytes(body)
    command = [tools.ocrmypdf, "--quiet", "--force-ocr", "--deskew", "--jobs", "1", "--output-type", "pdf"]
    run([*command, "--optimize", "0", "-l", languages, str(source), str(made)], folder, seconds, "OCR (ocrmypdf)")
    return made.read_bytes()
