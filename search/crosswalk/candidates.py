"""The paragraphs that may name an item: a query for the engine, wider than what `references` then reads."""

from __future__ import annotations

from collections.abc import Iterator

from index.analysis import exact_terms
from index.query import And, Exact, Or, Phrase, Query
from search.crosswalk.lists import AgreedList, Name

# The words of the patterns, as they are indexed.
_NORMS = (
    "norm", "norms", "norme", "normes", "norma", "normas", "норма", "нормы", "норм", "норме", "норму", "нормой",
    "нормам", "нормами", "нормах", "القاعدة", "قاعدة", "القواعد", "قواعد", "المعيار", "المعايير", "规范", "准则",
)  # fmt: skip
_CBMS = (
    "CBM", "CBMs", "MDC", "MFC", "МУД", "building measure", "building measures", "de confiance",
    "la confiance", "la confianza", "укрепления доверия", "بناء الثقة", "建立信任措施",
    "vertrauensbildende", "vertrauensbildenden",
)  # fmt: skip
# Between "CBM" and its number.
_NUMBERED = ("", " no", " nos", " number", " numbers")
_LETTERS = "abcdefghijk"
_SPOKEN_OF = ("confidence building", *_CBMS)


def query(agreed: AgreedList) -> Query:
    """Paragraphs that name an item of a list by number or by name, and some that do not."""
    numbers = _norm_numbers() if agreed.key == "norm" else _cbm_numbers(len(agreed.items))
    named = [_phrase(name.words) for item in agreed.items for name in item.names]
    alone: list[Name] = [name for item in agreed.items for name in item.alone]
    spoken = Or(tuple(_phrase(words) for words in (_NORMS if agreed.key == "norm" else _SPOKEN_OF)))
    return Or((*numbers, *(_phrase(name.words) for name in alone), And((Or(tuple(named)), spoken))))


def _norm_numbers() -> Iterator[Query]:
    for word in _NORMS:
        yield _phrase(f"{word} 13")
        yield from (_phrase(f"{word} {letter}") for letter in _LETTERS)
    for letter in _LETTERS:
        yield _phrase(f"13 ({letter})")
        yield from (_phrase(f"{word} 13{letter}") for word in ("norm", "norms"))


def _cbm_numbers(most: int) -> Iterator[Query]:
    for word in _CBMS:
        for number in range(1, most + 1):
            # Written with "No." in the languages of the Latin alphabet alone.
            yield from (_phrase(f"{word}{sign} {number}") for sign in (_NUMBERED if word in _CBMS[:2] else ("",)))


def _phrase(words: str) -> Query:
    terms = exact_terms(words)
    return Phrase(terms) if len(terms) > 1 else Exact(terms[0])
