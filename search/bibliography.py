"""Documents as reference managers take them: RIS, BibTeX and CSL-JSON. Pure functions.

The symbol stands where Zotero keeps a report number: RIS `SN`, BibTeX `number`, CSL `number` (users.md section 4).
Submitters are institutions, never persons: nothing splits their names into first and last.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from corpus.store import StoredDocument
from corpus.vocabulary import PROCESSES, SOURCES
from search.answer import first_language

RIS_TYPE = "application/x-research-info-systems"
BIBTEX_TYPE = "application/x-bibtex"
CSL_TYPE = "application/vnd.citationstyles.csl+json"

# Many governments are no one publisher.
_NO_PUBLISHER = frozenset(("national",))
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_DATE = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?")
# BibTeX counts braces also where they are escaped, so a lone one may only stand as a word.
_LATEX = {
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}", **{char: f"\\{char}" for char in "$&#_%"},
}  # fmt: skip
_ADDRESS = {ord(char): f"%{ord(char):02X}" for char in '{}\\"<>^`| '}


def ris(document: StoredDocument, permalink: str = "", place: str = "") -> str:
    """One RIS record, ended by `ER`; records put after one another are a file.

    `permalink` is the document's page in the web form, told as a link and as the address of what has no other.
    `place` is a paragraph in words (`para. 24, p. 7`), which becomes a note. The fields are those of the RIS
    specification as Zotero reads them; lines end with CR LF, as it demands.
    """
    year, month, day = date_parts(document.date)
    told = [
        ("TY", "RPRT"),
        *(("AU", name) for name in document.submitters),
        ("TI", document.title or document.key),
        ("PY", year),
        ("DA", f"{year}/{month}/{day}/" if year else ""),
        ("SN", document.symbol),
        ("M3", document.type),
        ("PB", publisher(document)),
        ("LA", first_language(document)),
        ("KW", PROCESSES.get(document.process, document.process)),
        ("N1", place),
        ("UR", address(document, permalink)),
        ("L2", permalink if _web(document.url) else ""),
    ]
    lines = [f"{tag}  - {_line(value)}" for tag, value in told if _line(value)]
    return "\r\n".join((*lines, "ER  - ", ""))


def bibtex(document: StoredDocument, permalink: str = "", place: str = "") -> str:
    """One BibTeX entry (`@techreport`), followed by an empty line; parameters as for `ris`.

    Everything that LaTeX would act upon is escaped; other letters stay as they are (UTF-8, for biber and today's
    BibTeX). Doubled braces keep capitals in titles, and names of institutions whole.
    """
    year, month, _ = date_parts(document.date)
    names = " and ".join(f"{{{_latex(name)}}}" for name in document.submitters)
    told = {
        "author": names,
        "title": f"{{{_latex(document.title or document.key)}}}",
        "institution": f"{{{_latex(publisher(document))}}}" if publisher(document) else "",
        "number": _latex(document.symbol),
        "type": _latex(document.type),
        "year": year,
        "language": _latex(first_language(document)),
        "note": _latex(place),
        "url": address(document, permalink).translate(_ADDRESS),
    }
    fields = [f"  {name} = {{{value}}}" for name, value in told.items() if value]
    fields += [f"  month = {_MONTHS[int(month) - 1]}"] if month else []
    return f"@techreport{{{citation_key(document)},\n" + ",\n".join(fields) + "\n}\n\n"


def csl(document: StoredDocument, permalink: str = "", place: str = "") -> dict[str, Any]:
    """One item of CSL-JSON (the schema csl-data.json 1.0.2); a list of them is a file. Parameters as for `ris`."""
    issued = [int(part) for part in date_parts(document.date) if part]
    told = {
        "id": document.key,
        "type": "report",
        "title": document.title or document.key,
        "author": [{"literal": name} for name in document.submitters],
        "issued": {"date-parts": [issued]} if issued else {},
        "number": document.symbol,
        "genre": document.type,
        "publisher": publisher(document),
        "language": first_language(document),
        "note": place,
        "URL": address(document, permalink),
    }
    return {name: value for name, value in told.items() if value}


def publisher(document: StoredDocument) -> str:
    """Who publishes a document: the organisation that is its source, or an empty string."""
    return "" if document.source in _NO_PUBLISHER else SOURCES.get(document.source, "")


def address(document: StoredDocument, permalink: str = "") -> str:
    """Where a reader of a bibliography finds the document: at its source, else on its page in the web form."""
    return document.url if _web(document.url) else permalink


def date_parts(date: str) -> tuple[str, str, str]:
    """Year, month and day of `2021-03-12`, `2021-03` or `2021`; empty strings for what is not known."""
    read = _DATE.fullmatch(date)
    year, month, day = read.groups("") if read else ("", "", "")
    return year, month, day


def citation_key(document: StoredDocument) -> str:
    """What `\\cite` names a document by: its key, such as `A/75/816`.

    Characters that BibTeX forbids there become `_`; a short digest then keeps two such documents apart.
    """
    plain = re.sub(r"[^A-Za-z0-9./:-]+", "_", document.key)
    return plain if plain == document.key else f"{plain}_{sha256(document.key.encode()).hexdigest()[:6]}"


def _web(url: str) -> bool:
    return url.startswith(("http://", "https://"))


def _line(value: str) -> str:
    """A value as one line: a line break in it would begin another field."""
    return " ".join("".join(_visible(value)).split())


def _visible(value: str) -> Iterator[str]:
    # str.split() knows some control characters as spaces, but not all.
    for char in value:
        yield char if char.isprintable() or char in "\u200c\u200d" else " "


def _latex(value: str) -> str:
    return "".join(_LATEX.get(char, char) for char in _line(value))
