"""What the first page of a sample document prints above its text (UN: sources.md 2.6, OSCE: 5.6)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from crawler.sample.document import SampleDocument

Look = Literal["plain", "bold", "title", "large", "italic"]
Align = Literal["left", "centre", "right"]

_NOTICE_IN = {
    "fr": "Document d’exemple rédigé pour verbale ; ce n’est pas un document officiel.",
    "es": "Documento de muestra redactado para verbale; no es un documento oficial.",
    "de": "Für verbale geschriebenes Beispieldokument; kein amtliches Dokument.",
    "ru": "Образец, написанный для verbale; не является официальным документом.",
    "ar": "وثيقة نموذجية كُتبت من أجل verbale وليست وثيقة رسمية.",
    "zh": "本文件是为verbale编写的示例，不是正式文件。",
}
NOTICE = "Sample document written for verbale; not an official record"
_UNITED_NATIONS = {
    "en": ("United Nations", "General Assembly", "English"),
    "fr": ("Nations Unies", "Assemblée générale", "Français"),
    "es": ("Naciones Unidas", "Asamblea General", "Español"),
}
_ORIGINAL = {"fr": "Original : anglais", "es": "Original: inglés"}
_ADOPTED = {
    "en": "Resolution adopted by the General Assembly on {date}",
    "fr": "Résolution adoptée par l’Assemblée générale le {date}",
    "es": "Resolución aprobada por la Asamblea General el {date}",
}
_OSCE = {
    "en": ("Organization for Security and Co-operation in Europe", "Original: ENGLISH"),
    "fr": ("Organisation pour la sécurité et la coopération en Europe", "FRANÇAIS\nOriginal : ANGLAIS"),
    "de": ("Organisation für Sicherheit und Zusammenarbeit in Europa", "DEUTSCH\nOriginal: ENGLISCH"),
    "ru": ("Организация по безопасности и сотрудничеству в Европе", "RUSSIAN\nOriginal: ENGLISH"),
}


@dataclass(frozen=True, slots=True)
class FrontLine:
    """One line (or a longer text that may be broken) of the first page."""

    text: str
    look: Look = "plain"
    align: Align = "left"


@dataclass(frozen=True, slots=True)
class Front:
    """`masthead` and `organ` at the left, the lines of `right` beside them, `side` under them, then those `below`."""

    masthead: str
    organ: str
    right: tuple[str, ...]
    side: tuple[FrontLine, ...]
    below: tuple[FrontLine, ...]


def notices(language: str) -> tuple[str, ...]:
    """The lines that say, in English and in the language of the document, that this is a sample."""
    return (NOTICE, *([_NOTICE_IN[language]] if language in _NOTICE_IN else []))


def front(document: SampleDocument) -> Front:
    """The first page of a document, by its layout."""
    layouts = {"un": _united_nations, "osce": _osce, "letter": _letter, "statement": _statement, "paper": _paper}
    return layouts[document.layout](document)


def _lines(*lines: tuple[str, Look, Align]) -> tuple[FrontLine, ...]:
    return tuple(FrontLine(text, look, align) for text, look, align in lines if text)


def _united_nations(document: SampleDocument) -> Front:
    organization, organ, language = _UNITED_NATIONS[document.language]
    translated = document.language != "en"
    right = [document.distribution, document.printed_date]
    if document.original or translated:
        right += ["", document.original or language]
        right += [_ORIGINAL[document.language]] if translated else []
    side = _lines(
        (document.session, "bold", "left"),
        (document.committee, "bold", "left"),
        (document.meeting, "plain", "left"),
        (document.agenda, "plain", "left"),
        (document.subject, "bold", "left"),
    )
    return Front(organization, organ, tuple(right), side, _un_title(document))


def _un_title(document: SampleDocument) -> tuple[FrontLine, ...]:
    """The title as a resolution, a draft or a report prints it."""
    adopted = _ADOPTED[document.language].format(date=document.adopted) if document.adopted else ""
    number = document.symbol.partition("/RES/")[2]
    return _lines(
        (document.opening, "bold", "left"),
        (adopted, "bold", "left"),
        (document.action.replace("_", ""), "italic", "left"),
        (f"{number}. {document.title}" if number else document.title, "title", "left"),
    )


def _osce(document: SampleDocument) -> Front:
    organization, original = _OSCE[document.language]
    right = (document.symbol, document.printed_date, *original.split("\n"))
    heading, _, title = document.heading.partition("|")
    side = _lines((document.session, "bold", "left"), (document.agenda, "bold", "left"))
    below = _lines((heading, "bold", "centre"), (title, "title", "centre"))
    return Front(organization, document.organ, right, side, below)


def _letter(document: SampleDocument) -> Front:
    below = _lines(
        ("THE CHAIR", "bold", "centre"),
        (document.body, "plain", "centre"),
        (document.printed_date, "plain", "right"),
        (document.title, "title", "left"),
    )
    return Front("", "", (), (), below)


def _statement(document: SampleDocument) -> Front:
    below = _lines(
        (document.submitter, "large", "centre"),
        (document.title, "title", "centre"),
        (document.session, "plain", "centre"),
        (document.meeting, "plain", "centre"),
        (document.printed_date, "plain", "centre"),
        ("Check against delivery" if document.language == "en" else "", "italic", "right"),
    )
    return Front("", "", (), (), below)


def _paper(document: SampleDocument) -> Front:
    below = _lines(
        (document.body, "bold", "left"),
        (document.session, "plain", "left"),
        (document.meeting, "plain", "left"),
        (document.printed_date, "plain", "right"),
        (document.title, "title", "centre"),
        (f"Submitted by {_by(document.submitter)}", "italic", "centre"),
    )
    return Front("", "", (), (), below)


def _by(submitter: str) -> str:
    return f"the {submitter}" if submitter in ("Chair", "Secretariat") else submitter
