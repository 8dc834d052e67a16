"""Which documents are the members of one chain: told by symbols, titles, sessions and kinds. Pure functions.

The rules are those of how the United Nations names its papers: a revision has its draft's symbol with `Rev.1`, a
resolution keeps the title of the draft it was, in the same session; a working group's drafts are called zero, first and
final, and its yearly reports have one title. What these rules get wrong is set right by `[[chains]]`.
"""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

_LONGEST_NAME = 60

By = Literal["config", "adoption", "drafts", "revisions", "reports", "sessions"]

# The order in which a document's chains are told: what was set by hand first, then from the closest kinship.
ORDER: tuple[By, ...] = ("config", "adoption", "drafts", "revisions", "reports", "sessions")
REASONS: dict[By, str] = {
    "config": "set in verbale.toml",
    "adoption": "drafts and the resolution they became: the same title in the same session",
    "drafts": "drafts and the report of one process and session",
    "revisions": "a draft and what replaced it, by symbol or by its title in one session",
    "reports": "reports of one process under one title",
    "sessions": "resolutions (or the last draft) of later sessions under one title",
}


@dataclass(frozen=True, slots=True)
class Member:
    """What is known of a document that may be in a chain. `adopted_as` is the symbol that a draft was adopted under."""

    key: str
    symbol: str
    family: str
    symbol_key: str
    title: str
    date: str
    process: str
    session: str
    type: str
    type_label: str
    held: bool
    adopted_as: str = ""


@dataclass(frozen=True, slots=True)
class Chain:
    """Documents that each became the next one, oldest first. `by` is the rule that found it, `held` whose texts are."""

    name: str
    keys: tuple[str, ...]
    by: By
    held: tuple[str, ...] = ()

    @property
    def can_be_followed(self) -> bool:
        """Whether there are texts to compare."""
        return len(self.held) > 1

    @property
    def reason(self) -> str:
        """The rule in words."""
        return REASONS[self.by]


def chains(members: Iterable[Member], configured: Sequence[Chain] = ()) -> list[Chain]:
    """All chains, those set by hand first. One that lies within another is left out.

    A chain that was found is left out too if it shares two documents with one set by hand: that one corrects it.
    """
    known = sorted(members, key=lambda member: (member.symbol_key, member.key))
    rules: tuple[Callable[[Sequence[Member]], Iterator[Chain]], ...] = (
        _adoptions, _drafts, _revisions, _reports, _sessions,
    )  # fmt: skip
    told = list(configured)
    for chain in (chain for rule in rules for chain in rule(known)):
        corrected = any(len(set(chain.keys) & set(hand.keys)) > 1 for hand in configured)
        if not corrected and not any(set(chain.keys) <= set(other.keys) for other in told):
            told.append(chain)
    return told


def _chain(members: Sequence[Member], by: By) -> Iterator[Chain]:
    if len(members) > 1:
        first, last = members[0], members[-1]
        held = tuple(member.key for member in members if member.held)
        yield Chain(f"{_named(first)} to {_named(last)}", tuple(member.key for member in members), by, held)


def _named(member: Member) -> str:
    return member.symbol or textwrap.shorten(member.title, _LONGEST_NAME, placeholder=" …") or member.key


def folded(title: str) -> str:
    """A title as titles are compared: small letters and digits, so that dashes and spaces make no difference."""
    plain = unicodedata.normalize("NFKC", title).casefold()
    return " ".join(re.findall(r"\w+", plain))


def _adoptions(members: Sequence[Member]) -> Iterator[Chain]:
    """Draft resolutions with the resolution they became."""
    resolutions = [member for member in members if member.type == "resolution" and member.symbol]
    drafts = [member for member in members if member.type == "draft resolution"]
    titled: dict[tuple[str, str], list[Member]] = defaultdict(list)
    for member in resolutions:
        titled[member.session, folded(member.title)].append(member)
    for last in resolutions:
        place = (last.session, folded(last.title))
        # Two resolutions of one title (A and B) cannot be told apart by it.
        alone = all(place) and len(titled[place]) == 1
        became = [draft for draft in drafts if _became(draft, last, alone)]
        yield from _chain([*sorted(became, key=_by_date), last], "adoption")


def _became(draft: Member, last: Member, alone: bool) -> bool:
    if draft.adopted_as:
        return draft.adopted_as == last.symbol
    return alone and (draft.session, folded(draft.title)) == (last.session, folded(last.title))


def _by_date(member: Member) -> tuple[str, str]:
    return member.date or "9999", member.symbol_key


def _revisions(members: Sequence[Member]) -> Iterator[Chain]:
    """Drafts of one title in one session; `A/C.1/78/L.60` and its `Rev.1`, without addenda and corrigenda."""
    titled: dict[tuple[str, str], list[Member]] = defaultdict(list)
    families: dict[str, list[Member]] = defaultdict(list)
    for member in members:
        if member.type == "draft resolution" and member.session and member.title:
            titled[member.session, folded(member.title)].append(member)
        if member.family and re.fullmatch(r"(?:/Rev\.\d+)?", member.symbol.removeprefix(member.family)):
            families[member.family].append(member)
    for drafts in titled.values():
        yield from _chain(sorted(drafts, key=_by_date), "revisions")
    for family in families.values():
        yield from _chain(family, "revisions")


_REPORTS = ("final report", "annual progress report")


def _drafts(members: Sequence[Member]) -> Iterator[Chain]:
    """Pre-draft, zero draft, drafts and report of one process; by session where it has several reports.

    While a session still negotiates there is no report of it: then its drafts alone.
    """
    processes: dict[str, list[Member]] = defaultdict(list)
    for member in members:
        if member.process and _stage(member):
            processes[member.process].append(member)
    for some in processes.values():
        reports = [member for member in some if _is_report(member)]
        for report in reports:
            before = [
                member
                for member in some
                if not _is_report(member)
                and (len(reports) == 1 or (member.session and member.session == report.session))
            ]
            yield from _chain([*_by_stage(before), report], "drafts")
        told = {report.session for report in reports}
        for session in sorted({member.session for member in some} - told - {""}):
            yield from _chain(_by_stage(member for member in some if member.session == session), "drafts")


def _by_stage(members: Iterable[Member]) -> list[Member]:
    return sorted(members, key=lambda one: (_stage(one), *_by_date(one)))


def _is_report(member: Member) -> bool:
    return member.type_label in _REPORTS and bool(member.symbol)


# Which draft it is, by the words of its type or title; what comes first in this list is asked first.
_STAGES = (
    (r"compendium|statement|comment|summary of|implementing guidelines|elements", 0),
    (r"\b(?:second|revised)\b.*\bpre-?draft|\bpre-?draft.*\brevised\b|revised pre-?draft", 2),
    (r"\bpre-?draft\b", 1),
    (r"\bzero draft\b", 3),
    (r"\bfirst draft\b", 4),
    (r"\b(?:second draft|rev\.? ?1)\b", 6),
    (r"\b(?:third draft|rev\.? ?2)\b", 7),
    (r"\bdraft (?:final report|report|annual progress report)\b|\bdraft final\b", 5),
    (r"\bfinal (?:substantive )?report\b|\bannual progress report\b", 8),
)


def _stage(member: Member) -> int:
    """0 is no draft of a report, and no report."""
    words = unicodedata.normalize("NFKC", f"{member.type_label} | {member.title}").casefold()
    return next((stage for pattern, stage in _STAGES if re.search(pattern, words)), 0)


def _reports(members: Sequence[Member]) -> Iterator[Chain]:
    """First, second, third progress report and final report: one title but for what stands in brackets."""
    titled: dict[tuple[str, str], list[Member]] = defaultdict(list)
    for member in members:
        if member.process and _is_report(member):
            titled[member.process, folded(re.sub(r"\([^()]*\)", "", member.title))].append(member)
    for some in titled.values():
        yield from _chain(some, "reports")


def _sessions(members: Sequence[Member]) -> Iterator[Chain]:
    """Resolutions under one title, each of another session; of a session without one, its last draft."""
    titled: dict[str, dict[str, Member]] = defaultdict(dict)
    twice = set()
    for member in sorted(members, key=_by_date):
        if member.type == "draft resolution" and member.session and member.title:
            titled[folded(member.title)][member.session] = member
    for member in members:
        if member.type == "resolution" and member.symbol.startswith("A/RES/") and member.title:
            title = folded(member.title)
            before = titled[title].get(member.session)
            if before is not None and before.type == "resolution":
                twice.add(title)
            titled[title][member.session] = member
    for title, some in titled.items():
        if title not in twice and any(member.type == "resolution" for member in some.values()):
            yield from _chain(sorted(some.values(), key=lambda member: _digits(member.session)), "sessions")


def _digits(session: str) -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"\d+", session)))
