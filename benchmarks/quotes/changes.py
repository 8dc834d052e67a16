"""What a judged quotation does to the words of the document: each change has a name. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from types import MappingProxyType

Words = list[str]


def changed(words: Sequence[str], changes: str) -> str:
    """The words with changes done one after another: `swap shall should; ellipsis 3 9`. Raises ValueError."""
    told = list(words)
    for change in filter(None, map(str.strip, changes.split(";"))):
        name, *arguments = change.split(" ")
        if name not in CHANGES:
            raise ValueError(f"There is no change {name!r}.")
        told = CHANGES[name](told, arguments)
    return " ".join(told)


def _swap(words: Words, arguments: Sequence[str]) -> Words:
    """`swap OLD NEW [N]`: the N-th OLD (1) is NEW; `_` in NEW is a space."""
    old, new = arguments[0], arguments[1].replace("_", " ")
    place = _places(words, old)[int(arguments[2]) - 1 if len(arguments) > 2 else 0]
    return [*words[:place], words[place].replace(old, new, 1), *words[place + 1 :]]


def _places(words: Words, wanted: str) -> list[int]:
    return [place for place, word in enumerate(words) if word.strip(",.;:()“”’'\"") == wanted]


def _drop(words: Words, arguments: Sequence[str]) -> Words:
    """`drop K`: without the K-th word, from 0."""
    place = int(arguments[0])
    return [*words[:place], *words[place + 1 :]]


def _insert(words: Words, arguments: Sequence[str]) -> Words:
    """`insert K NEW`: NEW before the K-th word; `_` is a space."""
    place = int(arguments[0])
    return [*words[:place], arguments[1].replace("_", " "), *words[place:]]


def _order(words: Words, arguments: Sequence[str]) -> Words:
    """`order K`: the K-th word and the next one change places."""
    place = int(arguments[0])
    return [*words[:place], words[place + 1], words[place], *words[place + 2 :]]


def _move(words: Words, arguments: Sequence[str]) -> Words:
    """`move K`: the words from the K-th on come first."""
    place = int(arguments[0])
    return [*words[place:], *words[:place]]


def _ellipsis(words: Words, arguments: Sequence[str]) -> Words:
    """`ellipsis A B [MARK]`: MARK (`...`) for the words from A to B."""
    first, last = int(arguments[0]), int(arguments[1])
    return [*words[:first], arguments[2] if len(arguments) > 2 else "...", *words[last:]]


def _brackets(words: Words, arguments: Sequence[str]) -> Words:
    """`brackets A B WORDS`: the quoting author's own WORDS in brackets for the words from A to B."""
    first, last = int(arguments[0]), int(arguments[1])
    return [*words[:first], f"[{arguments[2].replace('_', ' ')}]", *words[last:]]


def _every(change: Callable[[str], str]) -> Callable[[Words, Sequence[str]], Words]:
    return lambda words, arguments: change(" ".join(words)).split(" ")


def _hyphenated(text: str) -> str:
    """The longest word broken at the end of a line."""
    longest = max(re.findall(r"[^\W\d_]{8,}", text), key=len)
    return text.replace(longest, f"{longest[: len(longest) // 2]}-\n{longest[len(longest) // 2 :]}", 1)


def _first_letter(text: str) -> str:
    return f"[{text[0].swapcase()}]{text[1:]}"


def _lines(text: str) -> str:
    """Lines of some 60 characters, as they are copied from a PDF."""
    words, lines, line = text.split(" "), [], ""
    for word in words:
        if line and len(line) + len(word) > 60:
            lines.append(line)
            line = ""
        line = f"{line} {word}".strip()
    return "\n".join([*lines, line])


def _straight(text: str) -> str:
    return text.translate(str.maketrans("“”„«»’‘", '"""""\'\''))


CHANGES: MappingProxyType[str, Callable[[Words, Sequence[str]], Words]] = MappingProxyType(
    {
        "swap": _swap,
        "drop": _drop,
        "insert": _insert,
        "order": _order,
        "move": _move,
        "ellipsis": _ellipsis,
        "brackets": _brackets,
        "sic": lambda words, arguments: _insert(words, [arguments[0], "[sic]"]),
        "swap-text": lambda words, arguments: ["".join(words).replace(arguments[0], arguments[1], 1)],
        "straight": _every(_straight),
        "curly": _every(lambda text: text.replace("'", "’")),
        "dashes": _every(lambda text: text.replace("–", "-").replace("—", "-")),
        "long-dashes": _every(lambda text: text.replace("-", "\u2011")),
        "ligatures": _every(lambda text: text.replace("ffi", "ﬃ").replace("fi", "ﬁ").replace("fl", "ﬂ")),
        "hyphenated": _every(_hyphenated),
        "first-letter": _every(_first_letter),
        "lines": _every(_lines),
        "no-break": _every(lambda text: text.replace(" of ", "\u00a0of\u00a0").replace(" the ", "\u00a0the ")),
        "capitals": _every(str.upper),
        "soft-hyphen": _every(lambda text: re.sub(r"(\w{5})(\w{4})", "\\1\u00ad\\2", text)),
    }
)
