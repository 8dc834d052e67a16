"""What the quote check asks of the library: paragraphs near some words, documents by symbol, citations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from corpus.store import Store, StoredDocument, StoredPassage
from index.analysis_fold import terms_of_runs
from index.shingles import LENGTH, Shingles
from index.shingles.reading import SHARE
from search.answer import passage_path
from search.cite import citation, sharing
from search.quotes import Place
from search.quotes.folding import Folded, fold

# Paragraphs that share less than this part of what the best one shares cannot have all the words.
_AS_GOOD = 0.5
_MOST_NEAR = 60
# A paragraph that goes on behind a page break or a table does not end like one.
_ENDS = '.;:!?。！？؟"”»'


@dataclass(slots=True)
class Holdings:
    """The store and the shingle index, with what one check has read already. For one thread."""

    store: Store
    shingles: Shingles
    _documents: dict[int, StoredDocument] = field(default_factory=dict)
    _folded: dict[int, Folded] = field(default_factory=dict)
    _texts: dict[int, list[StoredPassage]] = field(default_factory=dict)
    _shared: dict[int, frozenset[int]] = field(default_factory=dict)
    _symbols: dict[str, StoredDocument | None] = field(default_factory=dict)

    def near(self, words: str, share: float = SHARE) -> list[StoredPassage]:
        """The paragraphs that share most groups of words with these, at least this part of them, best first.

        Raises EngineError, StoreError.
        """
        found = self.shingles.candidates(terms_of_runs(words), share=share, most=_MOST_NEAR).found
        least = found[0].shared * _AS_GOOD if found else 0
        ids = [one.passage_id for one in found if one.shared >= least]
        passages = self.store.passages(ids) if ids else {}
        return [passages[number] for number in ids if number in passages]

    def near_any(self, words: str) -> list[StoredPassage]:
        """The paragraphs that share three words in a row with a few words, those that share most of them first."""
        terms = terms_of_runs(words)
        found: Counter[int] = Counter()
        for at in range(len(terms) - LENGTH + 1):
            near = self.shingles.candidates(terms[at : at + LENGTH], most=_MOST_NEAR).found
            found.update(one.passage_id for one in near)
        ids = [number for number, _ in found.most_common(_MOST_NEAR)]
        passages = self.store.passages(ids) if ids else {}
        return [passages[number] for number in ids if number in passages]

    def folded(self, passage: StoredPassage) -> Folded:
        """The paragraph's text, folded."""
        if passage.id not in self._folded:
            self._folded[passage.id] = fold(passage.text)
        return self._folded[passage.id]

    def cited(self, symbol: str) -> StoredDocument | None:
        """The document of a symbol, held or only known; None where it is neither."""
        if symbol not in self._symbols:
            self._symbols[symbol] = self.store.browsing.document(symbol)
        return self._symbols[symbol]

    def document(self, passage: StoredPassage) -> StoredDocument:
        """The smallest document that a paragraph belongs to."""
        if passage.document_id not in self._documents:
            self._documents |= self.store.documents([passage.document_id])
        return self._documents[passage.document_id]

    def text(self, document_id: int) -> Sequence[StoredPassage]:
        """The paragraphs of all current texts of a document, in their order."""
        if document_id not in self._texts:
            self._texts[document_id] = self.store.current_passages(document_id)
        return self._texts[document_id]

    def beside(self, passage: StoredPassage) -> list[StoredPassage]:
        """The text that a paragraph stands in, in its order, without footnotes."""
        return [
            one for one in self.text(passage.document_id)
            if one.version_id == passage.version_id and not one.number.startswith("fn ")
        ]  # fmt: skip

    def going_on(self, passage: StoredPassage) -> StoredPassage | None:
        """A paragraph with what goes on in the next ones (page breaks, columns); None where it ends by itself.

        The same where it goes on one before it: then from that one. Footnotes between them are passed over.
        """
        text = self.beside(passage)
        at = next((place for place, one in enumerate(text) if one.id == passage.id), None)
        if at is None:
            return None
        first = at
        while first and _goes_on(text[first - 1], text[first]) and at - first < 2:
            first -= 1
        last = at
        while last + 1 < len(text) and _goes_on(text[last], text[last + 1]) and last - at < 3:
            last += 1
        if first == last:
            return None
        return replace(text[first], id=-passage.id, text=" ".join(one.text for one in text[first : last + 1]))

    def place(self, passage: StoredPassage, printed: str = "") -> Place:
        """A paragraph as the answer names it, with the citation to use."""
        document = self.document(passage)
        if document.id not in self._shared:
            text = [one for one in self.text(document.id) if one.version_id == passage.version_id]
            self._shared[document.id] = sharing(text)
        return self._place(document, passage, printed, shared=passage.id in self._shared[document.id])

    def other_place(self, passage: StoredPassage) -> Place:
        """The same without looking at the rest of its document: the page is told where its number came before."""
        return self._place(self.document(passage), passage, "", shared=passage.repeated)

    def _place(self, document: StoredDocument, passage: StoredPassage, printed: str, *, shared: bool) -> Place:
        return Place(
            id=document.key,
            title=document.title,
            date=document.date,
            language=passage.language or passage.version_language,
            number=passage.number,
            page=passage.page,
            cite=citation(document, "un", passage, shared=shared).text,
            url=passage_path(document, passage),
            original=document.url,
            printed=printed,
        )


def _goes_on(first: StoredPassage, second: StoredPassage) -> bool:
    """Whether the second paragraph is the rest of the first one: no number of its own, and no end before it."""
    return not second.number and bool(first.text.strip()) and first.text.rstrip()[-1] not in _ENDS
