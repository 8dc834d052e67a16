"""Which earlier draft a document took the place of: by its symbol, or by the chain that it is a member of."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.config import ChainSettings
from corpus.errors import UnknownDocument
from corpus.store import Store, StoredDocument
from search.chains import chains_of
from search.comparing import Incomparable
from search.redline.lineage import By

# In these chains each member is the text of the one before in a later form. A yearly report, or the resolution of a
# later session, is a text of its own: that it lacks what an earlier one had says nothing has been struck out.
_ONE_TEXT: frozenset[By] = frozenset(("config", "adoption", "drafts", "revisions"))


class Drafts:
    """The earlier drafts of the documents of a store; `settings` are the chains set by hand. Each is looked up once."""

    def __init__(self, store: Store, settings: Sequence[ChainSettings] = ()) -> None:
        self._store, self._settings = store, settings
        self._met: dict[int, StoredDocument | None] = {}

    def before(self, document: StoredDocument) -> StoredDocument | None:
        """The draft held that a document took the place of: of `A/C.1/80/L.2/Rev.1` `A/C.1/80/L.2`, of a resolution
        the draft that was adopted, of a final report the last draft; None where there is none."""
        if document.id not in self._met:
            self._met[document.id] = self._found(document) if _is_text(document) else None
        return self._met[document.id]

    def _found(self, document: StoredDocument) -> StoredDocument | None:
        earlier = [
            member
            for member in self._store.family(document)
            if member.held and _is_text(member) and member.symbol_key < document.symbol_key
        ]
        # A symbol alone says it, and costs less than to look for a chain.
        return earlier[-1] if document.symbol and earlier else self._in_a_chain(document)

    def _in_a_chain(self, document: StoredDocument) -> StoredDocument | None:
        try:
            found = chains_of(self._store, self._settings, document.key)
        except (Incomparable, UnknownDocument):
            return None
        for chain in found:
            if chain.by in _ONE_TEXT and document.key in chain.keys:
                before = chain.keys[: chain.keys.index(document.key)]
                if held := [key for key in before if key in chain.held]:
                    return self._store.document(held[-1])
        return None


def _is_text(document: StoredDocument) -> bool:
    """Whether a document is a text or its revision; an addendum or a corrigendum takes no other's place."""
    return not any(part in document.symbol for part in ("/Add.", "/Corr."))
