"""What there is to check in a draft: its quotations, and the sentences outside of them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from search.quotes.attribution import Attribution, attribution
from search.quotes.folding import words
from search.quotes.notes import note_of, sources
from search.quotes.quotations import Quotation, quotations
from search.quotes.sentences import sentences

Kind = Literal["quotation", "block quotation", "sentence"]

# Shorter stretches beside a quotation ("the Group agreed that") are no sentence to look for.
_WORDS_BESIDE = 8
_MARKED = re.compile(r"\s*>\s?")
# A line that was broken to fit: it ends in the middle of a sentence, and the next one begins there.
_BROKEN = re.compile(r"(?<=[^\s.:;!?”\"»])\s*\n\s*(?=[a-zß-öø-ÿа-я])")
# A paragraph of its own behind a colon that ends with its source in brackets.
_SOURCE = re.compile(r"\s*[(\[][^()\[\]]{3,80}(?:\([a-z]{1,4}\)[^()\[\]]{0,20})?[)\]]\s*\.?\s*$")


@dataclass(frozen=True, slots=True)
class DraftParagraph:
    """A paragraph of the user's own text; `language` is empty where it is not known. `note` is a footnote's mark."""

    text: str
    language: str = ""
    page: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """Words to look for, as they stand in the draft: in its paragraph `paragraph`, from 1.

    `continued` says that it goes on a quotation of the paragraph before.
    """

    kind: Kind
    text: str
    paragraph: int
    page: int = 0
    language: str = ""
    attributed: Attribution | None = None
    continued: bool = False

    @property
    def quoted(self) -> bool:
        """Whether it says of itself that it is somebody else's words."""
        return self.kind != "sentence"


def paragraphs_of(text: str) -> list[DraftParagraph]:
    """The paragraphs of plain text: parted by empty lines where there are any, else by lines that end a sentence."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    parted = re.split(r"\n\s*\n", lines) if re.search(r"\n\s*\n", lines) else _BROKEN.sub(" ", lines).split("\n")
    return [DraftParagraph(" ".join(part.split())) for part in parted if part.strip()]


def claims(paragraphs: Sequence[DraftParagraph]) -> list[Claim]:
    """Everything to check in a draft, in its order."""
    blocks = {number: block for number in range(len(paragraphs)) if (block := _block(paragraphs, number))}
    texts = ["" if number in blocks else paragraph.text for number, paragraph in enumerate(paragraphs)]
    marked: dict[int, list[Quotation]] = {}
    for quotation in quotations(texts):
        marked.setdefault(quotation.paragraph, []).append(quotation)
    found: list[Claim] = []
    last: Attribution | None = None
    notes = [note_of(paragraph.text, paragraph.note) for paragraph in paragraphs]
    for number, paragraph in enumerate(paragraphs):
        quoted = marked.get(number, ())
        named = sources(paragraph.text, quoted, notes[number:])
        made = [blocks[number]] if number in blocks else list(_claims(paragraph, number, quoted, named, last))
        last = next((claim.attributed for claim in reversed(made) if claim.attributed), last)
        found.extend(made)
    return _continued(found)


def _block(paragraphs: Sequence[DraftParagraph], number: int) -> Claim | None:
    """A paragraph that is a quotation as a whole: marked with `>`, or between a colon and its source in brackets."""
    paragraph = paragraphs[number]
    marked = _MARKED.match(paragraph.text)
    source = _SOURCE.search(paragraph.text)
    named = attribution(paragraph.text, 0, source.start()) if source else None
    led_in = number > 0 and paragraphs[number - 1].text.rstrip().endswith((":", "："))
    if not marked and not (led_in and named):
        return None
    if led_in and named is None:
        ahead = paragraphs[number - 1].text
        named = attribution(ahead, len(ahead), len(ahead))
    text = paragraph.text[marked.end() if marked else 0 : source.start() if source and named else None]
    text = re.sub(r"\s>\s", " ", text).strip().strip('“”"«»„')
    return Claim("block quotation", text, number + 1, paragraph.page, paragraph.language, named) if text else None


def _claims(
    paragraph: DraftParagraph,
    number: int,
    marked: Sequence[Quotation],
    noted: Sequence[str],
    last: Attribution | None,
) -> Iterator[Claim]:
    """The claims of one paragraph, in its order. `noted` is the footnote of each quotation; empty where it has none."""
    text, language, page = paragraph.text, paragraph.language, paragraph.page
    found: list[tuple[int, Claim]] = []
    for one, note in zip(marked, noted, strict=True):
        named = attribution(text, one.outer_start, one.outer_end, last) or attribution(note, 0, 0, last)
        last = named or last
        said = text[one.start : one.end].strip()
        found.append((one.start, Claim("quotation", said, number + 1, page, language, named, one.continued)))
    for start, end in sentences(text):
        for first, final in _outside(start, end, marked):
            said = text[first:final].strip()
            whole = (first, final) == (start, end)
            if whole or words(said) >= _WORDS_BESIDE:
                named = attribution(text, first, final)
                found.append((first, Claim("sentence", said, number + 1, page, language, named)))
    yield from (claim for _, claim in sorted(found, key=lambda each: each[0]))


def _outside(start: int, end: int, marked: Sequence[Quotation]) -> Iterator[tuple[int, int]]:
    """The ranges of a sentence that no quotation covers."""
    for one in marked:
        if one.outer_end > start and one.outer_start < end:
            if one.outer_start > start:
                yield start, one.outer_start
            start = max(start, one.outer_end)
    if start < end:
        yield start, end


def _continued(found: Sequence[Claim]) -> list[Claim]:
    """The parts of a quotation over several paragraphs have one origin: what is named behind the last of them."""
    told = list(found)
    for place in range(len(told) - 1, 0, -1):
        this, before = told[place], told[place - 1]
        follows = this.kind == before.kind == "quotation" and this.paragraph == before.paragraph + 1
        if this.continued and follows and before.attributed is None:
            told[place - 1] = replace(before, attributed=this.attributed)
    return told
