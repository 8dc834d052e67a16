"""Who said what: every State and group with its documents, what one of them said, and who is not found on a topic.

Nothing here infers a position. A document counts for who submitted it; a joint text counts for a member, and is marked
so, only where the text itself lists that member; that nothing was found means nothing beyond this collection.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any
from urllib.parse import quote

from corpus.errors import VerbaleError
from corpus.states import Party, groups_of, party, states
from corpus.store.browsing import Submissions
from index.records import keyword
from search.answer import FoundDocument, SearchRequest, document_path
from search.document_view import place_read
from search.finding import with_filters
from search.library import Library

# What is told of one State at once; the search has the rest, page by page.
MOST_SAID = 200
WHAT_SILENCE_MEANS = (
    "Not found in this corpus: no document held here that a State submitted, or that lists it, has what was asked. "
    "That says nothing of what the State thinks, or said elsewhere."
)


class UnknownState(VerbaleError):
    """No document is by that name, and no State or group is known by it."""

    def __init__(self, wanted: str, near: Sequence[str] = ()) -> None:
        self.wanted, self.near = wanted, tuple(near)
        hint = f" Near names: {', '.join(self.near)}." if near else " `verbale states` lists all names."
        super().__init__(f"Nothing is by {wanted!r}, and it is no name of a State or group.{hint}")


@dataclass(frozen=True, slots=True)
class Row:
    """A State or group, and how many documents are by it. `kind` is state, group or other (an officer, a body)."""

    code: str
    name: str
    kind: str
    submitted: int
    joint: int
    held: int

    @property
    def url(self) -> str:
        """Its page in the web form."""
        return state_path(self.name)

    def as_json(self) -> dict[str, Any]:
        """The row as `--json` prints it."""
        told = {name: getattr(self, name) for name in ("code", "name", "kind", "submitted", "joint", "held")}
        return {**told, "url": self.url}


@dataclass(frozen=True, slots=True)
class Words:
    """A document of a State, with the paragraphs that have the topic. `role` is submitter, or joint: listed in it.

    `confidence` says how sure that is (stated, likely, guessed), `read_at` where it was read.
    """

    hit: FoundDocument
    role: str
    confidence: str
    read_at: str

    def as_json(self) -> dict[str, Any]:
        """The document as `--json` prints it."""
        own = {"role": self.role, "confidence": self.confidence, "read_at": self.read_at}
        found = self.hit.as_json()
        return {**found, "joint": list(self.hit.document.joint), **own, "page": document_path(self.hit.document.key)}


@dataclass(frozen=True, slots=True)
class StateReport:
    """What a State or group said: `total` documents, of which `said` are the newest or, for a topic, the best.

    `groups` are those it is a member of, with their own documents: theirs, not its.
    """

    name: str
    code: str
    kind: str
    topic: str
    total: int
    said: tuple[Words, ...]
    groups: tuple[Row, ...]
    counts: Mapping[str, tuple[tuple[str, int], ...]]

    def as_json(self) -> dict[str, Any]:
        """What `verbale states STATE --json` prints."""
        return {
            "name": self.name,
            "code": self.code,
            "kind": self.kind,
            "topic": self.topic,
            "total": self.total,
            "said": [one.as_json() for one in self.said],
            "groups": [one.as_json() for one in self.groups],
            "counts": {name: [list(count) for count in counts] for name, counts in self.counts.items()},
        }


@dataclass(frozen=True, slots=True)
class Silence:
    """The Member States of the UN told apart: those for which a query finds something, and those for which not."""

    query: str
    matching: int
    found: tuple[tuple[Row, int], ...]
    not_found: tuple[Row, ...]

    def as_json(self) -> dict[str, Any]:
        """What `verbale states --silent QUERY --json` prints."""
        return {
            "query": self.query,
            "means": WHAT_SILENCE_MEANS,
            "matching": self.matching,
            "found": [{**row.as_json(), "matching": count} for row, count in self.found],
            "not_found": [{**row.as_json(), "note": note_of(row)} for row in self.not_found],
        }


def state_path(name: str) -> str:
    """The web form's address of a State or group."""
    return f"/states/{quote(name)}"


def note_of(row: Row) -> str:
    """What is to be known of a State for which nothing was found: how much of it is held at all."""
    if not row.held and not row.joint:
        return "nothing of it is held"
    texts = f"{row.held} of its texts {'is' if row.held == 1 else 'are'} held"
    return f"{texts}, {row.joint} joint ones list it" if row.joint else texts


def directory(library: Library, process: str = "", session: str = "") -> tuple[Row, ...]:
    """Every Member and observer State, held or not; every group and other name by which something is held."""
    told = {one.name: one for one in library.store.browsing.by_submitter(process, session)}
    rows = [_row(one, told.pop(one.name, None)) for one in states()]
    rows += [_row(_party(name), one) for name, one in told.items()]
    return tuple(sorted(rows, key=lambda row: (("state", "group", "other").index(row.kind), row.name.casefold())))


def said(
    library: Library, wanted: str, topic: str = "", process: str = "", session: str = "", limit: int = MOST_SAID
) -> StateReport:
    """What a State or group said, on a topic if one is given. Raises UnknownState, QueryError."""
    known = written(library, wanted)
    chosen = {"by": (known.name,), **{name: (value,) for name, value in _asked(process, session).items()}}
    request = SearchRequest(topic, sort="relevance" if topic.strip() else "-date", limit=limit, filters=chosen)
    answer = library.search(request)
    own = tuple(_words(library, known.name, hit) for hit in answer.hits if not hit.partial)
    counted = {row.name: row for row in directory(library, process, session)}
    groups = (counted[one.name] for one in groups_of(known.code) if one.name in counted and known.kind == "state")
    facets = {name: tuple(answer.facets.get(name, ())) for name in ("process", "session", "year", "type")}
    return StateReport(known.name, known.code, known.kind, topic.strip(), answer.total, own, tuple(groups), facets)


def silent(library: Library, query: str, process: str = "", session: str = "") -> Silence:
    """For which Member States of the UN a query finds something, and for which not. Raises QueryError."""
    parsed = library.understood(query)
    filters = {name: (value,) for name, value in _asked(process, session).items()}
    results = library.engine.search(with_filters(parsed.query, filters), "document", limit=0, facets=("by",))
    counted = dict(results.facets.get("by", ()))
    told = {one.name: one for one in library.store.browsing.by_submitter()}
    found, missing = [], []
    for one in states():
        if one.un_member:
            row = _row(one, told.get(one.name))
            count = counted.get(keyword("by", one.name), 0)
            found.append((row, count)) if count else missing.append(row)
    return Silence(query, results.total, tuple(sorted(found, key=lambda pair: -pair[1])), tuple(missing))


def written(library: Library, wanted: str) -> Party:
    """The State, group or other name that is meant: any writing of it, or its code. Raises UnknownState."""
    known = party(wanted)
    if known is not None:
        return known
    names = sorted(library.store.written_values()["by"])
    folded = keyword("by", wanted)
    for name in names:
        if keyword("by", name) == folded:
            return _party(name)
    near = get_close_matches(wanted[:80], [*names, *(one.name for one in states())], n=5, cutoff=0.6)
    raise UnknownState(wanted[:80], list(dict.fromkeys(near)))


def _asked(process: str, session: str) -> dict[str, str]:
    return {name: value for name, value in (("process", process), ("session", session)) if value}


def _party(name: str) -> Party:
    """A name as a party; one that is in no table is neither State nor group for all we know."""
    return party(name) or Party("", name, "other")


def _row(one: Party, counted: Submissions | None) -> Row:
    told = counted or Submissions(one.name, 0, 0, 0)
    return Row(one.code, one.name, one.kind, told.submitted, told.joint, told.held)


def _words(library: Library, name: str, hit: FoundDocument) -> Words:
    role = "joint" if name in hit.document.joint else "submitter"
    facts = library.store.facts(hit.document.id)
    fact = facts.get("joint" if role == "joint" else "submitters")
    return Words(hit, role, hit.document.confidence, place_read(fact) if fact else "")
