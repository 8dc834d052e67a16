"""Spending a night: crawl, index, and keep the report."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import replace

import click

from corpus.errors import ConfigError
from corpus.night_window import night_window
from corpus.store import Store
from search.cli import Session
from search.crawling import Allowance, crawl_sources
from search.drop import take_dropped
from search.night import Night, log_lines, slow_hosts, source_night
from search.night_log import keep_night
from search.report_output import print_reports
from search.workshop import bring_index_level, now, workshop


def spend_night(
    session: Session, command: str, sources: Sequence[str], allowance: Allowance, *, index: bool, as_json: bool
) -> bool:
    """Crawl these sources (all where none is named), `index` what changed, report; whether all went well."""
    allowance = _within_hours(session, allowance)
    began = now().isoformat()
    with workshop(session, command) as shop:
        before = set(shop.store.gone())
        dropped = take_dropped(session, shop, session.home.drop, now())
        crawled = crawl_sources(session, shop, sources, allowance)
        indexed = _indexed(session, shop.store) if index else ""
        gone = tuple(item for item in shop.store.gone() if item not in before)
        night = Night(
            command=command,
            began=began,
            ended=now().isoformat(),
            sources=tuple(source_night(report, gone) for report in crawled.reports),
            gone=gone,
            slow=slow_hosts(crawled.seconds),
            catalogue=tuple(shop.store.catalogue_coverage()),
            documents=shop.store.counts().documents,
            index=indexed,
        )
    keep_night(session.home, night)
    for outcome in dropped:
        session.say(f"{outcome.file}: {outcome.reason or outcome.change}")
    _log(session, night)
    told = not index or _ask_watches(session)
    return print_reports(crawled.reports, as_json) and told


def _ask_watches(session: Session) -> bool:
    """Ask the watches of this home about what the night brought; whether all of them could look and tell."""
    from search.watching import has_watches, lines, run_watches

    if not has_watches(session.home):
        return True
    from search.reading_room import reading_room

    with reading_room(session) as library:
        told = run_watches(session, library, now().isoformat(timespec="seconds"))
    for line in lines(told):
        session.say(line)
    return told.whole


def _within_hours(session: Session, allowance: Allowance) -> Allowance:
    """The allowance, ending with the hours for asking. Raises ConfigError outside of them."""
    if not session.config.night:
        return allowance
    end = night_window(session.config.night).end_after(now().astimezone())
    if end is None:
        raise ConfigError(
            f"Sites are asked within {session.config.night} only (`night` in {session.home.config_file}); "
            "change it there to ask now."
        )
    return replace(allowance, until=end)


def _indexed(session: Session, store: Store) -> str:
    synced = bring_index_level(session, store)
    return f"Indexed: {synced.documents} documents"


def _log(session: Session, night: Night) -> None:
    """One line for each source, for a log; on a terminal a person is told in sentences."""
    if session.quiet or sys.stderr.isatty():
        return
    # systemd sets it for what writes to its journal (systemd.exec(5)).
    for line in log_lines(night, journal="JOURNAL_STREAM" in os.environ):
        click.echo(line, err=True)
