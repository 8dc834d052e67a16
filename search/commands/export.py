"""`verbale export`: documents with their originals, or the results of a search, for other tools."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from search.cli import Session

if TYPE_CHECKING:
    from index.query import Scope, Sort
    from search.answer import SearchRequest

EPILOG = """\b
Examples:
  verbale export --wacz collection.wacz
  verbale export --wacz reports.wacz A/75/816 A/79/214
  verbale export --wacz directory.wacz --query '"points of contact directory"'
  verbale export --pack directory.zip '"points of contact directory" process:oewg-2021'
  verbale export --pack norms.zip --as-of 2026-11-30 '"due diligence"'
  verbale export --results csv '"due diligence" process:oewg-2021' > due-diligence.csv
  verbale export --results xlsx --to directory.xlsx --scope paragraph points of contact
  verbale export --results ris --to poa.ris process:poa
"""
# As search.result_files.FORMATS, which is not imported for --help.
RESULTS = ("csv", "xlsx", "jsonl", "ris", "bibtex", "csl")


@click.command(epilog=EPILOG)
@click.argument("words", nargs=-1, metavar="[SYMBOL|WORD...]")
@click.option("--wacz", type=click.Path(dir_okay=False, path_type=Path), help="The WACZ file to write.")
@click.option("--results", type=click.Choice(RESULTS), help="Write what a query finds, a row or an entry a hit.")
@click.option(
    "--pack", type=click.Path(dir_okay=False, path_type=Path), help="The zip to write with the evidence of a result."
)
@click.option("--as-of", default="", metavar="DAY", help="With --pack: of what was held at the end of this day.")
@click.option("--query", default="", help="Export what matches this query.")
@click.option("--limit", type=click.IntRange(1), default=1000, show_default=True, help="Of a query, at most so many.")
@click.option("--to", type=click.Path(dir_okay=False, path_type=Path), help="The file of results; else stdout.")
@click.option("--scope", type=click.Choice(["document", "paragraph"]), default="document", help="What a result is.")
@click.option(
    "--sort", type=click.Choice(["relevance", "date", "-date", "symbol"]), default="relevance", help="Of results."
)
@click.option("--bom", is_flag=True, help="Begin CSV with the mark by which Excel knows UTF-8.")
@click.option(
    "--form", default="http://127.0.0.1:8765", show_default=True, help="Where `verbale serve` is, for permalinks."
)
@click.pass_obj
def command(
    session: Session,
    /,
    words: tuple[str, ...],
    wacz: Path | None,
    pack: Path | None,
    as_of: str,
    results: str | None,
    query: str,
    limit: int,
    to: Path | None,
    scope: str,
    sort: str,
    bom: bool,
    form: str,
) -> None:
    """Write originals into one archive (--wacz), the results of a search into a file (--results), or both as evidence.

    --wacz writes originals as they were fetched into one file that ReplayWeb.page and other archives open: all that is
    held, or the documents named, or those that a query finds. `verbale import FILE.wacz` takes them in elsewhere.

    --results writes what has all the words as a table (csv, xlsx, jsonl) or a bibliography (ris, bibtex, csl).

    --pack writes one zip with all that proves a result: originals, what servers answered (WARC), digests, texts by
    paragraph, citations, redlines of drafts in it, and a page to begin at. With --as-of it can be made again later.
    """
    from search.answer import SearchRequest

    _check_one(wacz, results, pack, as_of)
    if wacz is not None:
        _originals(session, words, wacz, query, limit)
        return
    within: Scope = "passage" if scope == "paragraph" else "document"
    asked = SearchRequest(query or " ".join(words), within, cast("Sort", sort))
    if not asked.query.strip():
        raise click.UsageError("Type what to search for, such as process:poa.")
    if pack is not None:
        _pack(session, pack, asked, as_of, limit, form.rstrip("/"))
    else:
        _results(session, cast(str, results), asked, limit, to, bom, form.rstrip("/"))


def _check_one(wacz: Path | None, results: str | None, pack: Path | None, as_of: str) -> None:
    """Refuse to write nothing, or two things at once."""
    if sum(chosen is not None for chosen in (wacz, results, pack)) != 1:
        raise click.UsageError("Say what to write: --wacz FILE, --results FORMAT or --pack FILE.")
    if as_of and pack is None:
        raise click.UsageError("--as-of goes with --pack; `verbale search --as-of DAY` searches what was held.")


def _originals(session: Session, symbols: tuple[str, ...], wacz: Path, query: str, limit: int) -> None:
    from importlib.metadata import version

    from corpus.archive import Archive
    from search.answer import SearchRequest
    from search.reading_room import reading_room
    from search.wacz import kept, write_wacz
    from search.workshop import now

    with reading_room(session) as library:
        store = library.store
        if query:
            found = library.search(SearchRequest(query, limit=limit))
            documents = [hit.document for hit in found.hits]
        elif symbols:
            documents = [store.document(symbol) for symbol in symbols]
        else:
            documents = list(store.documents(store.document_ids()).values())
        archive = Archive(session.home.archive)
        try:
            count = write_wacz(wacz, kept(store, documents), archive, f"verbale {version('verbale')}", now())
        except OSError as error:
            raise click.ClickException(f"{wacz} cannot be written: {error.strerror}.") from error
    click.echo(f"{wacz}: {count} originals of {len(documents)} documents.")


def _results(
    session: Session, kind: str, asked: SearchRequest, limit: int, to: Path | None, bom: bool, form: str
) -> None:
    from corpus.errors import QueryError
    from search.reading_room import reading_room
    from search.result_files import written
    from search.result_rows import every_hit
    from search.workshop import now

    if to is None and kind == "xlsx" and sys.stdout.isatty():
        raise click.UsageError("A workbook is not text: name a file for it with --to FILE.")
    with reading_room(session) as library:
        try:
            total, hits = every_hit(library, asked, limit)
        except QueryError as error:
            raise click.UsageError(str(error)) from error
        _write(written(kind, hits, form, now(), bom=bom), to)
    left = f"; --limit {limit} left out the others" if total > limit else ""
    session.say(f"{min(total, limit)} of {total} results{f' in {to}' if to else ''}{left}.")


def _pack(session: Session, path: Path, asked: SearchRequest, as_of: str, limit: int, form: str) -> None:
    from importlib.metadata import version

    from corpus.archive import Archive
    from corpus.errors import QueryError
    from search.pack import Search, write_pack
    from search.pack.redlines import redlines
    from search.reading_room import reading_room_as_of
    from search.result_rows import every_hit
    from search.workshop import now

    with reading_room_as_of(session, as_of) as library:
        try:
            total, found = every_hit(library, asked, limit)
            hits = list(found)
        except QueryError as error:
            raise click.UsageError(str(error)) from error
        scope = "paragraph" if asked.scope == "passage" else "document"
        search = Search(asked.query, scope, as_of, total, f"verbale {version('verbale')}", now(), form)
        try:
            pages, remarks = redlines(library.store, session.config.chains, [hit.document for hit in hits])
            packed = write_pack(path, search, hits, library, Archive(session.home.archive), pages)
        except OSError as error:
            raise click.ClickException(f"{path} cannot be written: {error.strerror}.") from error
    click.echo(f"{path}: {packed.originals} originals of {packed.documents} documents, {total} found.")
    if pages:
        session.say(f"Redlines of drafts and what became of them: {len(pages)}.")
    for remark in remarks:
        session.say(f"Note: {remark}")
    if packed.not_held:
        session.say(f"Known but not held, so without a text: {', '.join(packed.not_held[:20])}.")


def _write(pieces: Iterable[bytes], to: Path | None) -> None:
    if to is None:
        sys.stdout.buffer.writelines(pieces)
        sys.stdout.buffer.flush()
        return
    try:
        with to.open("wb") as file:
            file.writelines(pieces)
    except OSError as error:
        raise click.ClickException(f"{to} cannot be written: {error.strerror}.") from error
