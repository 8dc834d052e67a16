"""Reports on States as lines for people and as cells of a table. Pure."""

from __future__ import annotations

import csv
import io
import textwrap
from collections.abc import Iterator

from search.answer import document_path
from search.result_files import harmless
from search.states import WHAT_SILENCE_MEANS, Row, Silence, StateReport, Words, note_of
from search.terminal import place_of

Told = StateReport | Silence | tuple[Row, ...]
_WIDTH, _INDENT, _SNIPPET = 100, "     ", 240


def lines(told: Told) -> Iterator[str]:
    """A report as lines of a terminal."""
    if isinstance(told, StateReport):
        yield from _report(told)
    elif isinstance(told, Silence):
        yield from _silence(told)
    else:
        for row in told:
            if row.submitted or row.joint:
                listed = f", listed in {row.joint} joint" if row.joint else ""
                yield f"{row.submitted:>5}  {row.name}{f' ({row.code})' if row.code else ''}{listed}"
        empty = sum(row.kind == "state" and not row.submitted and not row.joint for row in told)
        yield f"Of {empty} further States nothing is held or known." if empty else ""


def _report(told: StateReport) -> Iterator[str]:
    about = f" on {told.topic}" if told.topic else ""
    yield f"{told.name}: {told.total} {'document' if told.total == 1 else 'documents'}{about}"
    for one in told.said:
        document = one.hit.document
        yield ""
        yield f"  {document.symbol or document.key}  {document.title}"
        yield _INDENT + " · ".join(part for part in (document.date, document.type, document.process, _why(one)) if part)
        for passage in one.hit.passages if told.topic else ():
            where = place_of(passage)
            text = textwrap.shorten(passage.text, _SNIPPET, placeholder=" …")
            whole = f"{where}: {text}" if where else text
            yield textwrap.fill(whole, _WIDTH, initial_indent=_INDENT, subsequent_indent=_INDENT)
    more = told.total - len(told.said)
    if more > 0:
        yield f"\n{more} more: `verbale search 'by:\"{told.name}\"'` has all."
    if told.groups:
        listed = ", ".join(f"{row.name} ({row.submitted})" for row in told.groups)
        yield f"\nGroups that it is a member of, with their own documents, which are not counted: {listed}"


def _why(one: Words) -> str:
    """`stated; page 1: Egypt:* draft resolution`, and that it is listed in a joint text."""
    role = "listed in this joint text, " if one.role == "joint" else ""
    return f"by: {role}{one.confidence}" + (f" ({one.read_at})" if one.read_at else "")


def _silence(told: Silence) -> Iterator[str]:
    found, missing = len(told.found), len(told.not_found)
    yield f"{told.query}: found for {found} of {found + missing} Member States; {told.matching} documents of anybody."
    yield textwrap.fill(WHAT_SILENCE_MEANS, _WIDTH)
    yield "\nFound:"
    yield from (f"{count:>5}  {row.name}" for row, count in told.found)
    yield "\nNot found in this corpus:"
    yield from (f"       {row.name}: {note_of(row)}" for row in told.not_found)


def csv_text(told: Told) -> str:
    """A report as CSV (RFC 4180); no cell can be taken for a formula."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerows([harmless(cell) for cell in row] for row in csv_rows(told))
    return buffer.getvalue()


def csv_rows(told: Told) -> Iterator[list[str]]:
    """A report as the cells of a table, under a line of names."""
    if isinstance(told, StateReport):
        yield ["id", "date", "title", "role", "confidence", "read_at", "para", "text", "url"]
        for one in told.said:
            document = one.hit.document
            first = [document.key, document.date, document.title, one.role, one.confidence, one.read_at]
            for passage in one.hit.passages or (None,):
                found = (
                    [passage.number, passage.text, passage.url] if passage else ["", "", document_path(document.key)]
                )
                yield [*first, *found]
    elif isinstance(told, Silence):
        yield ["code", "name", "matching", "held", "joint", "note"]
        for row, count in told.found:
            yield [row.code, row.name, str(count), str(row.held), str(row.joint), "found"]
        for row in told.not_found:
            yield [row.code, row.name, "0", str(row.held), str(row.joint), f"not found in this corpus; {note_of(row)}"]
    else:
        yield ["code", "name", "kind", "submitted", "joint", "held"]
        for row in told:
            yield [row.code, row.name, row.kind, str(row.submitted), str(row.joint), str(row.held)]
