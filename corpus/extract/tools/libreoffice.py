"""Old office files made DOCX by LibreOffice, which then is read as any other Word file."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from corpus.errors import ExtractError, Unsupported
from corpus.extract.tools.running import run

# Less than a worker has for a file (corpus.workers), so that LibreOffice never outlives it.
SECONDS = 45.0
_COMMANDS = ("soffice", "libreoffice")
# No macro runs, no link is followed, nothing outside the file is fetched.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse">\
<value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" \
oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" \
oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>0</value>\
</prop></item>
</oor:items>
"""


def command() -> str:
    """The path of LibreOffice on this machine, empty where it is not installed."""
    return next((path for name in _COMMANDS if (path := shutil.which(name))), "")


def to_docx(body: bytes, suffix: str, what: str) -> bytes:
    """A file as DOCX. `suffix` is that of its format, `what` is what users call it.

    Raises Unsupported where LibreOffice is not installed, ExtractError where it cannot read the file.
    """
    program = command()
    if not program:
        raise Unsupported(
            f"This file is {what}, which verbale reads through LibreOffice, and that is not installed; "
            "`verbale doctor` says how to get it."
        )
    with tempfile.TemporaryDirectory(prefix="verbale-office-") as name:
        folder = Path(name)
        source, made = folder / f"source{suffix}", folder / "made" / "source.docx"
        source.write_bytes(body)
        settings = folder / "profile" / "user"
        settings.mkdir(parents=True)
        (settings / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
        run(
            [
                program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore",
                "--nolockcheck", "--convert-to", "docx", "--outdir", str(made.parent), str(source),
            ],
            folder, SECONDS, "LibreOffice",
        )  # fmt: skip
        # It ends well even where it made nothing: a damaged file, or one that asks for a password.
        if not made.exists():
            raise ExtractError(f"This file is {what} that LibreOffice cannot open: damaged, or with a password.")
        return made.read_bytes()
