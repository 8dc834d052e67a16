"""Chains of drafts and texts that are held: found in the store, read, and each member compared with the one before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from corpus.config import ChainSettings
from corpus.errors import UnknownDocument
from corpus.store import Store, StoredDocument
from search.comparing import Incomparable, Side, compared, held
from search.document_view import NoSuchPart
from search.redline import Redline
from search.redline.chain import Followed, followed
from search.redline.lineage import ORDER, Chain, Member, chains, folded

# A table of more members is too wide to be read.
MOST_MEMBERS = 12
_LEAST_IN_COMMON = 0.2


def all_chains(store: Store, settings: Sequence[ChainSettings]) -> list[Chain]:
    """Every chain of the store: those set by hand first, then by rule and name."""
    found = chains(_members(store, store.documents(store.document_ids()).values()), _configured(store, settings))
    return sorted(found, key=lambda chain: (ORDER.index(chain.by), chain.name))


def chains_of(store: Store, settings: Sequence[ChainSettings], wanted: str) -> list[Chain]:
    """The chains of this name, or with the document of this symbol: those held first, then the closest kinship.

    Raises UnknownDocument, Incomparable where the document is in none.
    """
    configured = _configured(store, settings)
    named = [chain for chain in configured if folded(chain.name) == folded(wanted)]
    if named:
        return named
    try:
        document = store.document(wanted)
    except UnknownDocument:
        named = [chain for chain in all_chains(store, settings) if folded(chain.name) == folded(wanted)]
        if named:
            return named
        raise
    kin = _members(store, store.documents(store.browsing.kin(document)).values())
    found = [chain for chain in chains(kin, configured) if document.key in chain.keys]
    if not found:
        raise Incomparable(
            f"No chain with {document.key} was found by symbols and titles. `verbale compare --chains` lists those "
            "found; [[chains]] in verbale.toml says which documents became one another."
        )
    return sorted(found, key=lambda chain: (not chain.can_be_followed, ORDER.index(chain.by)))


def _configured(store: Store, settings: Sequence[ChainSettings]) -> list[Chain]:
    """The chains of the configuration, by the keys of their documents; an unknown one stays as written."""
    return [_of_settings(store, one) for one in settings]


def _of_settings(store: Store, settings: ChainSettings) -> Chain:
    keys, here = [], []
    for symbol in settings.symbols:
        try:
            document = store.document(symbol)
        except UnknownDocument:
            keys.append(symbol)
            continue
        keys.append(document.key)
        here += [document.key] if document.held else []
    return Chain(settings.name, tuple(keys), "config", tuple(here))


def _members(store: Store, documents: Iterable[StoredDocument]) -> list[Member]:
    return [
        Member(
            one.key,
            one.symbol,
            one.family,
            one.symbol_key,
            one.title,
            one.date,
            one.process,
            one.session,
            one.type,
            one.type_label,
            one.held,
            _adopted_as(store, one) if one.type == "draft resolution" else "",
        )
        for one in documents
        if one.part_of is None
    ]


def _adopted_as(store: Store, document: StoredDocument) -> str:
    told = store.facts(document.id).get("adopted_as")
    return told.value if told else ""


def follow(store: Store, chain: Chain, language: str = "", most: int = 0) -> Followed:
    """A chain followed through the texts that are held, in one language; English comes before others.

    With `most`, texts of more paragraphs are refused. Raises Incomparable where fewer than two are held.
    """
    sides, missing = _sides(store, chain)
    spoken = language or _common(sides)
    readable = [side for side in sides if spoken in side.languages]
    missing += [f"{side.name} ({spoken})" for side in sides if side not in readable]
    if len(readable) < 2:
        raise Incomparable(
            f"Of the chain {chain.name}, fewer than two texts are held in one language. Missing: {', '.join(missing)}. "
            "`verbale update` or `verbale import FILE` brings them."
        )
    if len(readable) > MOST_MEMBERS:
        missing += [side.name for side in readable[:-MOST_MEMBERS]]
        readable = readable[-MOST_MEMBERS:]
    redlines = [compared(old, new, spoken, most=most) for old, new in pairwise(readable)]
    notices = dict.fromkeys(notice for redline in redlines for notice in redline.notices)
    return followed(chain, redlines, missing, [*notices, *map(_of_another, filter(_is_another, redlines))])


def _is_another(redline: Redline) -> bool:
    """Whether next to nothing of a text came from the one before: they share a title, and are no drafts of one text."""
    came = sum(len(change.new) for change in redline.changes if change.old)
    return came < _LEAST_IN_COMMON * len(redline.new.paragraphs)


def _of_another(redline: Redline) -> str:
    return (
        f"Next to nothing of {redline.new.name} stands in {redline.old.name}: they may be different texts under one "
        "title. [[chains]] in verbale.toml says which documents belong together."
    )


def _sides(store: Store, chain: Chain) -> tuple[list[Side], list[str]]:
    """The sides that are held, and the names of those that are not."""
    sides, missing = [], []
    for key in chain.keys:
        try:
            sides.append(held(store, key))
        except (UnknownDocument, NoSuchPart):
            missing.append(key)
    return sides, missing


def _common(sides: Sequence[Side]) -> str:
    """The language that most of the sides have; of equals, English first."""
    spoken = [language for side in sides for language in side.languages]
    return max(sorted(set(spoken), key=lambda code: (code != "en", code)), key=spoken.count, default="")
