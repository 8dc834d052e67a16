"""The shingle index: which paragraphs share groups of words with a text, exact or altered.

    found = Shingles.open(home.shingles).candidates(terms_of_runs(text))   # index.analysis_fold
    store.passages([each.passage_id for each in found.found])              # then compare the words

It is one SQLite file beside the engines that follows the store's change feed (`follow`).
"""

from __future__ import annotations

from index.shingles.file import remove
from index.shingles.following import follow, is_followed
from index.shingles.hashing import LENGTH
from index.shingles.reading import Candidate, Candidates, Shingles

__all__ = ["LENGTH", "Candidate", "Candidates", "Shingles", "follow", "is_followed", "remove"]
