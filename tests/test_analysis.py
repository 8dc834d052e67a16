"""Words: how texts and queries become terms, in six languages and more; and the records made of them."""

from __future__ import annotations

import re
import subprocess
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis import Token, exact_terms, stem, terms, tokenize
from index.analysis_fold import _NOT_PLAIN, MAX_TERM, _inside, fold, terms_of_runs
from index.engine import Terms
from index.records import GAP, day, describe, document_record, keyword, passage_record


def words(text: str, language: str = "en") -> list[str]:
    return [token.term for token in tokenize(text, language)]


def stems(text: str, language: str) -> list[str]:
    return [token.stem for token in tokenize(text, language)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Confidence-building measures", ["confidence", "building", "measures"]),
        ("co‑operation – and/or", ["co", "operation", "and", "or"]),
        ("The State's, States' and the State’s", ["the", "state", "states", "and", "the", "state"]),
        ("don't", ["don", "t"]),
        ("l'état d’urgence", ["l", "etat", "d", "urgence"]),
        ("C++, e-mail; norm 13(f)", ["c", "e", "mail", "norm", "13", "f"]),
        ("naïve Façade STRASSE Straße", ["naive", "facade", "strasse", "strasse"]),
        ("e\u0301tat état", ["etat", "etat"]),
        ("ﬁnal ① ⅷ", ["final", "1", "viii"]),
        ("Ёлка елка йод", ["елка", "елка", "йод"]),
        ("snake_case", ["snake", "case"]),
        ("Łódź, Ørsted, Æsir", ["lodz", "orsted", "aesir"]),
        ("cy\u200bber cy\u00adber \u200fcyber\u200e cy\0ber", ["cyber", "cyber", "cyber", "cyber"]),
        ("اَلدَّوْلَةُ الدولة الدوله", ["الدوله", "الدوله", "الدوله"]),
        ("أمن إمن آمن ٱمن امن", ["امن"] * 5),
        ("مـــعـلومات على علي", ["معلومات", "علي", "علي"]),
        ("٢٠٢١ ۲۰۲۱ 2021", ["2021", "2021", "2021"]),
        ("हिन्दी", ["हिन्दी"]),
        ("网络安全", ["网络", "络安", "安全", "全"]),
        ("5G网络。网", ["5g", "网络", "络", "网"]),
        ("ＣＢＭ", ["cbm"]),
        ("", []),
        ("— … \u200b \0", []),
    ],
)
def test_words_are_cut_and_folded(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("en", "measure measures measured measuring"),
        ("fr", "numérique numériques numerique"),
        ("fr", "sécurité sécurités securite"),
        ("es", "cibernética cibernéticas cibernetica"),
        ("ru", "государство государства государств"),
        ("ru", "надёжный надежный"),
        ("ar", "الدولة دولة الدوله دوله"),
        ("de", "maßnahme maßnahmen massnahmen"),
        ("it", "misura misure"),
        ("en-GB", "norm norms"),
        ("EN", "norm norms"),
    ],
)
def test_forms_of_a_word_share_a_stem(language: str, forms: str) -> None:
    assert len(set(stems(forms, language))) == 1


def test_a_stem_depends_on_the_language_and_a_term_does_not() -> None:
    english, french = tokenize("nations", "en")[0], tokenize("nations", "fr")[0]
    assert (english.term, french.term) == ("nations", "nations")
    assert tokenize("nations", "xx")[0].stem == "nations"
    assert english.stem == "nation"


def test_offsets_point_into_the_text_as_it_was() -> None:
    text = "É\u0301 ﬁn, cy\u200bber 网络安 State’s"
    slices = [text[token.start : token.end] for token in tokenize(text, "en")]
    assert slices == ["É\u0301", "ﬁn", "cy\u200bber", "网络", "络安", "安", "State’s"]


def test_a_symbol_is_one_term_and_its_parts() -> None:
    assert tokenize("See A/RES/75/240.", "en") == [
        Token("see", "see", 0, 3, 0),
        Token("a/res/75/240", "a/res/75/240", 4, 16, 1),
        Token("a", "a", 4, 5, 1),
        Token("res", "res", 6, 9, 2),
        Token("75", "75", 10, 12, 3),
        Token("240", "240", 13, 16, 4),
    ]


@pytest.mark.parametrize(
    ("text", "symbol"),
    [
        ("A-AC.292-2024-CRP1 is no running text but a/ac.292/2024/crp.1 is", "a/ac.292/2024/crp.1"),
        ("resolution 73/27", "a/res/73/27"),
        ("under PC.DEC/1202, as agreed", "pc.dec/1202"),
        ("Regulation 32019R0796", "32019r0796"),
    ],
)
def test_symbols_are_found_in_their_spellings(text: str, symbol: str) -> None:
    assert words(text).count(symbol) == 1


@pytest.mark.parametrize(
    ("quoted", "expected"),
    [
        ("freedom of information", ("freedom", "of", "information")),
        ("see A/75/816", ("see", "a", "75", "816")),
        ("网络安全", ("网络", "络安", "安全")),
        ("网络 security", ("网络", "", "security")),
        ("网", ("网",)),
        ("...", ()),
    ],
)
def test_a_quoted_phrase_has_one_term_a_position(quoted: str, expected: tuple[str, ...]) -> None:
    assert exact_terms(quoted) == expected


@given(st.text(max_size=80), st.sampled_from(("en", "fr", "ru", "ar", "zh", "")))
def test_any_text_can_be_cut(text: str, language: str) -> None:
    tokens = tokenize(text, language)
    positions = [token.position for token in tokens]
    assert positions == sorted(positions)
    assert set(positions) == set(range(len(set(positions))))
    for token in tokens:
        assert 0 <= token.start < token.end <= len(text)
        assert token.term
        assert len(token.term) <= MAX_TERM
        assert token.stem
    assert terms(text, language) == Terms(
        tuple(token.term for token in tokens), tuple(token.stem for token in tokens), tuple(positions)
    )


@given(st.text(st.characters(categories=["L", "M", "N"]), min_size=1, max_size=12))
def test_folding_is_final(word: str) -> None:
    assert fold(fold(word)) == fold(word)
    assert fold(unicodedata.normalize("NFD", word)) == fold(unicodedata.normalize("NFC", word))


def test_stems_are_the_same_in_every_thread() -> None:
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(4) as pool:
        found = set(pool.map(lambda number: stem(f"measures{'s' * (number % 2)}", "en"), range(200)))
    assert found == {"measur", "measuress"}


def test_the_stemmer_without_c_gives_the_same_stems() -> None:
    words = "directories measures états ciberseguridad государства الدولة maßnahmen misure confidence reconnaissance"
    code = (
        "import sys\nif sys.argv[1] == 'pure': sys.modules['Stemmer'] = None\n"
        "from index.analysis import LANGUAGES, stem, terms\n"
        f"print({{language: [stem(word, language) for word in terms({words!r}).exact] for language in LANGUAGES}})"
    )
    told = [
        subprocess.run([sys.executable, "-c", code, kind], capture_output=True, text=True, check=True).stdout
        for kind in ("pure", "compiled")
    ]
    assert "directori" in told[0]
    assert told[0] == told[1]


SHARED = describe(
    7,
    symbol="A/75/816",
    family="A/75/816",
    symbol_key="a/00000075",
    title="Final report",
    language="en",
    date="2021-03",
    keywords={"source": ["UN"], "by": ["Russian  Federation", "Côte d’Ivoire"], "session": [""], "lang": ["en"]},
)


def test_a_passage_record_has_what_its_document_has() -> None:
    record = passage_record(
        SHARED,
        id=70,
        place=3,
        text="See A/RES/75/240 and A/75/816.",
        number="24 (B)",
        heading=("Norms", "Work"),
        language="en",
    )
    assert (record.id, record.scope, record.document, record.order) == (70, "passage", 7, 3)
    assert (record.day, record.symbol_key) == (20210300, "a/00000075")
    assert record.title.exact == ("final", "report")
    assert record.headings == Terms(("norms", "work"), ("norm", "work"), (0, GAP))
    assert record.keywords == {
        "symbol": ("A/75/816",),
        "family": ("A/75/816",),
        "year": ("2021",),
        "source": ("un",),
        "by": ("russian federation", "cote d'ivoire"),
        "lang": ("en",),
        "para": ("24(b)",),
        "mentions": ("A/RES/75/240",),
    }


def test_a_document_record_holds_its_passages_apart() -> None:
    passages = [
        passage_record(SHARED, id=1, place=1, text="norms of", number="1", heading=("Work",), language="en"),
        passage_record(SHARED, id=2, place=2, text="comportement", number="2", heading=("Work",), language="fr"),
        passage_record(SHARED, id=3, place=3, text="", heading=("Rest",)),
    ]
    record = document_record(SHARED, passages)
    assert (record.id, record.scope, record.document) == (7, "document", 7)
    assert record.text.exact == ("norms", "of", "comportement")
    assert record.text.stems == ("norm", "of", stem("comportement", "fr"))
    assert record.text.positions == (0, 1, 1 + GAP)
    assert record.headings.exact == ("work", "rest")
    assert record.keywords["para"] == ("1", "2")
    assert record.keywords["lang"] == ("en", "fr")


@pytest.mark.parametrize(
    ("date", "number"), [("2021-03-18", 20210318), ("2021-03", 20210300), ("2021", 20210000), ("", 0), ("March", 0)]
)
def test_days_are_numbers(date: str, number: int) -> None:
    assert day(date) == number


@pytest.mark.parametrize(
    ("name", "value", "normal"),
    [
        ("symbol", "a/75/816", "A/75/816"),
        ("symbol", "Annex  one", "Annex one"),
        ("lang", "FR-ch", "fr"),
        ("para", " 24 (b) ", "24(b)"),
        ("by", "  Côte  d'Ivoire ", "cote d'ivoire"),
        ("type", "Draft Resolution", "draft resolution"),
    ],
)
def test_keywords_have_one_form(name: str, value: str, normal: str) -> None:
    assert keyword(name, value) == normal


def test_nothing_stands_inside_words_that_are_called_plain() -> None:
    inside = re.compile(f"[{_inside()}]")
    chars = map(chr, range(0x110000))
    assert [char for char in chars if inside.match(char) and not _NOT_PLAIN.match(char)] == []


@given(st.text(st.sampled_from("aB9é'’sS-_ \n.я网络\u0301\u00ad"), max_size=40))
def test_words_without_places_are_those_with_places(text: str) -> None:
    assert terms_of_runs(text) == [token.term for token in tokenize(text) if "/" not in token.term]
