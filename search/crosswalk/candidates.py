"""The paragraphs that may name an item: a query for the engine, wider than what `references` then reads."""

from __future__ import annotations

from collections.abc import Iterator

from index.analysis import exact_terms
from index.query import And, Exact, Or, Phrase, Query
from search.crosswalk.lists import AgreedList

# The words of the patterns, as they are indexed.
_NORMS = (
    "norm", "norms", "norme", "normes", "norma", "normas", "норма", "нормы", "норм", "норме", "норму", "нормой",
    "нормам", "нормами", "нормах", "القاعدة", "قاعدة", "القواعد", "قواعد", "المعيار", "المعايير", "规范", "准则",
)  # fmt: skip
_CBMS = (
    "CBM", "CBMs", "MDC", "MFC", "МУД", "confidence building", "de confiance",
    "la confiance", "la confianza", "укрепления доверия", "بناء الثقة", "建立信任措施",
    "vertrauensbildende", "vertrauensbildenden",
)  # fmt: skip
_LETTERS = "abcdefghijk"


def query(agreed: AgreedList) -> Query:
    """Paragraphs that name an item of a list by number or by name, and many that do not.

    A few words of the list beside a number anywhere: as phrases of each word with each number it would take ten times
    longer to ask.
    """
    of_norms = agreed.key == "norm"
    spoken = Or(tuple(_phrase(words) for words in (_NORMS if of_norms else _CBMS)))
    named = tuple(_phrase(name.words) for item in agreed.items for name in item.names)
    alone = tuple(_phrase(name.words) for item in agreed.items for name in item.alone)
    numbers = _norm_numbers() if of_norms else (Exact(str(number)) for number in range(1, len(agreed.items) + 1))
    return Or((And((spoken, Or((*numbers, *named)))), *alone, *(_beside() if of_norms else ())))


def _norm_numbers() -> Iterator[Query]:
    yield Exact("13")
    # In a Latin text these stand alone as the names of items or lists; "a" and "i" are words.
    yield from (Exact(letter) for letter in _LETTERS if letter not in "ai")
    yield from (Exact(f"13{letter}") for letter in _LETTERS)


def _beside() -> Iterator[Query]:
    """What is a number only where it stands beside something."""
    yield from (_phrase(f"{word} {letter}") for word in ("norm", "norms") for letter in "ai")
    yield from (_phrase(f"13 ({letter})") for letter in _LETTERS)


def _phrase(words: str) -> Query:
    terms = exact_terms(words)
    return Phrase(terms) if len(terms) > 1 else Exact(terms[0])
