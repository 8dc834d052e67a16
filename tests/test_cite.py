"""Citations as text: a table of facts of real documents, and what holds for any."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from corpus.home import Home
from corpus.store import StoredDocument, StoredPassage
from corpus.symbols import parse
from search.cite import citation, citations, cited_paragraphs, quoted, references, sharing
from search.cite.place import Place, ordinal, place_of, steps, written
from search.cite.un import WORDS
from search.cite.works import work_of
from search.cli import main
from search.document_view import NoSuchPart
from tests.web_home import fill

ICT = "Developments in the field of information and telecommunications in the context of international security"
CBM = (
    "OSCE confidence-building measures to reduce the risks of conflict stemming from the use of information and "
    "communication technologies"
)
OSCE = "Organization for Security and Cooperation in Europe"
NATO = "North Atlantic Treaty Organization"
OEWG = f"Report of the Open-ended Working Group on {ICT}"
GGE = f"Group of Governmental Experts on {ICT}: note by the Secretary-General"
ATTACKS = "concerning restrictive measures against cyber-attacks threatening the Union or its Member States"
NIS = "Directive (EU) 2016/1148 concerning measures for a high common level of security (NIS Directive)"


def document(symbol: str, title: str = "", date: str = "", source: str = "un", **told: object) -> StoredDocument:
    parsed = parse(symbol)
    family = parsed.family if parsed else ""
    made = StoredDocument(
        1, symbol or "file-1", symbol, family, "", title, date, "date", source, "", "", "", "", "", True, (), ("en",)
    )
    return replace(made, **told)  # type: ignore[arg-type]


def passage(number: str, *heading: str, page: int = 7, place: int = 4, repeated: bool = False) -> StoredPassage:
    return StoredPassage(
        1, 1, 1, place, number, heading, page, "en", "States keep a directory.", "application/pdf", "en", repeated
    )


RESOLUTION = document("A/RES/75/240", ICT, "2020-12-31")
REPORT = document("A/75/816", OEWG, "2021-03-18")
STRATEGY = document(
    "", "National Cyber Strategy of the United States of America", "2018-09", "national", submitters=("United States",)
)
REPLY = document("", "Exampleland", "2031-05-02", key="A/69/112 (Exampleland)", part_of=7, submitters=("Exampleland",))

# Facts: symbols, titles, dates and numbers of real documents, and the citation that each style makes of them.
CITED = [
    (
        REPORT, passage("24"), "A/75/816, para. 24.",
        f"UNGA ‘{OEWG}’ (18 March 2021) UN Doc A/75/816, para 24.",
        f"{OEWG}, ¶ 24, U.N. Doc. A/75/816 (Mar. 18, 2021).",
    ),
    (
        REPORT, passage("31 (b)", "Annex I", "Norms"), "A/75/816, annex I, para. 31 (b).",
        f"UNGA ‘{OEWG}’ (18 March 2021) UN Doc A/75/816, annex I, para 31(b).",
        f"{OEWG}, annex I, ¶ 31(b), U.N. Doc. A/75/816 (Mar. 18, 2021).",
    ),
    (
        RESOLUTION, passage("OP3"), "General Assembly resolution 75/240, para. 3.",
        "UNGA Res 75/240 (31 December 2020) UN Doc A/RES/75/240, para 3.",
        "G.A. Res. 75/240, ¶ 3, U.N. Doc. A/RES/75/240 (Dec. 31, 2020).",
    ),
    (
        RESOLUTION, passage("PP9"), "General Assembly resolution 75/240, ninth preambular para.",
        "UNGA Res 75/240 (31 December 2020) UN Doc A/RES/75/240, preambular para 9.",
        "G.A. Res. 75/240, pmbl. ¶ 9, U.N. Doc. A/RES/75/240 (Dec. 31, 2020).",
    ),
    (
        document("A/RES/79/1", "The Pact for the Future", "2024-09-22"),
        passage("8 (a)", "Annex I", "Global Digital Compact", "Principles"),
        "General Assembly resolution 79/1, annex I, para. 8 (a).",
        "UNGA Res 79/1 (22 September 2024) UN Doc A/RES/79/1, annex I, para 8(a).",
        "G.A. Res. 79/1, annex I, ¶ 8(a), U.N. Doc. A/RES/79/1 (Sept. 22, 2024).",
    ),
    (
        document("A/RES/79/243", "United Nations Convention against Cybercrime", "2024-12-24"),
        passage("2 (b)", "Annex", "Chapter II Criminalization", "Article 22 Jurisdiction"),
        "General Assembly resolution 79/243, annex, art. 22 (2) (b).",
        "UNGA Res 79/243 (24 December 2024) UN Doc A/RES/79/243, annex, art 22(2)(b).",
        "G.A. Res. 79/243, annex, art. 22(2)(b), U.N. Doc. A/RES/79/243 (Dec. 24, 2024).",
    ),
    (
        document("A/70/174", GGE, "2015-07-22"), passage("fn 3"), "A/70/174, footnote 3.",
        f"UNGA ‘{GGE}’ (22 July 2015) UN Doc A/70/174, fn 3.",
        f"{GGE}, n.3, U.N. Doc. A/70/174 (July 22, 2015).",
    ),
    (
        document("S/RES/2341(2017)", "", "2017-02-13"), passage("OP2"),
        "Security Council resolution 2341 (2017), para. 2.",
        "UNSC Res 2341 (13 February 2017) UN Doc S/RES/2341(2017), para 2.",
        "S.C. Res. 2341, ¶ 2, U.N. Doc. S/RES/2341(2017) (Feb. 13, 2017).",
    ),
    (
        document("A/DEC/75/564", OEWG, "2021-04-28"), None, "General Assembly decision 75/564.",
        "UNGA Dec 75/564 (28 April 2021) UN Doc A/DEC/75/564.",
        "G.A. Dec. 75/564, U.N. Doc. A/DEC/75/564 (Apr. 28, 2021).",
    ),
    (
        document("PC.DEC/1202", CBM, "2016-03-10", "osce"), passage("12"),
        f"{OSCE}, Permanent Council, Decision No. 1202, document PC.DEC/1202, 10 March 2016, para. 12.",
        f"OSCE Permanent Council, Decision No 1202 ‘{CBM}’ (10 March 2016) PC.DEC/1202, para 12.",
        f"OSCE Permanent Council Dec. No. 1202, {CBM}, ¶ 12, PC.DEC/1202 (Mar. 10, 2016).",
    ),
    (
        document("32019R0796", f"Council Regulation (EU) 2019/796 {ATTACKS}", "2019-05-17", "eu"),
        passage("1 (a)", "Article 3"),
        f"European Union, Council Regulation (EU) 2019/796 of 17 May 2019 {ATTACKS}, art. 3 (1) (a).",
        f"Council Regulation (EU) 2019/796 of 17 May 2019 {ATTACKS}, art 3(1)(a).",
        "Council Regulation (EU) 2019/796, art. 3(1)(a) (May 17, 2019).",
    ),
    (
        document("32016L1148", NIS, "2016-07-06", "eu"), passage("(4)"),
        f"European Union, {NIS.replace('1148', '1148 of 6 July 2016')}, recital (4).",
        f"{NIS.replace('1148', '1148 of 6 July 2016')}, recital 4.",
        "Directive (EU) 2016/1148, recital 4 (July 6, 2016).",
    ),
    (
        document("ETS No. 185", "Convention on Cybercrime", "2001-11-23", "coe"), passage("1", "Article 32"),
        "Council of Europe, Convention on Cybercrime, European Treaty Series, No. 185, art. 32 (1).",
        "Convention on Cybercrime (23 November 2001) ETS No 185, art 32(1).",
        "Convention on Cybercrime, art. 32(1), Nov. 23, 2001, E.T.S. No. 185.",
    ),
    (
        document("Press Release (2021) 086", "Brussels Summit Communiqué", "2021-06-14", "nato"), passage("32"),
        f"{NATO}, “Brussels Summit Communiqué”, Press Release (2021) 086, 14 June 2021, para. 32.",
        "NATO, ‘Brussels Summit Communiqué’ (14 June 2021) Press Release (2021) 086, para 32.",
        "NATO, Brussels Summit Communiqué, ¶ 32, Press Release (2021) 086 (June 14, 2021).",
    ),
    (
        STRATEGY, passage("", page=20), f"United States, “{STRATEGY.title}”, September 2018, p. 20.",
        f"United States, ‘{STRATEGY.title}’ (September 2018), p 20.",
        f"United States, {STRATEGY.title}, at 20 (Sept. 2018).",
    ),
    (
        REPLY, passage("3"), "A/69/112 (Exampleland), para. 3, p. 7.",
        "Exampleland (2 May 2031) UN Doc A/69/112, para 3, p 7.",
        "Exampleland, ¶ 3, at 7, U.N. Doc. A/69/112 (May 2, 2031).",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("cited", "where", "un", "oscola", "bluebook"), CITED)
def test_real_documents_are_cited_in_every_style(
    cited: StoredDocument, where: StoredPassage | None, un: str, oscola: str, bluebook: str
) -> None:
    assert [made.text for made in citations(cited, where)] == [un, oscola, bluebook]


@pytest.mark.parametrize(
    ("symbol", "told"),
    [
        ("A/HRC/RES/47/23", "Human Rights Council resolution 47/23."),
        ("E/RES/2021/30", "Economic and Social Council resolution 2021/30."),
        ("A/RES/3363(XXX)", "General Assembly resolution 3363 (XXX)."),
        ("A/RES/78/242 A", "General Assembly resolution 78/242 A."),
        ("A/RES/ES-11/1", "General Assembly resolution ES-11/1."),
        ("A/RES/75/240/Corr.1", "A/RES/75/240/Corr.1."),  # not the resolution itself
        ("A/C.1/80/L.20/Rev.1", "A/C.1/80/L.20/Rev.1."),
        ("32013R0526", "European Union, Regulation (EU) No 526/2013."),
        ("32002L0058", "European Union, Directive 2002/58/EC."),
        ("52020JC0018", "European Union, JOIN(2020) 18 final."),
        ("MC.DEC/5/16", f"{OSCE}, Ministerial Council, Decision No. 5/16, document MC.DEC/5/16."),
    ],
)  # fmt: skip
def test_symbols_alone_make_a_citation(symbol: str, told: str) -> None:
    source = "un" if symbol[:2] in ("A/", "E/") else ""
    date = "2009-07-13" if symbol == "32009L0065" else ""
    assert (
        citation(replace(document(symbol, "", date), source=source, title=""), "un").text.replace(
            " of 13 July 2009", ""
        )
        == told
    )


def test_what_the_store_does_not_know_is_said() -> None:
    act = document("32016R0679", "REGULATION (EU) 2016/679 OF THE EUROPEAN PARLIAMENT AND OF THE COUNCIL", source="eu")
    assert citation(act, "un").text.endswith("Regulation (EU) 2016/679 of the European Parliament and of the Council.")
    assert "Official Journal" in citation(act, "oscola").note
    assert not citation(act, "un").note
    assert not citation(RESOLUTION, "oscola").note


def test_a_number_that_is_not_the_only_one_tells_its_page() -> None:
    assert citation(REPORT, "un", passage("24", repeated=True)).text == "A/75/816, para. 24, p. 7."
    assert citation(REPORT, "un", passage("(d)", "Annexe", page=9)).text == "A/75/816, annex, para. (d), p. 9."
    # "Annexation" is no annex, and page 0 is no page.
    assert citation(REPORT, "un", passage("24", "Annexation")).text == "A/75/816, para. 24."
    assert citation(REPORT, "un", passage("", page=0)).text == "A/75/816."


def test_what_others_are_cited_like_tells_its_page() -> None:
    held = [passage("OP1"), passage("1"), passage("1", "Annex I"), passage("2"), passage(""), passage("")]
    held = [replace(found, id=number) for number, found in enumerate(held)]
    assert sharing(held) == {0, 1}
    assert citation(RESOLUTION, "un", held[1], shared=True).text == "General Assembly resolution 75/240, para. 1, p. 7."


@pytest.mark.parametrize(
    ("number", "word"), [(9, "ninth"), (12, "twelfth"), (20, "twentieth"), (43, "forty-third"), (100, "100th")]
)
def test_ordinals(number: int, word: str) -> None:
    assert ordinal(number) == word


def test_a_paragraph_is_found_by_number_or_place() -> None:
    held = [passage("24"), passage("24 (a)", place=5), passage("24", "Annex", place=6, repeated=True), passage("OP5")]
    assert [found.place for found in cited_paragraphs(REPORT, held, "24")] == [4, 6]
    assert [found.place for found in cited_paragraphs(REPORT, held, "24(a)")] == [5]
    assert [found.number for found in cited_paragraphs(REPORT, held, "5")] == ["OP5"]
    assert [found.number for found in cited_paragraphs(REPORT, [passage("5"), *held], "5")] == ["5", "OP5"]
    assert references(held) == ["p-4", "24 (a)", "p-6", "OP5"]
    assert [found.place for found in cited_paragraphs(REPORT, held, "p-6")] == [6]
    for wanted in ("p-99", "77"):
        with pytest.raises(NoSuchPart):
            cited_paragraphs(REPORT, held, wanted)


@given(st.lists(st.tuples(st.sampled_from(["", "1", "1 (a)", "art. 5", "OP1", "p-2", "(1)"]), st.booleans())))
def test_a_reference_finds_exactly_its_paragraph(told: list[tuple[str, bool]]) -> None:
    held = [passage(number, place=place, repeated=repeated) for place, (number, repeated) in enumerate(told, 1)]
    for found, wanted in zip(held, references(held), strict=True):
        assert cited_paragraphs(REPORT, held, wanted) == [found]


def test_a_paragraph_of_an_act_is_found_by_its_article() -> None:
    held = [
        passage("1", "Article 4", place=1), passage("1", "CHAPTER II", "Article 5 Principles", place=2),
        passage("1 (f)", "CHAPTER II", "Article 5 Principles", place=3), passage("", "Article 6", place=4),
        passage("", "Article 6", place=5), passage("5", place=6),
    ]  # fmt: skip
    act = document("32016R0679", source="eu")
    for wanted, places in (("art. 5 (1)", [2]), ("Article 5(1)(f)", [3]), ("art 6", [4]), ("5", [6])):
        assert [found.place for found in cited_paragraphs(act, held, wanted)] == places
    with pytest.raises(NoSuchPart, match=r"no article 5 \(9\)\. Article 5 has the paragraphs 1, 1 \(f\)"):
        cited_paragraphs(act, held, "art. 5 (9)")


def test_a_quotation_is_followed_by_its_citation() -> None:
    told = quoted(passage("24"), citation(REPORT, "un", passage("24")))
    assert told == "“States keep a directory.” A/75/816, para. 24."


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("cite") / "home"
    fill(Home(path))
    return path


def verbale(home: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--home", str(home), "cite", *arguments])


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["a-199-12", "--para", "24 (a)"], "A/199/12, para. 24 (a).\n"),
        (["A/199/12", "--para", "24"], "A/199/12, para. 24.\nA/199/12, annex, para. 24.\n"),
        (["A/199/12", "--style", "bluebook"], "Report on contact (sample), U.N. Doc. A/199/12 (Jan. 2, 2031).\n"),
        (["A/199/30 (Facsimilia)", "--para", "p-2"], "A/199/30 (Facsimilia), p. 2.\n"),
        (["A/199/99"], "A/199/99.\n"),
    ],
)
def test_the_command_prints_what_to_copy(home: Path, arguments: list[str], told: str) -> None:
    ran = verbale(home, *arguments)
    assert (ran.exit_code, ran.stdout) == (0, told)


def test_the_command_writes_one_record_for_a_reference_manager(home: Path) -> None:
    assert verbale(home, "A/199/12", "--style", "ris", "--para", "25").stdout.count("TY  - ") == 1
    assert "N1  - para. 25, p. 8" in verbale(home, "A/199/12", "--style", "ris", "--para", "25").stdout
    several = verbale(home, "A/199/12", "--style", "csl", "--para", "24")
    assert [item["number"] for item in json.loads(several.stdout)] == ["A/199/12"]
    assert "2 paragraphs" in several.stderr
    assert verbale(home, "A/199/12", "--style", "bibtex").stdout.startswith("@techreport{A/199/12,")


def test_json_has_every_style(home: Path) -> None:
    told = json.loads(verbale(home, "A/199/12", "--para", "24", "--json").stdout)
    assert [place["url"] for place in told] == ["/d/A/199/12#para-24", "/d/A/199/12#p-4"]
    assert list(told[0]["styles"]) == ["un", "oscola", "bluebook", "ris", "bibtex", "csl"]
    assert told[0]["text"] == "States keep a directory of points of contact."


@pytest.mark.parametrize(
    ("arguments", "cure"),
    [
        (["A/199/12", "--para", "26"], "25"),
        (["A/199/12", "--lang", "fr"], "held: en"),
        (["A/199/99", "--para", "1"], "verbale import"),
        (["A/199/21"], "Did you mean A/199/20"),
        (["A/199/12", "--para", "p-77"], "its page links"),
    ],
)
def test_what_cannot_be_cited_names_the_cure(home: Path, arguments: list[str], cure: str) -> None:
    ran = verbale(home, *arguments)
    assert ran.exit_code == 1
    assert cure in ran.stderr


@given(
    st.text(max_size=20), st.lists(st.text(max_size=30), max_size=3), st.integers(0, 900), st.booleans(), st.booleans()
)
def test_any_number_and_heading_has_a_place(
    number: str, heading: list[str], page: int, repeated: bool, recitals: bool
) -> None:
    place = place_of(passage(number, *heading, page=page, repeated=repeated), recitals=recitals)
    told = written(place, WORDS)
    assert not place.kind or place.number
    assert ("\n" in told) <= any("\n" in text for text in (number, *heading))
    assert "".join("".join(steps(number)).split()) == "".join(number.split())


@given(st.text(max_size=40), st.text(max_size=40), st.text(max_size=12), st.text(max_size=20))
def test_any_document_has_a_citation_in_every_style(symbol: str, title: str, date: str, author: str) -> None:
    made = document(symbol, title, date, submitters=(author,))
    for cited in citations(made, passage("24")):
        assert cited.text.endswith(".")
        assert len(cited.text) > 1
    assert work_of(made).title or symbol


def test_the_whole_document_is_no_place() -> None:
    assert not written(Place(), WORDS)
