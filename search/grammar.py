"""The query language, first half: what was typed, cut into lexemes. See docs/reference/query-language.md.

Only a quotation mark that is not closed, a star that stands for nothing and a field that does not exist are errors
here. Punctuation inside words is never one: it is left to `index.analysis`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from enum import Enum

from corpus import symbols
from corpus.errors import QueryError
from index.analysis_fold import is_ignorable

TEXT_FIELDS = ("title", "text")
CITATION_FIELDS = ("cites", "cited-by")
KEYWORD_FIELDS = (
    "symbol",
    *CITATION_FIELDS,
    "process",
    "type",
    "source",
    "by",
    "year",
    "date",
    "lang",
    "session",
    "para",
)
FIELDS = (*KEYWORD_FIELDS, *TEXT_FIELDS)

MAX_LENGTH = 20_000
MAX_DISTANCE = 100
NEAR_DISTANCE = 10  # of NEAR without a number

_OTHER_NAMES = {
    "language": "lang", "country": "by", "state": "by", "author": "by", "submitter": "by", "paragraph": "para",
    "kind": "type", "doctype": "type", "body": "text", "id": "symbol", "published": "date",
    "citing": "cites", "cited_by": "cited-by", "citedby": "cited-by",
}  # fmt: skip
_TYPED = str.maketrans("“”„‟«»＂（）：＊～－", '"""""""():*~-')
_NEAR = re.compile(r"NEAR(?:/(?P<distance>.*))?", re.DOTALL)
_FIELD = re.compile(r"(?P<name>[A-Za-z][A-Za-z_-]*):(?!//)")
_SLOP = re.compile(r"~(\d{1,6})(?!\w)")
_CHUNK = re.compile(r'[^\s"]+')
_BRACKETED = re.compile(r'\([^\s"()]*\)')
# A letter in brackets behind a number belongs to it: 13 (f).
_POINT = re.compile(r"\d{1,3} \([A-Za-z]\)(?!\w)")
_OPERATORS = ("AND", "OR", "NOT")
_SYMBOL_WORDS = 3  # "UN doc. A/75/816", "resolution 75/240"
_SYMBOL_LENGTH = 80


class Kind(Enum):
    """What a lexeme is."""

    WORD = "a word"
    QUOTE = "a quoted phrase"
    SYMBOL = "a symbol"
    FIELD = "a field"
    OPEN = "("
    CLOSE = ")"
    AND = "AND"
    OR = "OR"
    NOT = "NOT"
    NEAR = "NEAR"


@dataclass(frozen=True, slots=True)
class Lexeme:
    """A piece of what was typed, from `start`. `distance` is that of NEAR, or of the `~5` behind a quoted phrase."""

    kind: Kind
    text: str
    start: int
    distance: int | None = None


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed without its invisible characters; `positions[i]` is where character `i` stood (and one more)."""

    text: str
    positions: tuple[int, ...]


def typed(query: str) -> Typed:
    """The query as the grammar reads it: nothing invisible, and curly or wide quotes and brackets as plain ones.

    Raises QueryError for one longer than MAX_LENGTH.
    """
    if len(query) > MAX_LENGTH:
        raise QueryError(
            f"The query has {len(query):,} characters; at most {MAX_LENGTH:,} can be searched at once. "
            "Search for a part of it.",
            position=MAX_LENGTH,
        )
    kept = [position for position, char in enumerate(query) if not is_ignorable(char)]
    return Typed("".join(query[position] for position in kept).translate(_TYPED), (*kept, len(query)))


def lexemes(text: str) -> Iterator[Lexeme]:
    """The lexemes of a query in order. Raises QueryError."""
    position = 0
    after_field = ""
    while (position := _skip_space(text, position)) < len(text):
        lexeme, position = _lexeme(text, position, after_field)
        after_field = lexeme.text if lexeme.kind is Kind.FIELD else ""
        yield lexeme


def _skip_space(text: str, position: int) -> int:
    while position < len(text) and text[position].isspace():
        position += 1
    return position


def _lexeme(text: str, start: int, after_field: str) -> tuple[Lexeme, int]:
    """The lexeme that begins at `start`, and where the next one may begin."""
    char = text[start]
    if char == '"':
        return _quote(text, start)
    if char in "()":
        return Lexeme(Kind(char), char, start), start + 1
    if char == "-" and _denies(text, start):
        return Lexeme(Kind.NOT, char, start), start + 1
    if not after_field and (field := _FIELD.match(text, start)) and (found := _field(field, text)):
        return found
    if after_field in ("", "symbol", *CITATION_FIELDS, *TEXT_FIELDS) and (symbol := _symbol(text, start)):
        return symbol
    return _word(text, start)


def _denies(text: str, start: int) -> bool:
    """Whether a hyphen is NOT: at the start of a word, and before something that can be searched."""
    follows = text[start + 1 : start + 2]
    free = start == 0 or text[start - 1].isspace() or text[start - 1] == "("
    return free and (follows.isalnum() or follows in ('"', "(")) and follows != ""


def _quote(text: str, start: int) -> tuple[Lexeme, int]:
    end = text.find('"', start + 1)
    if end < 0:
        raise QueryError('This quotation mark is not closed. Add the second ", or leave it out.', position=start)
    inside = text[start + 1 : end]
    distance = _SLOP.match(text, end + 1)
    if distance is None:
        return Lexeme(Kind.QUOTE, inside, start), end + 1
    return Lexeme(Kind.QUOTE, inside, start, _distance(distance[1], end + 1)), distance.end()


def _distance(written: str, position: int) -> int:
    if not written.isdecimal() or int(written) > MAX_DISTANCE:
        raise QueryError(
            f"{written!r} is no distance. Write a number of words from 0 to {MAX_DISTANCE}, as in "
            '"states norms"~5 or norms NEAR/5 states.',
            position=position,
        )
    return int(written)


def _field(field: re.Match[str], text: str) -> tuple[Lexeme, int] | None:
    """`name:` before a value; None where the colon is only punctuation."""
    name = field["name"].lower()
    if name in FIELDS:
        return Lexeme(Kind.FIELD, name, field.start()), field.end()
    after = text[field.end() : field.end() + 1]
    if not (after.isalnum() or after == '"' or after == "("):
        return None
    near = next(iter(get_close_matches(name, (*FIELDS, *_OTHER_NAMES), n=1)), None)
    hint = f" Did you mean {_OTHER_NAMES.get(near, near)}:?" if near else f" There are {', '.join(FIELDS)}."
    raise QueryError(
        f"There is no field {field['name']!r}.{hint} To search for the words themselves, put them in quotes.",
        position=field.start(),
    )


def _symbol(text: str, start: int) -> tuple[Lexeme, int] | None:
    """A symbol in any spelling, with the words that may lead it (`res. 75/240`): the longest reading wins."""
    chunks = list(_CHUNK.finditer(text, start, start + _SYMBOL_LENGTH))[:_SYMBOL_WORDS]
    if not chunks or chunks[0][0] in _OPERATORS:
        return None
    for chunk in reversed(chunks):
        spelled = text[start : chunk.end()]
        if "(" not in spelled:  # a bracket that closes here was opened in the query, not in the symbol
            spelled = spelled.rstrip("),;")
        if any(char.isdigit() for char in spelled) and '"' not in spelled and symbols.candidates(spelled):
            return Lexeme(Kind.SYMBOL, spelled, start), start + len(spelled)
    return None


def _word(text: str, start: int) -> tuple[Lexeme, int]:
    end = point.end() if (point := _POINT.match(text, start)) else _word_end(text, start)
    word = text[start:end]
    if word in _OPERATORS:
        return Lexeme(Kind[word], word, start), end
    if near := _NEAR.fullmatch(word):
        written = near["distance"]
        distance = NEAR_DISTANCE if written is None else _distance(written, start)
        return Lexeme(Kind.NEAR, word, start, distance), end
    return Lexeme(Kind.WORD, word, start), end


def _word_end(text: str, start: int) -> int:
    """Where a word ends: a bracket opened inside it and closed again, as in 13(f), belongs to it."""
    end = start
    while end < len(text) and not text[end].isspace() and text[end] not in '")':
        if text[end] == "(":
            if (inside := _BRACKETED.match(text, end)) is None:
                break
            end = inside.end()
        else:
            end += 1
    return end
