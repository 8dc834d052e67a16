"""The one tokeniser: texts when they are indexed, queries, and marks in results all get their words here.

A word has an exact term (folded, `index.analysis_fold`) and a stem (Snowball, by the language of its passage). Exact
terms do not depend on the language, so that a quoted phrase means the same in all of them. A symbol such as
`A/RES/75/240` is one term where its first part stands, and its parts are words too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache, partial
from threading import get_ident
from typing import Any, NamedTuple

from corpus import symbols
from index.analysis_fold import PAIRED, cut_runs, fold, terms_of_runs
from index.engine import Terms
from index.query import trimmed

# Snowball's name for the languages we stem; Chinese is cut into pairs, and others are left as they are.
LANGUAGES = {
    "ar": "arabic", "de": "german", "en": "english", "es": "spanish", "fr": "french", "it": "italian", "ru": "russian",
}  # fmt: skip

# Anything that is a digit, and a few characters more.
_FIGURE = re.compile(r"[\d²³¹\u2070-\u2089\u2460-\u24ff\u2776-\u2792\U0001f100-\U0001f10a]")


class Token(NamedTuple):
    """A word of a text: `text[start:end]`, the `position`th word. A symbol shares the position of its first part."""

    term: str
    stem: str
    start: int
    end: int
    position: int


# Term, start, end, position: what Token says but the stem, for those who read many texts.
WordPlace = tuple[str, int, int, int]


@lru_cache(maxsize=64)
def _stemmer(algorithm: str, thread: int) -> Any:
    """A Snowball stemmer for one thread: it must not be shared."""
    try:
        import Stemmer
    except ImportError:  # no compiled one for this machine: the same stems, slower
        from snowballstemmer import stemmer

        return stemmer(algorithm)
    return Stemmer.Stemmer(algorithm, 0)


def base_language(language: str) -> str:
    """`en` for `en`, `EN` and `en-GB`."""
    return language.replace("_", "-").partition("-")[0].lower()


def stem(term: str, language: str) -> str:
    """The stem of a folded term in a language (`en`, `fr-CH`); the term itself where we know no stemmer."""
    return _stem_in(base_language(language))(term)


@lru_cache(maxsize=64)
def _stem_in(base: str) -> Callable[[str], str]:
    """What gives the stems of one language. It remembers them by the term alone, which costs the least to look up."""
    return lru_cache(maxsize=1 << 15)(partial(_stemmed, base)) if base in LANGUAGES else str


def _stemmed(base: str, term: str) -> str:
    if not term.isalpha():
        return term
    if base == "ar" and term.endswith("ه"):
        # Folding writes ta marbuta as ha; the stemmer knows it only by its own letter.
        term = term[:-1] + "ة"
    stemmed: str = _stemmer(LANGUAGES[base], get_ident()).stemWord(term)
    return fold(stemmed)


def symbol_term(symbol: str) -> str:
    """The one term that stands for a symbol given in normal form."""
    return symbol.casefold()


def _mentions(text: str) -> list[symbols.Mention]:
    # Every symbol has a figure in it: most passages are spared the search.
    return symbols.find(text) if _FIGURE.search(text) else []


def _words(text: str, mentions: Iterable[symbols.Mention]) -> Iterator[WordPlace]:
    """Every word, and every symbol beside its first part."""
    coming = iter(mentions)
    mention = next(coming, None)
    position = 0
    for offset, parts in cut_runs(text):
        for term, start, end in parts:
            if mention is not None and mention.start <= offset + start:
                whole = symbol_term(mention.symbol.text)
                if whole != term:  # a symbol of one part, such as a CELEX number, is that part
                    yield whole, mention.start, mention.end, position
                mention = next(coming, None)
            yield term, offset + start, offset + end, position
            position += 1


def words(text: str, *, with_symbols: bool = True) -> list[WordPlace]:
    """The words of a text in order, without their stems; whole symbols beside their parts. Any string goes in."""
    return list(_words(text, _mentions(text) if with_symbols else ()))


def stems(found: Iterable[str], language: str) -> list[str]:
    """The stem of each of these folded terms; an unknown language is not stemmed."""
    return list(map(_stem_in(base_language(language)), found))


def tokenize(text: str, language: str = "") -> list[Token]:
    """The words of a text in order, with their stems."""
    found = words(text)
    told = zip(found, stems((word[0] for word in found), language), strict=True)
    return [Token(term, stemmed, start, end, position) for (term, start, end, position), stemmed in told]


def analyse(text: str, language: str = "") -> tuple[Terms, tuple[str, ...]]:
    """The words of a text as engines keep them, and the symbols that it cites, each once."""
    mentions = _mentions(text)
    if mentions:
        words = list(_words(text, mentions))
        exact, positions = [word[0] for word in words], [word[3] for word in words]
    else:
        exact = terms_of_runs(text)
        positions = list(range(len(exact)))
    found = Terms(tuple(exact), tuple(map(_stem_in(base_language(language)), exact)), tuple(positions))
    return found, tuple(dict.fromkeys(mention.symbol.text for mention in mentions))


def terms(text: str, language: str = "") -> Terms:
    """The words of a text as engines keep them."""
    return analyse(text, language)[0]


def exact_terms(text: str) -> tuple[str, ...]:
    """The exact terms of a quoted phrase, one a position, as `index.query.Phrase` takes them.

    The last character of a run of Chinese is free (empty) where more words follow, and left out at the end: in the
    text it may go on.
    """
    return tuple(trimmed(placed_terms(text)))


def placed_terms(text: str) -> list[str]:
    """The same with what is free at the ends, for a text that is one part of a phrase."""
    found: list[str] = []
    for token in tokenize(text):
        alone = token.end - token.start == 1 and PAIRED.match(text, token.start)
        inner = token.start > 0 and PAIRED.match(text, token.start - 1)
        if token.position < len(found):
            found[token.position] = token.term  # the parts of a symbol are what stands in the text
        else:
            found.append("" if alone and inner else token.term)
    return found
