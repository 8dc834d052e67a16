"""Words, phrases and nearness of a query as text leaves: every word analysed as the index analyses texts."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from corpus import symbols
from corpus.errors import QueryError
from index.analysis import Token, exact_terms, placed_terms, stem, symbol_term, tokenize
from index.analysis_fold import APOSTROPHES, PAIRED
from index.query import And, Exact, Fuzzy, Near, Or, Phrase, Prefix, Query, Synonyms, TextField, Word, trimmed
from search.grammar import Kind, Lexeme

MAX_PHRASE = 100
MAX_NEAR = 6
MAX_EDITS = 2
_MAX_ALTERNATIVES = 64

_PREFIX = re.compile(r"(?P<word>.*\w)\*+", re.DOTALL)
_FUZZY = re.compile(r"(?P<word>.*\w)~(?P<edits>\d*)", re.DOTALL)
# "13 (f)", "13(f)", "13f": a point of a numbered paragraph, by which norms and measures are cited.
_POINT = re.compile(r"(?P<number>\d{1,3})\s*\(?(?P<letter>[A-Za-z])\)?")
_STAR_INSIDE = re.compile(r"\*\w")
_STAR = re.compile(r"(?<!\S)\*(?!\S)|(?<=\w)\*+(?!\w)")
# French and Italian articles that an apostrophe ties to the next word: nobody searches for them.
_ELIDED = frozenset(
    ("c", "d", "j", "l", "m", "n", "s", "t", "qu", "un", "dell", "all", "nell", "sull", "dall", "lorsqu", "jusqu")
)


def word_query(typed: str, field: TextField, languages: Sequence[str], position: int) -> Query:
    """What a single word finds: its stem in any of the languages; `prefix*` and `fuzzy~` their terms.

    A word of several parts (`confidence-building`) needs them all; where a part is short (`e-mail`), side by side. A
    point of a paragraph (`13 (f)`) is found in each of its spellings. Raises QueryError for a star or an edit distance
    that cannot be searched.
    """
    if _STAR_INSIDE.search(typed):
        raise QueryError(
            f"In {typed!r} the star stands in front of letters. It stands for the end of a word only: attribut*.",
            position=position,
        )
    if (prefix := _PREFIX.fullmatch(typed)) and (tokens := _tokens(prefix["word"])):
        *before, last = tokens
        return _and([*_words(before, field, languages), Prefix(last.term, field)])
    if (fuzzy := _FUZZY.fullmatch(typed)) and (tokens := _tokens(fuzzy["word"])):
        *before, last = tokens
        return _and([*_words(before, field, languages), Fuzzy(last.term, _edits(fuzzy["edits"], position), field)])
    if point := _POINT.fullmatch(typed):
        number, letter = point["number"], point["letter"].lower()
        return Synonyms((Phrase((number, letter), field), Exact(number + letter, field)), field)
    return _and([part for run, paired in _runs(typed) for part in _run_query(run, paired, field, languages)])


def is_fuzzy(lexeme: Lexeme) -> bool:
    """Whether a lexeme is a `fuzzy~` word."""
    return lexeme.kind is Kind.WORD and _FUZZY.fullmatch(lexeme.text) is not None


def stands_for_many(lexeme: Lexeme) -> int:
    """How many prefixes and fuzzy words there are in a lexeme."""
    return is_fuzzy(lexeme) + (len(_STAR.findall(lexeme.text)) if lexeme.kind in (Kind.WORD, Kind.QUOTE) else 0)


def _edits(written: str, position: int) -> int:
    edits = int(written) if written.isdecimal() and len(written) < 3 else 0
    if written and not 1 <= edits <= MAX_EDITS:
        raise QueryError(
            f"~{written} is too far: write word~ or word~2, for one or two letters that differ.", position=position
        )
    return edits or 1


def _and(parts: Sequence[Query]) -> Query:
    return parts[0] if len(parts) == 1 else And(tuple(parts))


def _runs(text: str) -> Iterator[tuple[str, bool]]:
    """The text cut where Chinese begins and ends; whether each piece is Chinese."""
    end = 0
    for run in PAIRED.finditer(text):
        yield text[end : run.start()], False
        yield run[0], True
        end = run.end()
    yield text[end:], False


def _run_query(run: str, paired: bool, field: TextField, languages: Sequence[str]) -> list[Query]:
    if paired:
        return [_paired_query(run, field)] if exact_terms(run) else []
    tokens = _tokens(run)
    if len(tokens) > 1 and any(len(token.term) < 3 for token in tokens):
        return [_phrase([token.term for token in tokens], field)]
    return _words(tokens, field, languages)


def _paired_query(run: str, field: TextField) -> Query:
    """All pairs of characters, and more for standing side by side; one character alone begins a pair."""
    pairs = exact_terms(run)
    if len(run) == 1:
        return Prefix(pairs[0], field)
    words = tuple(Word(pair, field) for pair in pairs)
    return words[0] if len(words) == 1 else Or((And(words), Phrase(pairs, field)))


def _tokens(text: str) -> list[Token]:
    """The words of a piece of the query: symbols whole, articles that are elided left out."""
    tokens = tokenize(text)
    whole = [token for token, after in itertools.pairwise(tokens) if token.position == after.position]
    kept = [
        token
        for token in tokens
        if token in whole or not any(symbol.start <= token.start < symbol.end for symbol in whole)
    ]
    return [
        token
        for number, token in enumerate(kept, 1)
        if not (number < len(kept) and token.term in _ELIDED and text[token.end : token.end + 1] in tuple(APOSTROPHES))
    ]


def _words(tokens: Sequence[Token], field: TextField, languages: Sequence[str]) -> list[Query]:
    return [_stemmed(token.term, field, languages) for token in tokens]


def _stemmed(term: str, field: TextField, languages: Sequence[str]) -> Query:
    stems = dict.fromkeys(stem(term, language) for language in languages or ("",))
    words = tuple(Word(stemmed, field) for stemmed in stems)
    return words[0] if len(words) == 1 else Synonyms(words, field)


def _phrase(terms: Sequence[str], field: TextField) -> Query:
    if len(terms) > 1:
        return Phrase(tuple(terms), field)
    return Prefix(terms[0][:-1], field) if terms[0].endswith("*") else Exact(terms[0], field)


def quoted_terms(quoted: str, position: int) -> tuple[str, ...]:
    """The exact terms of a phrase. A star behind a word makes it a prefix, a star alone is any one word.

    Raises QueryError if it is too long.
    """
    symbol = symbols.parse(quoted)
    if symbol is not None and any(char.isalpha() for char in quoted):
        return (symbol_term(symbol.text),)
    terms: list[str] = []
    start = 0
    for star in _STAR.finditer(quoted):
        before = placed_terms(quoted[start : star.start()])
        after_word = star.start() > start and not quoted[star.start() - 1].isspace()
        if after_word and before and before[-1]:
            before[-1] += "*"
        elif not after_word:
            before.append("")
        terms += before
        start = star.end()
    terms = list(trimmed([*terms, *placed_terms(quoted[start:])]))
    if len(terms) > MAX_PHRASE:
        raise QueryError(
            f"A quoted phrase can have {MAX_PHRASE} words at most; this one has {len(terms)}. Quote a part of it.",
            position=position,
        )
    return tuple(terms)


def quote_query(quoted: str, distance: int | None, field: TextField, position: int) -> Query:
    """What a quoted phrase finds: its words, each as it is written, side by side or within `distance`."""
    terms = quoted_terms(quoted, position)
    if distance is not None and len(terms) > 1:
        return near_query([[(term,)] for term in terms if term], distance, field, position)
    if len(terms) == 1 and PAIRED.fullmatch(quoted.strip()) and len(quoted.strip()) == 1:
        return Prefix(terms[0], field)
    return _phrase(terms, field)


def near_query(sides: Sequence[Sequence[tuple[str, ...]]], distance: int, field: TextField, position: int) -> Query:
    """One phrase of every side near one another. Raises QueryError for too many sides or alternatives."""
    if len(sides) > MAX_NEAR:
        raise QueryError(
            f"At most {MAX_NEAR} words or phrases can be near one another; here are {len(sides)}. Leave some out.",
            position=position,
        )
    count = 1
    for side in sides:
        count *= len(side)
    if count > _MAX_ALTERNATIVES:
        raise QueryError(
            f"The OR groups around NEAR make {count} combinations; at most {_MAX_ALTERNATIVES} can be searched.",
            position=position,
        )
    found = tuple(Near(phrases, distance, field) for phrases in itertools.product(*sides))
    return found[0] if len(found) == 1 else Or(found)
