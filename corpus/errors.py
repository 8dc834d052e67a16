"""Everything that can go wrong, as one tree.

VerbaleError
  x ConfigError        the configuration file says something impossible
  x HomeError          the home folder cannot be used
    + HomeLocked       another verbale is writing in it
  x ArchiveError       a WARC record cannot be written or read back
  x StoreError         the SQLite store cannot be used
    + UnknownDocument  no document has that symbol; knows near ones
  x ExtractError       these bytes did not give text; the reason is for the user
    + Encrypted
    + EmptyDocument
    + NeedsOcr
    + Unsupported
  x FetchError         an address did not answer; `again` says whether to retry later
    + Disallowed       robots.txt or the address guard forbids it
  x SourceError        a source is unknown or its pages are not understood any more
  x EngineError        the index failed
    + EngineAway       what keeps the index does not answer now, and may do so by itself
    + TooCostly        a search takes longer than whoever asks is willing to wait
    + EngineNotReady   there is no index yet, or it is of another version: rebuild it
  x QueryError         the user's query cannot be run; `position` says where

Messages say what happened, to what, and the cure; the command line shows them without a traceback.
"""

from __future__ import annotations

from collections.abc import Sequence


class VerbaleError(Exception):
    """The root: catching it catches everything verbale raises on purpose."""


class ConfigError(VerbaleError):
    """The configuration file says something impossible."""


class HomeError(VerbaleError):
    """The home folder cannot be used."""


class HomeLocked(HomeError):
    """Another verbale is writing in this home folder."""


class ArchiveError(VerbaleError):
    """A WARC record cannot be written or read back."""


class StoreError(VerbaleError):
    """The SQLite store cannot be used."""


class UnknownDocument(StoreError):
    """No document has this symbol or id; `near` are the closest ones held."""

    def __init__(self, wanted: str, near: Sequence[str] = ()) -> None:
        self.wanted = wanted
        self.near = tuple(near)
        hint = f" Did you mean {', '.join(near)}?" if near else " `verbale search` finds documents by words."
        super().__init__(f"No document {wanted!r} is held.{hint}")


class ExtractError(VerbaleError):
    """These bytes did not give text; the message is the reason stored with the document."""


class Encrypted(ExtractError):
    """The file asks for a password."""


class EmptyDocument(ExtractError):
    """The file opens but holds no text and no pictures of text."""


class NeedsOcr(ExtractError):
    """The file is a scan: pictures of pages without a text layer."""


class Unsupported(ExtractError):
    """No extractor reads this kind of file."""


class FetchError(VerbaleError):
    """An address did not answer; `again` says whether a later try may help, `kind` is the class it is stored under."""

    def __init__(self, message: str, *, again: bool, kind: str = "unreachable") -> None:
        self.again = again
        self.kind = kind
        super().__init__(message)


class Disallowed(FetchError):
    """The site's robots.txt, or our own address guard, forbids this address."""

    def __init__(self, message: str) -> None:
        super().__init__(message, again=False, kind="disallowed")


class SourceError(VerbaleError):
    """A source is unknown, or its pages are not understood any more."""


class EngineError(VerbaleError):
    """The index failed."""


class EngineAway(EngineError):
    """What keeps the index does not answer now, and may do so by itself; the message is for who runs it."""


class EngineNotReady(EngineError):
    """There is no index yet, or it was made by another version; `verbale index` makes it anew."""


class TooCostly(EngineError):
    """A search takes longer than whoever asks is willing to wait."""


class QueryError(VerbaleError):
    """The user's query cannot be run; `position` counts characters from 0 in what was typed."""

    def __init__(self, message: str, *, position: int) -> None:
        self.position = position
        super().__init__(message)
