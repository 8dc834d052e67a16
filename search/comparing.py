"""Two texts found and compared: documents that are held, or files of the user's own.

What cannot be compared (a text that is not held, two languages) is refused with what to do about it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from corpus.document import Extract
from corpus.errors import ExtractError, TooCostly, UnknownDocument
from corpus.store import Store, StoredDocument, StoredPassage, StoredVersion
from search.answer import document_path, passage_path
from search.cite import citation, sharing
from search.document_view import NoSuchPart, choose_version
from search.redline import Paragraph, Redline, Text
from search.redline.compare import compare

Reading = Literal["accepted", "unrevised"]
Readings = Literal["accepted", "unrevised", "old-unrevised", "new-unrevised"]
# How both sides are read where they have tracked changes: as accepted, or one or both as they stood before.
READINGS: Mapping[Readings, tuple[Reading, Reading]] = MappingProxyType(
    {
        "accepted": ("accepted", "accepted"),
        "unrevised": ("unrevised", "unrevised"),
        "old-unrevised": ("unrevised", "accepted"),
        "new-unrevised": ("accepted", "unrevised"),
    }
)

# Beyond it a comparison takes many seconds, which the web form does not spend on one reader.
MOST_PARAGRAPHS = 2_500
# What two paragraphs take grows with the square of their words: two of 50,000 words take two seconds and 320 MB.
LONGEST_PARAGRAPH = 200_000


class Incomparable(NoSuchPart):
    """Two texts cannot be compared: one is not held, or they have no language in common. The message has the cure."""


@dataclass(frozen=True, slots=True)
class Side:
    """A side that was found: its texts by language, of which one is compared. `remarks` are about a text's reading.

    `read` gives the text of a language in a reading.
    """

    name: str
    languages: tuple[str, ...]
    read: Callable[[str, Reading], tuple[Text, Sequence[str]]]


def compared(old: Side, new: Side, language: str = "", readings: Readings = "accepted", most: int = 0) -> Redline:
    """The redline of two sides in a language, or in the first that both have; English comes before others.

    A text is compared with itself as it stood before its tracked changes. With `most`, longer texts are refused.
    Raises Incomparable, NoSuchPart, TooCostly.
    """
    spoken = (language, language) if language else common_language(old, new)
    itself = old.name == new.name
    of_old, of_new = READINGS["old-unrevised" if itself else readings]
    mine, about_old = old.read(spoken[0], of_old)
    theirs, about_new = new.read(spoken[1], of_new)
    if most and not (_is_small(mine, most) and _is_small(theirs, most)):
        raise TooCostly(
            f"A text of more than {most} paragraphs, or with one of more than {LONGEST_PARAGRAPH} characters, is "
            f"compared on the command line only: `verbale compare {old.name} {new.name}`."
        )
    notices = [*_each(mine, about_old), *(_each(theirs, about_new) if not itself else ())]
    if itself:
        notices.append("Both sides are the same text: it is compared with what it was before its tracked changes.")
    if not (mine.language and theirs.language):
        notices.append("The language of a side is not known: changes of commitment may be missing.")
    return compare(mine, theirs, notices)


def _is_small(text: Text, most: int) -> bool:
    return len(text.paragraphs) <= most and all(len(one.text) <= LONGEST_PARAGRAPH for one in text.paragraphs)


def _each(text: Text, remarks: Sequence[str]) -> list[str]:
    return [f"{text.name}: {remark}" for remark in remarks]


def common_language(old: Side, new: Side) -> tuple[str, str]:
    """The languages of both sides to compare. Raises Incomparable where they have none in common."""
    both = [language for language in new.languages if language in old.languages]
    if both:
        return (both[0], both[0])
    if "" in old.languages or "" in new.languages:  # a file that is too short to tell
        return old.languages[0], new.languages[0]
    raise Incomparable(
        f"{old.name} is in {_listed(old.languages)}, {new.name} in {_listed(new.languages)}: texts are compared in one "
        "language. `verbale import FILE` takes in the text that is missing, `--lang` says in which language a file is; "
        "two languages of one document stand side by side on its page."
    )


def _listed(languages: Sequence[str]) -> str:
    return ", ".join(language or "an unknown language" for language in languages)


def held(store: Store, asked: str) -> Side:
    """The side of a document that is held, by symbol; `A/75/816@3` is its version 3, an earlier one.

    Raises UnknownDocument, Incomparable, NoSuchPart.
    """
    name, _, number = asked.rpartition("@") if asked.rpartition("@")[2].isdigit() else (asked, "", "")
    document = store.document(name)
    versions = [one for one in store.versions(document.id) if one.current or str(one.id) == number]
    if number:
        versions = [one for one in versions if str(one.id) == number]
        if not versions:
            raise NoSuchPart(f"{document.key} has no version {number}; its page lists those it has.")
    if not versions:
        raise Incomparable(
            f"{document.key} is known by title only, its text is not held. `verbale update` fetches it if its source "
            "can be reached, `verbale import FILE` takes it from a file."
        )
    languages = sorted({one.language for one in versions}, key=lambda code: (code != "en", code))
    label = f"{document.key}@{number}" if number else document.key

    def read(language: str, reading: Reading) -> tuple[Text, Sequence[str]]:
        version = next((one for one in versions if one.language == language), None)
        if version is None:
            choose_version(document, versions, language or None)  # says which languages there are
            raise NoSuchPart(f"{label} is not held in {language!r}.")
        text, revised = _text(store, document, version, label, reading)
        return text, _read_as(version.remarks, reading, revised=revised)

    return Side(label, tuple(languages), read)


def _read_as(remarks: Sequence[str], reading: Reading, *, revised: bool) -> Sequence[str]:
    """The remarks on a text, of which the one on its tracked changes (corpus/extract/formats/docx.py) says how it is
    read where it is kept: it may be read otherwise here.
    """
    if reading == "accepted" or not revised:
        return remarks
    others = [remark for remark in remarks if not remark.startswith("Tracked changes:")]
    return [*others, "It is compared as it stood before its tracked changes."]


def _text(
    store: Store, document: StoredDocument, version: StoredVersion, label: str, reading: Reading
) -> tuple[Text, bool]:
    """A text in a reading, and whether it has tracked changes."""
    passages = store.passages_of(document.id, version.id)
    shared = sharing(passages)
    paragraphs = []
    for passage in passages:
        words = _words(passage.text, passage.revision, passage.unrevised, reading)
        if words.strip():
            cite = _cited(document, passage, shared=passage.id in shared)
            url = _address(document, version, passage)
            paragraphs.append(Paragraph(words, passage.number, passage.heading, passage.page, url, cite))
    digest = version.payload_digest
    text = Text(label, document.title, version.language, document.date, digest, tuple(paragraphs))
    return text, any(passage.revision for passage in passages)


def _cited(document: StoredDocument, passage: StoredPassage, *, shared: bool) -> str:
    """Its citation without the full stop, which is that of the abbreviation in "ninth preambular para."."""
    text = citation(document, "un", passage, shared=shared).text
    return text if text.endswith("para.") else text.removesuffix(".")


def _address(document: StoredDocument, version: StoredVersion, passage: StoredPassage) -> str:
    if version.current:
        return passage_path(document, passage)
    return f"{document_path(document.key)}?version={version.id}#{passage.anchor}"


def _words(text: str, revision: str, unrevised: str, reading: Reading) -> str:
    """The words of a paragraph in a reading; none where it was not there yet, or is not there any more."""
    return unrevised if revision and reading == "unrevised" else text


def of_file(name: str, digest: str, extract: Extract) -> Side:
    """The side of a user's own file that was read."""

    def read(language: str, reading: Reading) -> tuple[Text, Sequence[str]]:
        # The language of a file is a guess of ours, and whoever names another one knows better.
        doubt = f"It reads like {extract.language!r} and is compared as {language!r}, as asked."
        remarks = (doubt,) if language and extract.language not in ("", language) else ()
        paragraphs = [
            Paragraph(_words(one.text, one.revision, one.unrevised, reading), one.number, one.heading, one.page)
            for one in extract.passages
        ]
        said = tuple(one for one in paragraphs if one.text.strip())
        front = extract.front
        date = front.date_adopted or front.date_issued or front.date_on_text
        revised = any(one.revision for one in extract.passages)
        notes = _read_as(extract.notes, reading, revised=revised)
        return Text(name, front.title, language or extract.language, date, digest, said), (*notes, *remarks)

    return Side(name, (extract.language,), read)


def side(store: Store | None, asked: str, read: Callable[[Path], tuple[str, Extract]]) -> Side:
    """The side that a user names: a file that is there, else a symbol; without a store there are files only.

    `read` gives a file's digest and extract. Raises UnknownDocument, Incomparable, NoSuchPart.
    """
    path = Path(asked)
    if store is not None and not path.is_file():
        try:
            return held(store, asked)
        except UnknownDocument:
            if path.suffix[1:].isalpha():
                raise Incomparable(f"There is no file {asked!r}, and no document of that name is held.") from None
            raise
    try:
        digest, extract = read(path)
    except ExtractError as error:
        raise Incomparable(f"{asked} cannot be compared: {error}") from error
    return of_file(asked, digest, extract)
