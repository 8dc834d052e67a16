"""The language of documents and passages. The sentences are ours."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.document import Passage
from corpus.extract.languages import detect, with_languages

SENTENCES = {
    "en": "The participating States keep a directory of points of contact and test it twice a year.",
    "fr": "Les États participants tiennent un répertoire des points de contact et le vérifient deux fois par an.",
    "es": "Los Estados participantes mantienen un directorio de puntos de contacto y lo prueban dos veces al año.",
    "ru": "Государства-участники ведут перечень контактных пунктов и проверяют его два раза в год.",
    "uk": "Держави-учасниці ведуть перелік контактних пунктів і перевіряють його двічі на рік, якщо є потреба.",
    "ar": "تحتفظ الدول المشاركة بدليل لجهات الاتصال وتختبره مرتين في السنة دون إشعار مسبق إلى أي دولة.",
    "zh": "参加国保存一份联络点名录，每年不经通知对其进行两次测试，并将结果通报所有国家。",
    "de": "Die Teilnehmerstaaten führen ein Verzeichnis der Kontaktstellen und prüfen es zweimal im Jahr.",
    "it": "Gli Stati partecipanti tengono un elenco dei punti di contatto e lo verificano due volte all’anno.",
    "fa": "کشورهای عضو فهرستی از نقاط تماس نگه می‌دارند و آن را سالی دو بار بدون اطلاع قبلی آزمایش می‌کنند.",
}


@pytest.mark.parametrize("language", SENTENCES)
def test_languages_are_told_from_their_words(language: str) -> None:
    assert detect(SENTENCES[language]) == language


def test_a_document_in_several_languages() -> None:
    told = [SENTENCES["en"]] * 4 + ["Señor Presidente:"] + [SENTENCES["es"]] * 2 + ["Gracias."] + [SENTENCES["ar"]] * 2
    headings = [("English",)] * 4 + [("Muestra",)] * 4 + [("العربية",)] * 2
    passages = [Passage(text, heading=heading) for text, heading in zip(told, headings, strict=True)]
    main, spoken = with_languages(passages)
    assert main == "en"
    assert [passage.language for passage in spoken] == ["en"] * 4 + ["es"] * 4 + ["ar"] * 2


def test_names_do_not_change_a_language() -> None:
    names = (
        "Argentina, Armenia, Belarus, Brasil, Burkina Faso, Burundi, Cambodia, Costa Rica, Cuba, Ecuador, El Salvador"
    )
    passages = [Passage(SENTENCES["en"])] * 3 + [Passage(names), Passage("a | b | c"), Passage("7")]
    assert {passage.language for passage in with_languages(passages)[1]} == {"en"}


def test_what_a_file_declares_counts_only_where_words_are_too_few() -> None:
    assert with_languages([Passage("OK 7")], "fr")[0] == "fr"
    assert with_languages([Passage(SENTENCES["ru"])], "fr")[0] == "ru"
    assert with_languages([], "")[0] == ""


@settings(deadline=None)  # the first example loads the model
@given(st.lists(st.text(max_size=80), max_size=6))
def test_every_passage_gets_a_language_or_none(texts: list[str]) -> None:
    main, spoken = with_languages([Passage(text) for text in texts])
    assert len(main) in (0, 2, 3)
    assert [passage.text for passage in spoken] == texts
