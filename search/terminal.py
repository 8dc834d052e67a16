"""Answers as a terminal shows them. Data on stdout, so that it can be piped."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

import click

from corpus.store import StoredPassage, StoredVersion
from search.answer import Answer, Explanation, FoundDocument, FoundPassage, Switch
from search.citing import CitationLink
from search.cli import Session
from search.document_view import KnownDocument, place_read
from search.kwic import CONTEXT, concordance, padded
from search.marks import snippet

WIDTH = 100
INDENT = "      "
TOLD_FACETS = ("process", "type", "year")


def print_json(value: Mapping[str, Any] | Sequence[Any]) -> None:
    """Print a value as JSON, letters of every script as they are."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def print_answer(answer: Answer, session: Session) -> None:
    """Print hits with their paragraphs; counts and notices go to stderr."""
    for notice in answer.notices:
        session.say(f"Note: {notice}")
    for switch in answer.synonyms:
        session.say(_switch(switch))
    for place, hit in enumerate(answer.hits, 1):
        if hit.partial and (place == 1 or not answer.hits[place - 2].partial):
            click.echo(click.style("Not all of the words:\n", underline=True))
        _print_hit(place, hit)
    kind = "paragraph" if answer.scope == "passage" else "document"
    number = f"{answer.total} {kind}{'' if answer.total == 1 else 's'}"
    session.say(f"{number} for {answer.query or 'these filters'} ({answer.took_ms:.0f} ms)")
    if not answer.total and answer.hits:
        session.say("Those above have some of the words only.")
    elif not answer.total:
        session.say(
            "Fewer words, another spelling, or OR between words may find more; `verbale status` says what is held."
        )
    elif answer.total > len(answer.hits):
        session.say(_facet_line(answer))


def print_explanation(explanation: Explanation, *, as_json: bool) -> None:
    """Print how a query was understood: a line for each part, with what it finds by itself."""
    if as_json:
        print_json(explanation.as_json())
        return
    for line in explanation.lines:
        click.echo(f"{line.found:>8}  {'  ' * line.depth}{line.says}")
    for notice in explanation.notices:
        click.echo(f"Note: {notice}")
    for switch in explanation.synonyms:
        click.echo(_switch(switch))


def _switch(switch: Switch) -> str:
    """`CBM is confidence-building measures; its other names (...) bring 12 more.`"""
    told = switch.expansion
    forms = ", ".join(told.forms[:_MOST_FORMS]) + (" ..." if len(told.forms) > _MOST_FORMS else "")
    if told.on:
        brings = f"bring {switch.brings} more; --not-synonym {told.concept!r} leaves them out"
    else:
        brings = f"are left out; they would bring {switch.brings} more"
    return f"Other names of {told.concept} ({forms}) {brings}."


# Names of one concept told on the terminal; --json has all.
_MOST_FORMS = 5


def print_concordance(answer: Answer, session: Session, *, as_json: bool) -> None:
    """Print a line for every place where the words stand, the words below one another."""
    lines = list(concordance(answer))
    if as_json:
        print_json([asdict(line) for line in lines])
        return
    for line in lines:
        words = click.style(line.words, bold=True)
        click.echo(f"{padded(line.before, CONTEXT)}  {words}  {line.after}  [{line.where}]")
    session.say(f"{len(lines)} places in {len(answer.hits)} of {answer.total} paragraphs for {answer.query}")


def _print_hit(place: int, hit: FoundDocument) -> None:
    document = hit.document
    name = document.symbol or document.key
    title = textwrap.fill(f"{name}  {document.title}", WIDTH - 5, subsequent_indent=INDENT, break_on_hyphens=False)
    click.echo(f"{place:>3}. {title.replace(name, click.style(name, bold=True), 1)}")
    told = [document.date, document.type, document.process, ", ".join(document.submitters)]
    told.append(f"joint, lists {', '.join(document.joint)}" if document.joint else "")
    told.append("" if document.held else "catalogue entry, text not held")
    click.echo(INDENT + " · ".join(part for part in told if part))
    for passage in hit.passages:
        click.echo(_paragraph(passage))
    if hit.same:
        same = f"The same text: {', '.join(_same(other) for other in hit.same)}"
        click.echo(textwrap.fill(same, WIDTH, initial_indent=INDENT, subsequent_indent=INDENT))
    click.echo()


def _same(hit: FoundDocument) -> str:
    """`A/C.1/80/L.20, para. OP3` for a paragraph, `A/C.1/80/L.20` for a document."""
    where = place_of(hit.passages[0]) if "#" in hit.id else ""
    return ", ".join(part for part in (hit.document.symbol or hit.document.key, where) if part)


def place_of(passage: FoundPassage) -> str:
    """Where a paragraph is, as people cite it: `para. 24, p. 7`."""
    number = f"para. {passage.number}" if passage.number else ""
    page = f"p. {passage.page}" if passage.page else ""
    return ", ".join(part for part in (number, page) if part)


def _paragraph(passage: FoundPassage) -> str:
    text, marks = snippet(passage.text, passage.marks, 240)
    where = place_of(passage)
    wrapper = textwrap.TextWrapper(WIDTH, initial_indent=INDENT, subsequent_indent=INDENT, break_on_hyphens=False)
    lines = wrapper.wrap(_bracketed(text, marks))
    return "\n".join([f"{INDENT}{click.style(where, dim=True)}" if where else "", *map(_styled, lines)]).strip("\n")


# One character each, of no meaning elsewhere (Unicode's private use area), so that lines are wrapped by what is seen.
_ON, _OFF = "\ue000", "\ue001"


def _bracketed(text: str, marks: Sequence[Sequence[int]]) -> str:
    """The text with its marked words between _ON and _OFF, word by word, so that a line break cuts no pair."""
    parts, end = [], 0
    for start, stop in marks:
        parts += [text[end:start], " ".join(f"{_ON}{word}{_OFF}" for word in text[start:stop].split(" "))]
        end = stop
    return "".join([*parts, text[end:]])


def _styled(line: str) -> str:
    on, off = click.style("|", fg="yellow", bold=True).split("|")
    return line.replace(_ON, on).replace(_OFF, off)


def _facet_line(answer: Answer) -> str:
    shown = []
    for name in TOLD_FACETS:
        counts = ", ".join(f"{value} {count}" for value, count in answer.facets.get(name, ())[:4])
        if counts:
            shown.append(f"{name}: {counts}")
    return "; ".join(shown)


def print_document(
    known: KnownDocument,
    version: StoredVersion | None,
    passages: Sequence[StoredPassage],
    session: Session,
    *,
    whole: bool,
) -> None:
    """Print what is known of a document and its paragraphs; only the paragraphs where `whole` is False."""
    document = known.document
    if whole:
        click.echo(click.style(document.symbol or document.key, bold=True))
        click.echo(textwrap.fill(document.title, WIDTH))
        for name, value in _known(known, version):
            click.echo(f"{name:>11}: {value}")
        click.echo()
    heading: tuple[str, ...] = ()
    for passage in passages:
        if passage.heading != heading:
            heading = passage.heading
            click.echo(click.style(" > ".join(heading), underline=True) + "\n")
        number = f"{passage.number}  " if passage.number else ""
        page = click.style(f"  [p. {passage.page}]", dim=True) if passage.page else ""
        click.echo(textwrap.fill(number + (passage.text or "(struck out)"), WIDTH) + page + "\n")
        if passage.revision:
            before = f"before: {passage.unrevised}" if passage.unrevised else "not there before"
            click.echo(textwrap.indent(textwrap.fill(f"[tracked change, {before}]", WIDTH - 6), INDENT) + "\n")
    if version is None:
        session.say("The text is not held. `verbale update` fetches it if its source can be reached, "
                    "`verbale import FILE` takes it from a file.")  # fmt: skip


def _known(known: KnownDocument, version: StoredVersion | None) -> list[tuple[str, str]]:
    document = known.document
    told = [
        ("date", _date(known)),
        ("type", document.type),
        ("process", document.process),
        ("session", document.session),
        ("by", _by(known)),
        ("joint, lists", ", ".join(document.joint)),
        ("agenda item", _read(known, "agenda_item")),
        ("vote", _read(known, "vote")),
        ("adopted as", _read(known, "adopted_as")),
        ("source", document.url),
        ("languages", ", ".join(document.languages)),
        ("part of", known.part_of.key if known.part_of else ""),
        ("family", ", ".join(member.key for member in known.family)),
        ("parts", ", ".join(part.key for part in known.parts)),
        ("cites", _links(known.cites)),
        ("cited by", _links(known.cited_by)),
    ]
    if version is not None:
        told.append(("held", f"{version.language}, fetched {version.fetched[:10]}, {version.payload_digest}"))
        told += [("note", note) for note in version.remarks]
        older = sum(not item.current for item in known.versions)
        told.append(("older", f"{older} earlier versions kept" if older else ""))
    return [(name, value) for name, value in told if value]


def _by(known: KnownDocument) -> str:
    """`Egypt (likely; page 1: Permanent Mission of Egypt)`: how sure it is only where it is not stated."""
    names, fact = ", ".join(known.document.submitters), known.facts.get("submitters")
    unsure = known.document.confidence not in ("", "stated")
    return f"{names} ({known.document.confidence}; {place_read(fact)})" if names and fact and unsure else names


# Citations told on the terminal; --json has all.
_MOST_LINKS = 12


def _links(links: Sequence[CitationLink]) -> str:
    """`A/75/816 (para. 24), A/RES/75/240 and 3 more`: the documents, with the first paragraph that cites."""
    told = []
    for link in links[:_MOST_LINKS]:
        numbers = [place.number for place in link.places if place.number]
        told.append(f"{link.symbol} (para. {numbers[0]})" if numbers else link.symbol)
    rest = len(links) - len(told)
    return ", ".join(told) + (f" and {rest} more" if rest else "")


def _read(known: KnownDocument, name: str) -> str:
    """A fact with where it was read: `Adopted 109-48-7, 29th meeting (UN Digital Library)`."""
    fact = known.facts.get(name)
    return f"{fact.value} ({place_read(fact)})" if fact else ""


def _date(known: KnownDocument) -> str:
    """`2015-07-22 (issued; page 1: Distr.: General 22 July 2015)`."""
    kind = known.document.date_kind.removeprefix("date_").replace("_", " ")
    about = "; ".join(part for part in (kind if kind != "date" else "", known.date_read_at) if part)
    return f"{known.document.date} ({about})" if known.document.date and about else known.document.date
