"""`verbale watch`: be told when a query finds something new, or when a sentence appears, changes or disappears."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from search.cli import PARTLY, Session
from search.options import json_option

if TYPE_CHECKING:
    from collections.abc import Sequence

    from search.watches import Alert, Watch

EPILOG = """\b
Examples:
  verbale watch add poc-directory '"points of contact" NEAR/5 directory'
  verbale watch add due-diligence --trace 'States should not knowingly allow their territory to be used'
  verbale watch list
  verbale watch run
  verbale watch show due-diligence
"""
ADD_EPILOG = """\b
Examples:
  verbale watch add poc-directory '"points of contact" NEAR/5 directory'
  verbale watch add capacity 'process:oewg-2021 "capacity-building"' --preview
  verbale watch add due-diligence --trace 'States should not knowingly allow their territory to be used'
"""
LIST_EPILOG = """\b
Examples:
  verbale watch list
  verbale watch list --json
"""
SHOW_EPILOG = """\b
Examples:
  verbale watch show due-diligence
  verbale watch show due-diligence --limit 5 --json
"""
REMOVE_EPILOG = """\b
Example:
  verbale watch remove poc-directory
"""
RUN_EPILOG = """\b
Examples:
  verbale watch run
  verbale watch run due-diligence --json
"""
# Paragraphs shown before a watch is kept.
_PREVIEWED = 3


@click.group(epilog=EPILOG)
def command() -> None:
    """Be told of new paragraphs that a query finds, or when a sentence appears, changes or disappears.

    `verbale update` asks all watches at its end, of what came and went since each last looked. Their news are shown
    here, in Atom feeds of the form (/watches), and sent as e-mail or to webhooks where verbale.toml says so.
    """


@command.command(epilog=ADD_EPILOG)
@click.argument("name")
@click.argument("words", nargs=-1, metavar="[QUERY...]")
@click.option("--trace", metavar="SENTENCE", help="Follow the words of a sentence in the place of a query.")
@click.option("--preview", is_flag=True, help="Only show what it would find now; keep nothing.")
@json_option
@click.pass_obj
def add(session: Session, name: str, words: tuple[str, ...], trace: str | None, preview: bool, as_json: bool) -> None:
    """Keep a watch under a NAME (small letters, digits, dashes); what it finds already is no news."""
    from corpus.errors import QueryError
    from search.reading_room import reading_room
    from search.terminal import print_json
    from search.watches import Watch
    from search.watches.definitions import Shelf
    from search.watching import add as keep
    from search.watching import folder
    from search.workshop import now

    if bool(words) is (trace is not None):
        raise click.UsageError("Give either a query to watch, or --trace with a sentence.")
    watch = Watch(
        name, " ".join(" ".join(words).split()), " ".join((trace or "").split()), now().isoformat(timespec="seconds")
    )
    Shelf(folder(session.home)).check_free(name)
    try:
        with reading_room(session) as library:
            if preview:
                count, some = _preview(watch, library)
            else:
                count, some = keep(session.home, library, watch), []
    except QueryError as error:
        raise click.UsageError(str(error)) from error
    if as_json:
        print_json(watch.as_json() | {"kept": not preview, "stands": count, "first": some})
        return
    for line in some:
        click.echo(line)
    click.echo(f"{count} paragraph{'' if count == 1 else 's'} now for {watch.asks}; you will hear of new ones.")
    if preview:
        session.say("Nothing is kept: without --preview the watch begins.")


def _preview(watch: Watch, library: object) -> tuple[int, list[str]]:
    """How many paragraphs a watch finds now, and the citations of the first."""
    from search.library import Library
    from search.watches.running import check, stands_now
    from search.web.labels import paragraph_name

    assert isinstance(library, Library)
    check(watch, library)
    standing = stands_now(watch, library)
    told = []
    for each in standing[:_PREVIEWED]:
        document = library.store.document(each.document)
        where = ", ".join(filter(None, (document.symbol or document.key, paragraph_name(each.number))))
        told.append(f"{where} ({each.language})")
    return len(standing), told


@command.command(name="list", epilog=LIST_EPILOG)
@json_option
@click.pass_obj
def list_(session: Session, as_json: bool) -> None:
    """List the watches: what each asks, when it last looked, and what is still to be delivered."""
    from search.terminal import print_json
    from search.watches.ledger import reading
    from search.watching import folder, watched

    found = watched(session.home)
    with reading(folder(session.home)) as ledger:
        waiting = ledger.waiting() if ledger else []
    if as_json:
        told = [{"channel": each.channel, "tries": each.tries, "trouble": each.trouble} for each in waiting]
        print_json({"watches": [each.as_json() for each in found], "waiting": told})
        return
    for each in found:
        ran = f"last looked {each.ran[:16].replace('T', ' ')} UTC" if each.ran else "begins with the next run"
        click.echo(f"{each.watch.name:<24} {each.watch.asks}")
        click.echo(f"{'':<24} {each.stands} paragraphs known, {ran}")
    if not found:
        session.say("There is no watch yet; `verbale watch add NAME QUERY` keeps one.")
    for digest in waiting:
        session.say(f"A digest waits for {digest.channel} after {digest.tries} tries. {digest.trouble}".rstrip())


@command.command(epilog=SHOW_EPILOG)
@click.argument("name")
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True, help="How many alerts.")
@json_option
@click.pass_obj
def show(session: Session, name: str, limit: int, as_json: bool) -> None:
    """Show a watch and its latest alerts, the newest first."""
    from search.terminal import print_json
    from search.watching import watched

    [found] = watched(session.home, [name], limit)
    if as_json:
        print_json(found.as_json())
        return
    click.echo(f"{found.watch.name}: {found.watch.asks}")
    click.echo(f"{found.stands} paragraphs known in the texts held now\n")
    _print_alerts(found.alerts)
    if not found.alerts:
        session.say("No news since it began.")


@command.command(epilog=REMOVE_EPILOG)
@click.argument("name")
@click.pass_obj
def remove(session: Session, name: str) -> None:
    """Delete a watch, its alerts, and what was still to be delivered of it."""
    from search.watching import remove as let_go

    let_go(session.home, name)
    click.echo(f"The watch {name} is removed.")


@command.command(name="run", epilog=RUN_EPILOG)
@click.argument("names", nargs=-1, metavar="[NAME...]")
@json_option
@click.pass_obj
def run_(session: Session, names: tuple[str, ...], as_json: bool) -> None:
    """Ask all watches (or those named) of what came and went since each last looked, and deliver the news.

    Exit code 4 means partly done: a query cannot be run any more, or a digest was not taken. It is tried again with
    the next run.
    """
    from search.reading_room import reading_room
    from search.terminal import print_json
    from search.watching import lines, run_watches
    from search.workshop import now

    with reading_room(session) as library:
        told = run_watches(session, library, now().isoformat(timespec="seconds"), names)
    if as_json:
        print_json(told.as_json())
    else:
        _print_alerts(told.news)
    for line in lines(told):
        session.say(line)
    if not told.whole:
        raise SystemExit(PARTLY)


def _print_alerts(alerts: Sequence[Alert]) -> None:
    import textwrap

    from search.terminal import INDENT, WIDTH
    from search.watches.digest import SAYS, body_of

    for alert in alerts:
        said = f"{alert.watch} · {SAYS[alert.kind]}" + (f" · before: {alert.before}" if alert.before else "")
        click.echo(f"{click.style(alert.citation, bold=True)} ({alert.language})  {said}")
        body = textwrap.fill(
            body_of(alert), WIDTH, initial_indent=INDENT, subsequent_indent=INDENT, break_on_hyphens=False
        )
        click.echo(body + "\n")
