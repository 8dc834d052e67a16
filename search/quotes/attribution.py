"""What a quotation says of where it is from: the symbol and the paragraph named beside it. Pure.

`“...” (A/75/816, para. 24)`, `paragraph 24 of A/75/816 says “...”`, `Ibid., para. 25`. What stands behind a quotation
is believed before what stands ahead of it in the same sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.symbols import Mention, find
from search.quotes.sentences import sentences

# "para. 24", "paras. 24-26", "paragraph 13 (f)", "OP5", "§ 4", and the same in the other languages.
_WORD = (
    r"(?:operative\s+|preambular\s+)?(?:paragraphs?|paras?\.?|párrafos?|párrs?\.?|paragraphes?|par\.|absatz|abs\.|ziff\.?"
    r"|parágrafos?|пункт\w*|пп?\.|الفقرة|§{1,2}|op\.?|pp(?=\s?\d)|articles?|arts?\.?|artículos?|artikel|стать\w+|ст\."
    r"|المادة|recitals?)"
)
_FIGURE = r"\d{1,4}[a-z]?(?:\s*\([a-z]{1,4}\)|\s*\(\d{1,2}\))*"
_PARAGRAPH = re.compile(
    rf"(?<!\w)(?P<word>{_WORD})\s*(?P<number>{_FIGURE})|第\s*(?P<chinese>\d{{1,4}})\s*[段条條]", re.IGNORECASE
)
_ARTICLE = re.compile(r"art|стать|ст\.|المادة")
_OF = re.compile(
    r"\s*(?:\)\s*)?(?:of|in|de|del|du|der|des|von|из|из\s+документа|من)?\s*(?:the\s+)?(?:\w+\s+){0,3}\(?$", re.I
)
_IBID = re.compile(r"(?<!\w)(?:ibid(?:em)?|там же|同上|المرجع نفسه)\b", re.IGNORECASE)
# How far behind a quotation and ahead of it a symbol may stand.
_BEHIND, _AHEAD = 160, 240
# A source in brackets behind a quotation belongs to that one; behind a full stop a sentence begins.
_TAKEN = re.compile(r"[”“»«\"’」』]\s*[(（][^()（）]*(?:\([a-z0-9]{1,4}\)[^()（）]*)*[)）]")
_ENDED = re.compile(r"(?:[.!?][)”»\"’]*|[。！？])\s*$")
_MINE = re.compile(r"[.;!?]\s+[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Attribution:
    """A document named beside a quotation, as it is written and in normal spelling, and its paragraph if one is."""

    symbol: str
    paragraph: str = ""


def attribution(text: str, start: int, end: int, before: Attribution | None = None) -> Attribution | None:
    """What the words around a range of a paragraph name as its origin; `before` is what `ibid.` stands for."""
    behind = _until_next(text[end : end + _BEHIND])
    if named := _named(behind):
        return named
    if before and (ibid := _IBID.search(behind)):
        return Attribution(before.symbol, _number(behind[ibid.end() :]))
    ahead = _same_sentence(text[:start])[-_AHEAD:]
    named = _named(ahead, last=True)
    if named and not named.paragraph:
        return Attribution(named.symbol, _number(behind[:40]))
    return named


def _same_sentence(ahead: str) -> str:
    """What stands ahead of a quotation in its sentence, behind the source in brackets of one before it."""
    ranges = sentences(ahead)
    if not ranges or _ENDED.search(ahead):
        return ""
    start, _ = ranges[-1]
    taken = [found.end() for found in _TAKEN.finditer(ahead)]
    return ahead[max([start, *taken]) :]


def _until_next(behind: str) -> str:
    """What stands behind a quotation, up to the next one, or to the next sentence that is not in brackets."""
    cut = re.split("[“„«「]", behind, maxsplit=1)[0]
    stop = _MINE.search(cut)
    return cut if stop is None or "(" in cut[: stop.start()].rpartition(")")[2] else cut[: stop.start() + 1]


def _named(text: str, *, last: bool = False) -> Attribution | None:
    mentions = find(text) if any(map(str.isdigit, text)) else []
    if not mentions:
        return None
    mention = mentions[-1 if last else 0]
    return Attribution(mention.symbol.text, _beside(text, mention, mentions))


def _beside(text: str, mention: Mention, others: Sequence[Mention]) -> str:
    """The number of the paragraph named behind a symbol, or ahead of it (`paragraph 24 of A/75/816`)."""
    until = next((other.start for other in others if other.start >= mention.end), len(text))
    if number := _number(text[mention.end : min(until, mention.end + 60)]):
        return number
    ahead = text[max(0, mention.start - 80) : mention.start]
    found = list(_PARAGRAPH.finditer(ahead))
    return _read(found[-1]) if found and _OF.match(ahead[found[-1].end() :]) else ""


def _number(text: str) -> str:
    found = _PARAGRAPH.search(text)
    return _read(found) if found else ""


def _read(found: re.Match[str]) -> str:
    number = re.sub(r"\s*\(", " (", found["number"] or found["chinese"])
    word = (found["word"] or "").casefold()
    if _ARTICLE.match(word):
        return f"art. {number}"
    return f"PP{number}" if word.startswith(("pp", "preambular")) and not word.startswith("ppr") else number


def names(paragraph: str, number: str, article: str = "") -> bool:
    """Whether a printed number is the one that a draft names: `24`, `24 (a)` below it, `OP24`.

    `24 (a)` is also what `24` holds. `article` is that of the paragraph, where it stands in one.
    """
    wanted = _plain(paragraph.removeprefix("art. "))
    if paragraph.startswith("art. "):
        number = f"{article} {number}" if article else number
    found = _plain(number)
    if not wanted or not found:
        return False
    return found[: len(wanted)] == wanted or wanted[: len(found)] == found


def _plain(number: str) -> tuple[str, ...]:
    told = number.casefold().removeprefix("op")
    return tuple(re.findall(r"[^\W_]+", told))
