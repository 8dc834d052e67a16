"""The marks of EU law on the web: classes of the Official Journal and of consolidated texts, notes, signs of changes.

EUR-Lex writes the same things in several ways: `oj-ti-art` since 2019, `ti-art` before, `title-article-norm` in
consolidated texts. Consolidated texts show with `►M1 ... ◄` and `▼B` which act a piece comes from; these are no words.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from corpus.extract.wording import clean

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_TITLE = re.compile(
    r"(?:^|\s)(?:oj-)?(?P<name>doc-ti|s?ti-art|ti-section|ti-grseq|ti-chap|ti-annex\w*|ti-tbl|s?title-article|title-division"
    r"|title-gr-seq|title-annex|title-doc|title-table)(?:$|[\s-])"
)
_LEVELS = {
    "doc-ti": 1, "title-doc": 1, "title-annex": 2, "title-division": 3, "ti-section": 3, "ti-art": 5, "sti-art": 5,
    "title-article": 5, "stitle-article": 5,
}  # fmt: skip
_NOTE = re.compile(r"(?:^|[\s-])(?:note|footnote|fn|endnote)(?:$|\s)|MsoFootnoteText")
_CONTENTS = re.compile(r"(?:^|\s)(?:oj-)?(?:toc-(?:item|\d)|title-toc)(?:$|\s)")
_CHANGES = re.compile(r"[►▼]\s?[BMCA]\d{0,3}\b|\s?◄")
_MARK = re.compile(r"[\[(]?(?:\d{1,3}|\*{1,4}|[a-z])[\])]?")
_LEADS_TO_NOTE = re.compile(r"#.*(?:n(?:tr|tc|ote)|f(?:n|tn)|cite|src\.?E|E0\d{3})", re.IGNORECASE)

# Stands where a mark led to a note. It is of no script, so that it is gone from clean text.
REFERENCE = "\ue000"
_BRACKETED = re.compile(rf"\s?[(\[]\s*{REFERENCE}\s*[)\]]|\s{REFERENCE}(?=\s?[,.;:])")


def heading_level(names: str, text: str) -> int:
    """The level of a heading of an act by the classes of its element; 0 if it is none.

    What stands in brackets in the title, such as the relevance for the EEA, is a remark and no heading.
    """
    found = _TITLE.search(names)
    if found is None or (text.startswith("(") and text.endswith(")")):
        return 0
    return _LEVELS.get(found["name"], 4)


def is_note(element: HtmlElement) -> bool:
    """Whether an element is a note by its class or role."""
    return bool(_NOTE.search(element.get("class") or "")) or element.get("role") == "doc-footnote"


def is_contents(element: HtmlElement) -> bool:
    """Whether an element is an entry of the table of contents of an act."""
    return bool(_CONTENTS.search(element.get("class") or ""))


def is_mark(text: str) -> bool:
    """Whether a text is only a mark that leads to a note: `1`, `(1)`, `[1]`, `*`."""
    return _MARK.fullmatch(clean(text)) is not None


def leads_to_note(link: HtmlElement) -> bool:
    """Whether a link within the page leads to a note, by its address or because it is raised."""
    address = link.get("href") or ""
    if not address.startswith("#") or not is_mark(link.text_content()):
        return False
    raised = any("super" in (item.get("class") or "") for item in link.iterdescendants("span"))
    return raised or bool(_LEADS_TO_NOTE.search(address))


def in_note(element: HtmlElement) -> bool:
    """Whether an element stands in a note, where its mark is the number of the note."""
    return any(is_note(above) for above in element.iterancestors())


def without_marks(text: str) -> str:
    """Running text without the marks that lead to notes and without the signs of a consolidated text."""
    return _BRACKETED.sub("", _CHANGES.sub("", text)).replace(REFERENCE, "")
