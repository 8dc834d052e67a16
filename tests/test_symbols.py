"""Symbols in every spelling of sources.md section 10, alone, in running text and in file names."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.symbols import Symbol, candidates, find, from_file_name, near, parse, systems

SHARED = Path(__file__).resolve().parents[2] / "shared"

SPELLINGS = {
    # United Nations
    "A/68/98*": "A/68/98",
    "A/76/136**": "A/76/136",
    "A/C.1/73/L.27.Rev.1": "A/C.1/73/L.27/Rev.1",
    "A/C.1/73/L.27/Rev. 1": "A/C.1/73/L.27/Rev.1",
    "A/C.1/73/L.27/Rev1": "A/C.1/73/L.27/Rev.1",
    "A-AC.292-2024-CRP1": "A/AC.292/2024/CRP.1",
    "A-AC.290-2021-CRP.2": "A/AC.290/2021/CRP.2",
    "A_C.3_78_L.49_Rev.1-EN.pdf": "A/C.3/78/L.49/Rev.1",
    "A /AC.290/2021/CRP.\n2": "A/AC.290/2021/CRP.2",
    "A\nUnited Nations /RES/79/1": "A/RES/79/1",
    "A\nNations Unies /RES/79/1": "A/RES/79/1",
    "A\nОрганизация Объединенных Наций /RES/79/1": "A/RES/79/1",
    "A\nالأمم المتحدة /RES/79/1": "A/RES/79/1",
    "A\n联 合 国 /RES/79/1": "A/RES/79/1",
    "a/res/80/233": "A/RES/80/233",
    "A/RES/78/242 A": "A/RES/78/242 A",
    "A/RES/78/242A": "A/RES/78/242 A",
    "A/RES/78/242_A": "A/RES/78/242 A",
    "A/RES/80/236/A-B": "A/RES/80/236 A-B",
    "A/RES/ES-11/10": "A/RES/ES-11/10",
    "A-RES-ES-11-10": "A/RES/ES-11/10",
    "A/RES/S-30/1": "A/RES/S-30/1",
    "AA/78/481/Add.2": "A/78/481/Add.2",
    "A／75／816": "A/75/816",
    "A/\u200b75/\u00ad816": "A/75/816",
    "A/75/816\u00a0": "A/75/816",
    "(A/75/816).": "A/75/816",
    "UN Doc. A/75/816": "A/75/816",
    "A/AC.292/2025/INF/5/Rev.1": "A/AC.292/2025/INF/5/Rev.1",
    "A/AC.292/2025/INF.5": "A/AC.292/2025/INF/5",
    "A/DEC/78/541": "A/DEC/78/541",
    "A/73/PV.45": "A/73/PV.45",
    "A/RES/217 A (III)": "A/RES/217(III) A",
    "A/RES/2625 (XXV)": "A/RES/2625(XXV)",
    "A/HRC/WG.6/20/SVN/1": "A/HRC/WG.6/20/SVN/1",
    "A/HRC/RES/20/8": "A/HRC/RES/20/8",
    "A/HRC/47/L.12/Rev.1": "A/HRC/47/L.12/Rev.1",
    "A/8028": "A/8028",
    "A/CONF.219/7": "A/CONF.219/7",
    "S/RES/2712(2023)": "S/RES/2712(2023)",
    "S/RES/47 (1948)": "S/RES/47(1948)",
    "S/2020/1129": "S/2020/1129",
    "S/PV.8900": "S/PV.8900",
    "E/CN.6/2025/3/Rev.1": "E/CN.6/2025/3/Rev.1",
    "E/CN.4/Sub.2/1999/7": "E/CN.4/Sub.2/1999/7",
    "E/HLPF/2025/6": "E/HLPF/2025/6",
    "BWC/WG/9/CRP.1/Rev.7": "BWC/WG/9/CRP.1/Rev.7",
    "CCW/GGE.1/2023/CRP.2": "CCW/GGE.1/2023/CRP.2",
    "NPT/CONF.2026/PC.I/WP.1": "NPT/CONF.2026/PC.I/WP.1",
    # United Nations by number
    "res. 75/240": "A/RES/75/240",
    "res.75/240": "A/RES/75/240",
    "resolution 73/27": "A/RES/73/27",
    "GA res 75/240": "A/RES/75/240",
    "UNGA Resolution 75/240": "A/RES/75/240",
    "General Assembly resolution 75/240": "A/RES/75/240",
    "résolution 75/240": "A/RES/75/240",
    "резолюция 75/240": "A/RES/75/240",
    "القرار ٧٥/٢٤٠": "A/RES/75/240",
    "A/RES 75/240": "A/RES/75/240",
    "decision 75/564": "A/DEC/75/564",
    "decision 78/541": "A/DEC/78/541",
    "Human Rights Council resolution 20/8": "A/HRC/RES/20/8",
    "ECOSOC resolution 2004/26": "E/RES/2004/26",
    "Security Council resolution 1373 (2001)": "S/RES/1373(2001)",
    "UNSCR 2341": "S/RES/2341",
    "75/240": "A/RES/75/240",
    "75/816": "A/75/816",
    # OSCE
    "PC.DEC/1202": "PC.DEC/1202",
    "pc.dec/1202": "PC.DEC/1202",
    "Decision No. 1202": "PC.DEC/1202",
    "Permanent Council Decision No. 1106": "PC.DEC/1106",
    "MC.DEC/5/16": "MC.DEC/5/16",
    "MC.DEC/5/2016": "MC.DEC/5/16",
    "Decision No. 5/16": "MC.DEC/5/16",
    "MC(10).DEC/1": "MC(10).DEC/1",
    "MC.DOC/1/02": "MC.DOC/1/02",
    "FSC.DEC/8/96": "FSC.DEC/8/96",
    "PC.JOUR/1296": "PC.JOUR/1296",
    "PC.DEL/1819/20/Rev.2": "PC.DEL/1819/20/Rev.2",
    "PC.DEL/1784/20 OSCE+": "PC.DEL/1784/20",
    "SEC.GAL/132/11": "SEC.GAL/132/11",
    "CIO.GAL/226/20": "CIO.GAL/226/20",
    "SEC.DOC/2/00/Rev.1": "SEC.DOC/2/00/Rev.1",
    # European Union
    "32019R0796": "32019R0796",
    "CELEX:32019r0796": "32019R0796",
    "32016R0679R(01)": "32016R0679R(01)",
    "02016R0679-20160504": "02016R0679-20160504",
    "Directive (EU) 2022/2555": "32022L2555",
    "Regulation (EU) No 526/2013": "32013R0526",
    "Regulation (EU) 2025/38": "32025R0038",
    "Council Decision (CFSP) 2019/797": "32019D0797",
    "Directive 2002/58/EC": "32002L0058",
    "Directive 95/46/EC": "31995L0046",
    "Decision No 1313/2013/EU": "32013D1313",
    "Règlement (UE) 2019/881": "32019R0881",
    "JOIN(2020) 18 final": "52020JC0018",
    "9916/17": "ST 9916/17",
    "ST 9916/17": "ST 9916/17",
    "ST-9916-2017-INIT": "ST 9916/17",
    "ST-6722-2021-REV-2": "ST 6722/21 REV 2",
    "ST 9916/17 REV 1 COR 2": "ST 9916/17 REV 1 COR 2",
    "9916/1/17 REV 1": "ST 9916/17 REV 1",
    "st10289.en23.pdf": "ST 10289/23",
    # Others
    "Press Release (2016) 124": "Press Release (2016) 124",
    "PR/CP(2018)74": "Press Release (2018) 074",
    "ETS No. 185": "ETS No. 185",
    "STE n° 185": "ETS No. 185",
    "CETS 224": "CETS No. 224",
    "PSC/PR/COMM.1120.1 (2022)": "PSC/PR/COMM.1120.1 (2022)",
    "psc/pr/comm.1196 (2024)": "PSC/PR/COMM.1196 (2024)",
}

NO_SYMBOLS = [
    "",
    "and/or",
    "24/7",
    "1/2",
    "12/05/2024",
    "2021/22",
    "A/B",
    "A/",
    "A/2021",
    "A/RES/75",
    "A/C.1/73",
    "A/AC.292/2025",
    "L.11",
    "s/he",
    "https://undocs.org",
    "2021 OEWG report",
    "N2427222",
    "resolution",
    "resolution 0/0",
    "A/75/816 and A/76/135",
    "x" * 5000,
]


@pytest.mark.parametrize(("text", "normal"), SPELLINGS.items())
def test_every_spelling_gives_the_normal_form(text: str, normal: str) -> None:
    symbol = parse(text)
    assert symbol is not None
    assert symbol.text == normal


@pytest.mark.parametrize("normal", sorted(set(SPELLINGS.values())))
def test_normal_forms_are_their_own_normal_form(normal: str) -> None:
    symbol = parse(normal)
    assert symbol is not None
    assert symbol.text == str(symbol) == normal
    assert symbol.text.startswith(symbol.family) or symbol.system == "celex"


@pytest.mark.parametrize("text", NO_SYMBOLS)
def test_what_is_no_symbol(text: str) -> None:
    assert parse(text) is None


@pytest.mark.parametrize(
    ("text", "family", "modifiers", "system"),
    [
        ("A/C.1/73/L.27/Rev.1", "A/C.1/73/L.27", ("Rev.1",), "un"),
        ("A/59/116/Add.1/Corr.2", "A/59/116", ("Add.1", "Corr.2"), "un"),
        ("A/75/816", "A/75/816", (), "un"),
        ("A/RES/80/236 A-B", "A/RES/80/236 A-B", (), "un"),
        ("PC.DEL/1819/20/Rev.2", "PC.DEL/1819/20", ("Rev.2",), "osce"),
        ("32016R0679R(01)", "32016R0679", ("R(01)",), "celex"),
        ("02016R0679-20160504", "32016R0679", ("20160504",), "celex"),
        ("ST 9916/17 REV 1", "ST 9916/17", ("REV 1",), "council"),
        ("Press Release (2016) 124", "Press Release (2016) 124", (), "nato"),
        ("ETS No. 185", "ETS No. 185", (), "coe"),
        ("PSC/PR/COMM.1196 (2024)", "PSC/PR/COMM.1196 (2024)", (), "au"),
    ],
)
def test_families(text: str, family: str, modifiers: tuple[str, ...], system: str) -> None:
    symbol = parse(text)
    assert symbol is not None
    assert (symbol.family, symbol.modifiers, symbol.system) == (family, modifiers, system)


@pytest.mark.parametrize(
    ("text", "meanings"),
    [
        ("75/240", ["A/RES/75/240", "A/75/240"]),
        ("75/816", ["A/75/816"]),
        ("75/564", ["A/75/564", "A/DEC/75/564"]),
        ("75/240 A", ["A/RES/75/240 A"]),
        ("77/512 A and B", ["A/DEC/77/512 A-B"]),
        ("COM(2020) 823", ["52020DC0823", "52020PC0823"]),
        ("A/75/816", ["A/75/816"]),
    ],
)
def test_what_a_number_can_mean(text: str, meanings: list[str]) -> None:
    assert [symbol.text for symbol in candidates(text)] == meanings


@pytest.mark.parametrize(
    "ordered",
    [
        ["A/C.1/78/L.9", "A/C.1/78/L.10", "A/C.1/78/L.10/Rev.2", "A/C.1/78/L.10/Rev.10", "A/C.1/78/L.11"],
        ["A/9/100", "A/75/816", "A/75/816/Add.1", "A/76/135", "A/100/1"],
        ["MC.DEC/3/04", "MC.DEC/5/16", "MC.DEC/2/17"],
        ["ST 10474/17", "ST 7925/18", "ST 7925/18 REV 1"],
        ["ETS No. 185", "CETS No. 224"],
    ],
)
def test_symbols_sort_as_people_count(ordered: list[str]) -> None:
    keys = [symbol.sort_key for symbol in map(parse, ordered) if symbol]
    assert keys == sorted(keys)


RUNNING = [
    ("see A/75/816, para. 24. Then A/76/135.", ["A/75/816", "A/76/135"]),
    ("as in A/75/816. Add the words", ["A/75/816"]),
    ("(A/C.1/73/L.27/Rev.1) and A/68/98*", ["A/C.1/73/L.27/Rev.1", "A/68/98"]),
    ("A/RES/75/240 A further step", ["A/RES/75/240"]),
    ("A/RES/78/242 A of 22 December 2023", ["A/RES/78/242 A"]),
    ("A\nUnited Nations /RES/79/1\nGeneral Assembly", ["A/RES/79/1"]),
    ("United Nations A /AC.290/2021/CRP.\n2 General Assembly", ["A/AC.290/2021/CRP.2"]),
    ("resolution 75/240.", ["A/RES/75/240"]),
    ("resolutions 73/27 and 74/29", ["A/RES/73/27", "A/RES/74/29"]),
    (
        "its resolutions 53/70 of 4 December 1998, 54/49 of 1 December 1999 and 75/240 of 31 December 2020, 24/7",
        ["A/RES/53/70", "A/RES/54/49", "A/RES/75/240"],
    ),
    ("résolutions 73/27 du 5 décembre 2018 et 74/29", ["A/RES/73/27", "A/RES/74/29"]),
    ("las resoluciones 73/27, de 5 de diciembre de 2018, y 74/29", ["A/RES/73/27", "A/RES/74/29"]),
    ("резолюции 73/27 от 5 декабря 2018 года и 74/29", ["A/RES/73/27", "A/RES/74/29"]),
    ("وإذ تشير إلى قرارها 75/240 المؤرخ 31 كانون الأول/ديسمبر 2020", ["A/RES/75/240"]),
    ("第73/27号和第74/29号决议，第75/564号决定", ["A/RES/73/27", "A/RES/74/29", "A/DEC/75/564"]),
    ("Human Rights Council resolutions 20/8 and 26/13", ["A/HRC/RES/20/8", "A/HRC/RES/26/13"]),
    ("resolutions 1373 (2001), 2341 (2017)", ["S/RES/1373(2001)", "S/RES/2341(2017)"]),
    ("resolution 2625 (XXV) and resolution 217 A (III)", ["A/RES/2625(XXV)", "A/RES/217(III) A"]),
    ("Council resolution 1894 (LVII)", ["E/RES/1894(LVII)"]),
    ("Economic and Social Council resolution 36 (IV)", ["E/RES/36(IV)"]),
    ("recommendations (A/R 5-9) and A/C 3", []),
    ("https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:32019L0882 /doc/document/ST-6177-2019-INIT/bg", []),
    ("OSCE Permanent Council Decision No. 1202 (PC.DEC/1202).", ["PC.DEC/1202", "PC.DEC/1202"]),
    ("Ministerial Council Decision No. 5/16", ["MC.DEC/5/16"]),
    ("Regulation (EU) 2019/881; Directive (EU) 2016/1148", ["32019R0881", "32016L1148"]),
    ("doc. 9916/17 and ST 9916/17 REV 1", ["ST 9916/17", "ST 9916/17 REV 1"]),
    ("Cyber Defence Pledge, Press Release (2016) 124.", ["Press Release (2016) 124"]),
    ("the Convention (ETS No. 185)", ["ETS No. 185"]),
    ("and/or 24/7, a 60/40 split, 1/2, 12/05/2024, 2021/22, s/he, A/B tests, TCP/IP, km/h", []),
    ("https://undocs.org/en/A/RES/75/240 https://undocs.org/A/75/816 www.un.org/ga/75/240 x?s=A/75/816", []),
    ("resolution 12/05/2024, decision 1200 of the board, sessions 2021/2022", []),
    ("C:/A/75/816 ./A/75/816 a.b@A/75/816", []),
]


@pytest.mark.parametrize(("text", "symbols"), RUNNING)
def test_symbols_in_running_text(text: str, symbols: list[str]) -> None:
    assert [mention.symbol.text for mention in find(text)] == symbols


def test_spans_are_the_words_of_the_text() -> None:
    text = "See ‘A／75／816’, résolutions 73/27 and\u00a074/29 (PC.DEC/1202)."
    assert [text[m.start : m.end] for m in find(text)] == ["A／75／816", "73/27", "74/29", "PC.DEC/1202"]


@pytest.mark.parametrize(
    ("name", "symbol"),
    [
        ("A_RES_79_1.pdf", "A/RES/79/1"),
        ("A-AC.290-2021-CRP.2.pdf", "A/AC.290/2021/CRP.2"),
        ("2026-08-27_BWC_WG_9_CRP1_Rev7.pdf", "BWC/WG/9/CRP.1/Rev.7"),
        ("BWC_WG_8_CRP_2.pdf", "BWC/WG/8/CRP.2"),
        ("Final-report-A-AC.290-2021-CRP.2.pdf", "A/AC.290/2021/CRP.2"),
        ("CCW-GGE.1-2026-1_English.pdf", "CCW/GGE.1/2026/1"),
        ("CCW_GGE1_2023_CRP.1.pdf", "CCW/GGE.1/2023/CRP.1"),
        ("CCW-GGE.1-2023-INF.1_List_of_participants.pdf", "CCW/GGE.1/2023/INF.1"),
        ("https://docs-library.unoda.org/X_(2021)/A-AC.292-2024-CRP1.pdf?download=true", "A/AC.292/2024/CRP.1"),
        ("A%2FRES%2F79%2F1.pdf", "A/RES/79/1"),
        ("S_RES_0047_1948_EN_GOLD.txt", "S/RES/47(1948)"),
        ("A_RES_75_240_E.pdf", "A/RES/75/240"),
        ("PC.DEC_1202.pdf", "PC.DEC/1202"),
        ("mc-dec-5-16.pdf", "MC.DEC/5/16"),
        ("ST-15833-2024-INIT_en.pdf", "ST 15833/24"),
        ("CELEX_32019R0796_EN_TXT.pdf", "32019R0796"),
        ("PR_CP(2016)124.pdf", "Press Release (2016) 124"),
        ("CETS_224.pdf", "CETS No. 224"),
        ("PSC-PR-COMM.1196-2024.pdf", "PSC/PR/COMM.1196 (2024)"),
        ("N2427222.pdf", None),
        ("227281_0.pdf", None),
        ("PCOEJ1296.pdf", None),
        ("Statement_E_2021.pdf", None),
        ("YfP_and_DMUN_-_Joint_Statement_-_Eleventh_OEWG.pdf", None),
        ("", None),
        ("///", None),
    ],
)
def test_file_names(name: str, symbol: str | None) -> None:
    found = from_file_name(name)
    assert (found.text if found else None) == symbol


def test_near_symbols_come_with_the_family_first() -> None:
    held = ["A/75/816", "A/75/816/Add.1", "A/57/166", "PC.DEC/1202", "A/RES/75/240", "A/75/186"]
    assert near("a/75/816/Rev.1", held)[0] == "A/75/816"
    assert near("A/75/861", held, limit=2) == ["A/75/816", "A/75/186"]
    assert near("PC.DEC/1203", held)[:1] == ["PC.DEC/1202"]
    assert near("nothing like it", held) == []


def test_systems_are_found_by_being_there() -> None:
    folder = Path(__file__).resolve().parents[1] / "corpus" / "symbols"
    files = [path for path in folder.glob("*.py") if not path.name.startswith("_")]
    assert len(systems()) == len(files) > 6


@given(st.text())
def test_any_text_goes_in(text: str) -> None:
    for symbol in candidates(text):
        assert parse(symbol.text) == symbol
    from_file_name(text)
    near(text, ["A/75/816"])
    find(text)


_PIECES = (
    "A S E / - _ . ( ) * RES DEC C.1 AC.292 75 240 816 2021 L.27 Rev.1 Add.2 CRP.1 ES-11 A-B PC.DEC MC.DEC OSCE+ ST"
    " REV INIT resolution res. decision No. and of (2001) (XXV) 32019R0796 Directive (EU) /EC Press Release ETS"
)


@given(st.lists(st.sampled_from(_PIECES.split()), max_size=12), st.sampled_from(["", " ", "/"]))
def test_what_is_read_reads_back_the_same(pieces: list[str], between: str) -> None:
    text = between.join(pieces)
    for symbol in candidates(text):
        assert parse(symbol.text) == symbol
    end = 0
    for mention in find(text):
        assert end <= mention.start < mention.end <= len(text)
        end = mention.end


def _un_symbols() -> st.SearchStrategy[str]:
    modifiers = st.sampled_from(["", "/Rev.1", "/Add.12", "/Add.1/Corr.2", "/Corr.3"])
    heads = st.sampled_from(["A/{}/{}", "A/RES/{}/{}", "A/C.1/{}/L.{}", "A/{}/PV.{}", "A/AC.{}/2021/CRP.{}"])
    session, number = st.integers(31, 99), st.integers(1, 999)
    return st.builds(lambda head, s, n, tail: head.format(s, n) + tail, heads, session, number, modifiers)


@given(_un_symbols())
def test_every_way_of_writing_a_symbol_is_one_symbol(text: str) -> None:
    symbol = parse(text)
    assert symbol is not None
    assert symbol.text == text
    spellings = [text.lower(), text.replace("/", "_") + ".pdf", text.replace("/", "-"), f" {text}* "]
    assert {other.text for other in map(parse, spellings) if other} == {text}
    assert from_file_name("2024-05-06_Some_title_" + text.replace("/", "_") + "_EN.pdf") == symbol
    assert [mention.symbol for mention in find(f"In {text}, and {text}.")] == [symbol, symbol]


def _titles() -> Iterator[str]:
    with (SHARED / "realdocs" / "MANIFEST.tsv").open(encoding="utf-8", newline="") as manifest:
        for row in csv.DictReader(manifest, delimiter="\t", quoting=csv.QUOTE_NONE):
            title = row["title_or_symbol"]
            if row["category"].split()[0] in ("A1", "B", "B5") and "/" in title:
                yield title


@pytest.mark.skipif(not SHARED.exists(), reason="the shared real documents are not on this machine")
def test_symbols_of_real_documents_are_read() -> None:
    titles = list(_titles())
    assert len(titles) > 90
    wrong: list[tuple[str, Symbol | None]] = [
        (title, parse(title)) for title in titles if str(parse(title)) != title.replace(" (", "(")
    ]
    assert wrong == []


@pytest.mark.skipif(not SHARED.exists(), reason="the shared real documents are not on this machine")
def test_file_names_of_real_documents_are_read() -> None:
    with (SHARED / "realdocs" / "MANIFEST.tsv").open(encoding="utf-8", newline="") as manifest:
        rows = [row for row in csv.DictReader(manifest, delimiter="\t") if row["category"].startswith(("A1 ", "B5 "))]
    symbols = [(row["path"], parse(row["title_or_symbol"]), from_file_name(row["path"])) for row in rows]
    assert [(path, said, read) for path, said, read in symbols if said and said != read] == []
