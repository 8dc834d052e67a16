"""The types of documents, in plain words (sources.md section 11): read from symbol, label and title."""

from __future__ import annotations

import re

from corpus.symbols import parse

# (type, what the source's label says, what the title says): the first that matches counts, an empty pattern never.
_WORDS = (
    ("zero draft", r"zero.draft", r"\bzero.draft\b"),
    ("pre-draft", r"pre-?draft", r"\bpre-?draft\b"),
    ("transcript", r"transcript", r"^transcript\b"),
    ("list of participants", r"participants", r"^(?:provisional )?list of participants"),
    ("compendium of statements", r"compendium", r"\bcompendium\b"),
    ("conference room paper", r"conference room paper|\bcrp\b", r"^conference room paper"),
    ("chair's summary", r"chair.{0,8}summary", r"chair.{0,8}summary"),
    (
        "chair's paper",
        r"chair.{0,8}(?:letter|paper|elements|draft)|letter (?:from|by|of) the chair",
        r"chair\W?s? (?:non-?paper|paper|discussion paper|letter)|letter (?:from|by|of) the chair",
    ),
    ("amendment", r"amendment", r"^(?:proposed )?amendments? to (?:the )?draft"),
    ("draft resolution", r"draft resolution", r": draft resolution$|^draft resolution"),
    ("draft decision", r"draft decision", r": draft decision$|^draft decision"),
    (
        "draft report",
        r"draft (?:\w+ ){0,3}report|(?:first|revised|final) draft|\brev\.? ?\d",
        r"^(?:\w+ |rev\.? ?\d )?draft (?:of the |of )?(?:\w+ ){0,3}report|\breport\b.{0,12}\brev\.? ?\d",
    ),
    ("agenda", r"agenda|programme of work", r"^(?:(?:provisional|draft|annotated) ){0,3}(?:agenda|programme)"),
    ("SG report with national views", r"(?:national|state) views", ""),
    ("Council conclusions", r"council conclusions", r"^(?:draft )?council conclusions"),
    ("CFSP decision", r"cfsp decision", r"^council (?:implementing )?decision \(cfsp\)"),
    ("joint communication", r"joint communication", r"^join\(|^joint communication"),
    ("PC decision", r"pc decision|permanent council decision", ""),
    ("MC decision", r"mc decision|ministerial council decision", ""),
    ("journal", r"journal", r"^journal\b"),
    ("meeting record", r"(?:summary|verbatim) record", r"^(?:summary|verbatim) record"),
    ("summit declaration", r"summit (?:declaration|communiqu|statement)", r"\bsummit (?:declaration|communiqu)"),
    ("press release", r"press release", r"^press release"),
    ("letter", r"^letter|note verbale", r"^(?:identical )?letters? dated|^note verbale"),
    ("non-paper", r"non-?paper", r"\bnon-?paper\b"),
    ("working paper", r"working paper", r"^working paper|: working paper"),
    ("stakeholder contribution", r"stakeholder|non-governmental|civil society", r"\bstakeholders?\b"),
    ("joint statement", r"(?:joint|group) statement", r"^joint (?:statement|contribution)|^statement.{0,40}behalf of"),
    ("national statement", r"statement|intervention", r"^(?:national )?(?:statement|intervention|remarks)\b"),
    ("national position", r"position", r"\bposition\b.{0,60}\binternational law"),
    ("national strategy", r"national (?:\w+ ?){0,2}strateg", ""),
    ("treaty", r"convention|protocol|treaty|^agreement", r"^(?:agreement (?:among|between)|protocol to|convention on)"),
    ("directive", r"directive", r"^directive \("),
    ("regulation", r"regulation", r"^(?:council |commission )?(?:implementing |delegated )?regulation \("),
    ("strategy", r"strateg", ""),
    ("guidelines", r"guidelines", r"\bimplementing guidelines\b"),
    ("fact sheet", r"fact ?sheet", r"^fact ?sheet"),
    ("declaration", r"declaration|pledge", r"^declaration\b"),
    (
        "report",
        r"report",
        r"^(?:\w+ ){0,2}report\b|: (?:report|note) (?:of|by) the (?:secretary-general|group of|open-ended|ad hoc)",
    ),
    ("decision", r"^decision", ""),
    ("resolution", r"^resolution", ""),
    ("national strategy", "", r"\bcyber.{0,20}(?:strategy|policy)\b|\bnational (?:\w+ ){1,2}(?:strategy|policy)\b"),
)
TYPES = tuple(dict.fromkeys(name for name, _, _ in _WORDS))

# What the symbol alone settles; `L.` is settled further by the words.
_SYMBOLS = (
    ("resolution", r"(?:A|S|E)/(?:HRC/)?RES/.*"),
    ("decision", r"(?:A|E)/(?:HRC/)?DEC/.*|3\d{4}D\d{4}.*|[A-Z]{3,6}\.DEC/.*"),
    ("meeting record", r".*/(?:PV|SR)\.\d+"),
    ("PC decision", r"PC\.DEC/.*"),
    ("MC decision", r"MC(?:\(\d+\))?\.DEC/.*"),
    ("journal", r"[A-Z]+\.JOUR/.*"),
    ("national statement", r"[A-Z]+\.DEL/.*"),
    ("regulation", r"3\d{4}R\d{4}.*"),
    ("directive", r"3\d{4}L\d{4}.*"),
    ("joint communication", r"5\d{4}JC\d{4}"),
    ("treaty", r"C?ETS No\. \d+"),
    ("stakeholder contribution", r".*/NGO/\d+"),
)
_FORMS = (
    ("conference room paper", r".*/CRP\.\d+"),
    ("working paper", r".*/WP\.\d+"),
)
_LIMITED = re.compile(r".*/L\.\d+")
_REPORT = re.compile(r"A/\d+/\d+")
_ICT_ITEM = re.compile(
    r"developments in the field of information|advancing responsible state|programme of action to", re.IGNORECASE
)
_OF_A_GROUP = re.compile(r"group of governmental experts|working group", re.IGNORECASE)
_TOLD_BY_TITLE = {
    "letter": ("chair's paper",),
    "national statement": ("joint statement", "stakeholder contribution"),
    "conference room paper": ("zero draft", "draft report", "chair's summary", "compendium of statements"),
}


def type_of(symbol: str, title: str = "", label: str = "") -> str:
    """The type (one of TYPES) of a document; empty if not known.

    The symbol's series decides where it can; then the source's label for the kind of document; then the title.
    """
    parsed = parse(symbol)
    family = parsed.family if parsed else ""
    by_label, by_title = _by_words(label, 1), _by_words(title, 2)
    # A listing says "statement" or "conference room paper" of the form; only the title tells whose, or what.
    if by_title in _TOLD_BY_TITLE.get(by_label, ()):
        by_label = by_title
    if _LIMITED.fullmatch(family):
        return _limited(by_label or by_title, label)
    settled = _matched(_SYMBOLS, family)
    if settled == "decision" and "CFSP decision" in (by_label, by_title):
        return "CFSP decision"
    if by_title == "national strategy" and family:  # what has a symbol is no State's own document
        by_title = ""
    return settled or by_label or _views(family, title) or by_title or _matched(_FORMS, family)


def _matched(symbols: tuple[tuple[str, str], ...], family: str) -> str:
    return next((name for name, pattern in symbols if family and re.fullmatch(pattern, family)), "")


def _by_words(text: str, column: int) -> str:
    patterns = ((row[0], row[column]) for row in _WORDS)
    return next((name for name, pattern in patterns if pattern and re.search(pattern, text, re.IGNORECASE)), "")


def _limited(by_words: str, label: str) -> str:
    """What a document for limited distribution is: nearly always a draft resolution."""
    if by_words in ("amendment", "draft decision", "draft report"):
        return by_words
    return "draft decision" if re.search(r"\bdecision\b", label, re.IGNORECASE) else "draft resolution"


def _views(family: str, title: str) -> str:
    """Reports to the Assembly that bear the title of the ICT item hold the views of States."""
    of_states = _REPORT.fullmatch(family) and _ICT_ITEM.match(title) and not _OF_A_GROUP.search(title)
    return "SG report with national views" if of_states else ""
