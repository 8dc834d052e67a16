"""Pictures of the form for docs/screenshots, over the sample sites that verbale ships: `make screenshots`.

The home is made anew, so the pictures show what a reader of the docs gets from `verbale quickstart --samples`.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "screenshots"
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
SIZE = (1200, 900)
# Text on one ground needs few colours; with these a picture has a fifth of its bytes.
COLOURS = 128
MOST_BYTES = 200_000
PAGES = {
    "results": "?q=points+of+contact+directory&process=oewg-2021",
    "document": "d/A/C.1/178/L.960?q=points+of+contact+directory",
    "redline": "compare?old=A/C.1/178/L.960&new=A/RES/178/916&changes=1",
    "trace": "trace?document=A/RES/178/916",
    "coverage": "coverage",
    "arabic": "d/un-8a3b5d8109",
}


@contextmanager
def served(home: Path) -> Iterator[str]:
    """The address of the form on a home that holds the samples."""
    verbale = [sys.executable, "-m", "search", "--home", str(home), "--quiet"]
    subprocess.run([*verbale, "quickstart", "--samples", "--no-serve"], check=True, stdout=subprocess.DEVNULL)
    process = subprocess.Popen([*verbale, "serve", "--port", "0"], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield process.stdout.readline().split()[4]
    finally:
        process.terminate()
        process.communicate()


def smaller(png: bytes) -> bytes:
    """The same picture with few colours."""
    kept = BytesIO()
    Image.open(BytesIO(png)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(kept, "PNG", optimize=True)
    return kept.getvalue()


def take(folder: Path) -> None:
    """Write one picture for each of PAGES into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as made, served(Path(made) / "home") as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--headless", "--no-sandbox"])
        page = browser.new_page(viewport={"width": SIZE[0], "height": SIZE[1]}, java_script_enabled=False)
        for name, path in PAGES.items():
            answer = page.goto(address + path)
            if answer is None or not answer.ok:
                raise SystemExit(
                    f"{path} is not in the sample home any more; choose another in benchmarks/screenshots.py"
                )
            picture = smaller(page.screenshot())
            if len(picture) > MOST_BYTES:
                raise SystemExit(f"{name}.png has {len(picture)} bytes, more than {MOST_BYTES}")
            (folder / f"{name}.png").write_bytes(picture)
        browser.close()


if __name__ == "__main__":
    take(FOLDER)
