"""From the library to answers. Nothing here knows the protocol."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from corpus.store import Store, StoredDocument, StoredPassage, StoredVersion
from search.answer import Answer, FoundDocument, FoundPassage, document_path, first_language, passage_path
from search.document_view import (
    KnownDocument,
    NoSuchPart,
    choose_paragraphs,
    choose_version,
    known_document,
    place_read,
)
from search.library import Library
from search.mcp import answers
from search.mcp.wording import SILENCE, cite_as, not_covered, too_many
from search.web.reading import Heading, rows
from search.web.reading import Paragraph as Row

# Every article of an act has a paragraph 1: more than these are no answer to read.
MOST_PARAGRAPHS = 20


def found(library: Library, answer: Answer) -> answers.Found:
    """A search's answer."""
    versions = _versions(library.store, {passage.version for hit in answer.hits for passage in hit.passages})
    scope = "paragraph" if answer.scope == "passage" else "document"
    hits = tuple(_hit(hit, versions) for hit in answer.hits)
    meaning = f"{answer.total} of what is held have all the words." if answer.total else SILENCE
    return answers.Found(answer.query, scope, answer.total, meaning, answer.notices, hits)


def _versions(store: Store, ids: set[int]) -> dict[int, StoredVersion]:
    held = ((number, store.version(number)) for number in ids)
    return {number: version for number, version in held if version is not None}


def _hit(hit: FoundDocument, versions: dict[int, StoredVersion]) -> answers.Hit:
    document = hit.document
    paragraphs = (
        _found_paragraph(document, passage, versions[passage.version])
        for passage in hit.passages
        if passage.version in versions
    )
    return answers.Hit(
        symbol=document.key,
        status=_status(document),
        date=document.date,
        source=document.source,
        process=document.process,
        type=document.type,
        languages=document.languages,
        source_url=document.url,
        permalink=document_path(document.key),
        paragraphs=tuple(paragraphs),
        same=tuple(other.id for other in hit.same),
        partial=hit.partial,
        quoted=answers.QuotedTitle(document.title, document.submitters),
    )


def _found_paragraph(document: StoredDocument, passage: FoundPassage, version: StoredVersion) -> answers.Paragraph:
    return answers.Paragraph(
        symbol=document.key,
        paragraph=passage.number,
        page=passage.page,
        language=passage.language,
        # A number that comes again in an annex has no permalink of its own.
        cite_as=cite_as(document.key, passage.number, passage.page, again="#p-" in passage.url),
        source_url=version.url,
        payload_digest=version.payload_digest,
        fetched=version.fetched,
        permalink=passage.url,
        quoted=answers.QuotedParagraph(document.title, passage.heading, passage.text),
    )


def paragraphs(library: Library, symbol: str, number: str, under: str, language: str) -> answers.Paragraphs:
    """The paragraphs with a printed number, or the one that a permalink ends with (`p-12`).

    `under` are words of a heading above them, or empty. Raises UnknownDocument, NoSuchPart.
    """
    document = library.store.document(symbol)
    versions = library.store.versions(document.id)
    version = choose_version(document, versions, language or None)
    if version is None:
        raise NoSuchPart(not_covered(document.key))
    passages = _under(under, document, library.store.passages_of(document.id, version.id))
    wanted = number.removeprefix("#")
    chosen = [passage for passage in passages if passage.anchor == wanted] or choose_paragraphs(
        document, passages, wanted
    )
    told = tuple(_paragraph(document, passage, version) for passage in chosen[:MOST_PARAGRAPHS])
    return answers.Paragraphs(document.key, len(chosen), too_many(len(chosen), len(told)), told)


def _under(heading: str, document: StoredDocument, passages: Sequence[StoredPassage]) -> Sequence[StoredPassage]:
    """The passages below a heading that has these words; all of them where none are given."""
    words = f" {' '.join(heading.casefold().split())} "
    found = [item for item in passages if any(words in f" {text.casefold()} " for text in item.heading)]
    if heading.strip() and not found:
        raise NoSuchPart(f"{document.key} has no heading with {heading!r}; get_document lists its contents.")
    return found if heading.strip() else passages


def _paragraph(document: StoredDocument, passage: StoredPassage, version: StoredVersion) -> answers.Paragraph:
    return answers.Paragraph(
        symbol=document.key,
        paragraph=passage.number,
        page=passage.page,
        language=passage.language or version.language,
        cite_as=cite_as(document.key, passage.number, passage.page, again=passage.repeated),
        source_url=version.url,
        payload_digest=version.payload_digest,
        fetched=version.fetched,
        permalink=passage_path(document, passage),
        quoted=answers.QuotedParagraph(document.title, passage.heading, passage.text, passage.unrevised),
        revision=passage.revision,
    )


def document(library: Library, symbol: str, language: str) -> answers.Document:
    """What is known of a document. Raises UnknownDocument, NoSuchPart for a language that is not held."""
    known = known_document(library.store, library.store.document(symbol))
    shown = choose_version(known.document, known.versions, language or None)
    passages = library.store.passages_of(known.document.id, shown.id) if shown else []
    return _document(known, shown, passages)


def _document(known: KnownDocument, shown: StoredVersion | None, passages: Sequence[StoredPassage]) -> answers.Document:
    document = known.document
    return answers.Document(
        symbol=document.key,
        status=_status(document),
        meaning="" if document.held else not_covered(document.key),
        date=document.date,
        date_kind=document.date_kind,
        source=document.source,
        process=document.process,
        type=document.type,
        source_url=document.url,
        permalink=document_path(document.key),
        texts=tuple(_text(document, version) for version in known.versions if version.current),
        language=shown.language if shown else "",
        paragraphs=tuple(dict.fromkeys(passage.number for passage in passages if passage.number)),
        family=tuple(member.key for member in known.family),
        part_of=known.part_of.key if known.part_of else "",
        parts=tuple(part.key for part in known.parts),
        cites=tuple(link.symbol for link in known.cites),
        cited_by=tuple(link.symbol for link in known.cited_by),
        quoted=_quoted(known, shown, passages),
    )


def _quoted(
    known: KnownDocument, shown: StoredVersion | None, passages: Sequence[StoredPassage]
) -> answers.QuotedDocument:
    document = known.document
    facts = {name: answers.FactRead(fact.value, place_read(fact)) for name, fact in sorted(known.facts.items())}
    path = _path(document, shown.language) if shown else ""
    return answers.QuotedDocument(
        document.title,
        document.submitters,
        document.session,
        facts,
        tuple(_contents(path, passages)),
        shown.remarks if shown else (),
    )


def _contents(path: str, passages: Sequence[StoredPassage]) -> Iterator[answers.Section]:
    above: list[Heading] = []
    for row in rows(passages):
        if isinstance(row, Heading):
            above.append(row)
        elif isinstance(row, Row):
            for heading in above:
                yield answers.Section(heading.text, heading.level - 1, row.number, f"{path}#{heading.anchor}")
            above = []


def _text(document: StoredDocument, version: StoredVersion) -> answers.Text:
    return answers.Text(
        language=version.language,
        media_type=version.media_type,
        pages=version.pages,
        source_url=version.url,
        payload_digest=version.payload_digest,
        fetched=version.fetched,
        permalink=_path(document, version.language),
    )


def _path(document: StoredDocument, language: str) -> str:
    path = document_path(document.key)
    return path if language == first_language(document) else f"{path}?lang={language}"


def _status(document: StoredDocument) -> answers.Status:
    return "held" if document.held else "not covered"
