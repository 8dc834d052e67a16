"""Word files: numbers as Word prints them, notes, tables, signs, what is hidden. The files are made here."""

from __future__ import annotations

import pytest
from docx.document import Document as Word
from docx.oxml import parse_xml

from corpus.document import Passage
from corpus.errors import EmptyDocument, ExtractError
from corpus.extract import extract
from corpus.extract.word.counting import written
from corpus.extract.word.numbers import Numbering
from tests.word_files import FOOTNOTES, LIST, NUMBERING, W, add, run, said, saved, told


def test_automatic_numbers_are_printed() -> None:
    def fill(document: Word) -> None:
        for level, words in (
            (0, "States:"),
            (1, "meet;"),
            (2, "here;"),
            (2, "there;"),
            (1, "part."),
            (0, "States end."),
        ):
            add(document, LIST.format(level=level) + run(words))

    assert said(saved(fill, numbering=NUMBERING)) == [
        ("24", "States:"), ("24 (a)", "meet;"), ("24 (a) (i)", "here;"), ("24 (a) (ii)", "there;"), ("24 (b)", "part."),
        ("25", "States end."),
    ]  # fmt: skip


def test_footnotes_stand_behind_their_paragraph() -> None:
    def fill(document: Word) -> None:
        add(document, run("1. States recall") + "<w:r><w:footnoteReference w:id='2'/></w:r>" + run(" the report."))
        add(document, run("2. States end."))

    assert said(saved(fill, footnotes=FOOTNOTES)) == [
        ("1", "States recall the report."), ("fn 1", "See A/199/12."), ("2", "States end."),
    ]  # fmt: skip


def test_marks_typed_by_hand_are_not_fused_and_powers_stay() -> None:
    raised = "<w:vertAlign w:val='superscript'/>"

    def fill(document: Word) -> None:
        add(document, run("In development") + run("1", raised) + run(" over 10") + run("3", raised) + run(" cases."))

    assert said(saved(fill)) == [("", "In development over 10³ cases.")]


def test_headings_are_a_path() -> None:
    def fill(document: Word) -> None:
        document.add_heading("II. Threats", 1)
        document.add_heading("A. Old ones", 2)
        document.add_paragraph("States know them well enough by now.")
        document.add_heading("III. Rules", 1)
        document.add_paragraph("States keep them as well as they can.")

    passages: tuple[Passage, ...] = extract(saved(fill)).passages
    assert [passage.heading for passage in passages] == [("II. Threats", "A. Old ones"), ("III. Rules",)]


def test_tables_are_rows_and_numbered_rows_are_paragraphs() -> None:
    def fill(document: Word) -> None:
        document.add_paragraph("The following States took part in the session of the group.")
        table = document.add_table(2, 2)
        for cell, words in zip(table._cells, ["Exampleland", "Chair", "Testovia", "Member"], strict=True):
            cell.text = words
        numbered = document.add_table(1, 2)
        for cell, words in zip(numbered._cells, ["7.", "States answer."], strict=True):
            cell.text = words

    assert said(saved(fill))[1:] == [("", "Exampleland | Chair"), ("", "Testovia | Member"), ("7", "States answer.")]


def test_a_masthead_set_with_tabs_is_read() -> None:
    def fill(document: Word) -> None:
        document.add_paragraph("United Nations\tA/199/12")
        document.add_paragraph("General Assembly\tDistr.: General")
        document.add_paragraph("\t4 March 2031")
        document.add_heading("A directory of points of contact", 1)
        document.add_paragraph("1. The Assembly has before it the report that it asked for in its resolution 198/7.")

    front = extract(saved(fill)).front
    assert (front.symbol, front.title, front.date_issued) == (
        "A/199/12", "A directory of points of contact", "2031-03-04",
    )  # fmt: skip


def test_an_empty_file_says_so() -> None:
    with pytest.raises(EmptyDocument, match="no text"):
        extract(saved(lambda document: None))


@pytest.mark.parametrize("keep", [400, 3_000, 8_000])
def test_a_cut_file_says_so(keep: int) -> None:
    whole = saved(lambda document: document.add_paragraph("Words."))
    with pytest.raises(ExtractError):
        extract(whole[:keep] + b"word/document.xml")


def test_an_entity_bomb_and_a_file_of_the_machine_stay_out() -> None:
    bomb = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "boom"}">' for n in range(9))
    outside = '<!ENTITY out SYSTEM "file:///etc/passwd">'
    text = f"""<!DOCTYPE d [{bomb}{outside}]><w:document {W}><w:body><w:p><w:r><w:t>safe</w:t></w:r></w:p>
<w:p><w:r><w:t>&e8;&out;</w:t></w:r></w:p></w:body></w:document>"""
    told = " ".join(words for _, words in said(saved(lambda document: None, document=text)))
    assert told.startswith("safe")
    assert "root:" not in told
    assert len(told) < 100


def numbering(*levels: str, more: str = "") -> str:
    """A numbering part with one list, 7, of those levels, and more lists."""
    rules = "".join(
        f'<w:lvl w:ilvl="{place}"><w:start w:val="1"/>{level}</w:lvl>' for place, level in enumerate(levels)
    )
    return f"""<w:numbering {W}><w:abstractNum w:abstractNumId="3">{rules}</w:abstractNum>
<w:num w:numId="7"><w:abstractNumId w:val="3"/></w:num>{more}</w:numbering>"""


def level(style: str, text: str, more: str = "") -> str:
    return f'<w:numFmt w:val="{style}"/>{more}<w:lvlText w:val="{text}"/>'


def item(words: str, depth: int = 0, identity: int = 7) -> str:
    return f"<w:pPr><w:numPr><w:ilvl w:val='{depth}'/><w:numId w:val='{identity}'/></w:numPr></w:pPr>{run(words)}"


@pytest.mark.parametrize(
    ("style", "text", "numbers"),
    [
        ("lowerRoman", "(%1)", ["(i)", "(ii)", "(iii)"]),
        ("upperRoman", "%1.", ["I.", "II.", "III."]),
        ("upperLetter", "%1.", ["A.", "B.", "C."]),
        ("decimal", "Article %1", ["Article 1", "Article 2", "Article 3"]),
        ("ordinal", "%1", ["1st", "2nd", "3rd"]),
        ("decimalZero", "%1.", ["01.", "02.", "03."]),
        ("russianLower", "%1)", ["а)", "б)", "в)"]),
        ("arabicAbjad", "(%1)", ["(أ)", "(ب)", "(ج)"]),
        ("hebrew1", "%1.", ["א.", "ב.", "ג."]),
        ("chineseCounting", "%1、", ["一、", "二、", "三、"]),
        ("decimalEnclosedCircle", "%1", ["①", "②", "③"]),
        ("unheardOf", "%1.", ["1.", "2.", "3."]),
        ("bullet", "•", ["", "", ""]),
    ],
)
def test_formats_of_numbers(style: str, text: str, numbers: list[str]) -> None:
    numbering_part = Numbering.of(parse_xml(numbering(level(style, text))))
    assert [numbering_part.mark("7", 0) for _ in range(3)] == numbers


@pytest.mark.parametrize(
    ("count", "style", "text"),
    [(19, "chineseCounting", "十九"), (20, "chineseCounting", "二十"), (105, "chineseCounting", "一百〇五"),
     (15, "hebrew1", "טו"), (16, "hebrew1", "טז"), (29, "russianLower", "аа"), (27, "lowerLetter", "aa"),
     (111, "ordinal", "111th"), (94, "lowerRoman", "xciv"), (21, "decimalEnclosedCircle", "21"), (0, "lowerRoman", "0"),
     (12, "decimalFullWidth", "１２")],
)  # fmt: skip
def test_high_numbers(count: int, style: str, text: str) -> None:
    assert written(count, style) == text


def test_a_number_that_is_cited_as_printed_stays_in_the_text() -> None:
    part = numbering(level("upperLetter", "%1."))
    assert told(item("States answer at once."), item("They write."), numbering=part) == [
        ("", "A. States answer at once."), ("", "B. They write."),
    ]  # fmt: skip


def test_points_are_cited_with_brackets_however_they_are_printed() -> None:
    part = numbering(level("decimal", "%1."), level("lowerLetter", "%2."), level("lowerRoman", "%3."))
    assert told(item("States:"), item("meet:", 1), item("here.", 2), numbering=part) == [
        ("1", "States:"), ("1 (a)", "meet:"), ("1 (a) (i)", "here."),
    ]  # fmt: skip


def test_levels_print_those_above_and_legal_ones_in_digits() -> None:
    part = numbering(level("upperRoman", "%1."), level("decimal", "%1.%2", "<w:isLgl/>"))
    read = Numbering.of(parse_xml(part))
    assert [read.mark("7", depth) for depth in (0, 1, 1, 0, 1)] == ["I.", "1.1", "1.2", "II.", "2.1"]


def test_a_level_that_never_begins_anew_counts_on() -> None:
    part = numbering(level("decimal", "%1."), level("lowerLetter", "(%2)", '<w:lvlRestart w:val="0"/>'))
    read = Numbering.of(parse_xml(part))
    assert [read.mark("7", depth) for depth in (0, 1, 0, 1)] == ["1.", "(a)", "2.", "(b)"]


def test_a_list_begins_anew_only_where_it_says_so() -> None:
    more = """<w:num w:numId="8"><w:abstractNumId w:val="3"/></w:num><w:num w:numId="9"><w:abstractNumId w:val="3"/>
<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>"""
    read = Numbering.of(parse_xml(numbering(level("decimal", "%1."), more=more)))
    assert [read.mark(identity, 0) for identity in ("7", "8", "9", "9")] == ["1.", "2.", "1.", "2."]


def test_a_style_means_a_level_of_its_list() -> None:
    part = numbering(level("decimal", "%1."), level("lowerLetter", "(%2)", '<w:pStyle w:val="Sub"/>'))
    styles = f"""<w:styles {W}><w:style w:type="paragraph" w:styleId="Sub"><w:name w:val="Sub"/>
<w:pPr><w:numPr><w:numId w:val="7"/></w:numPr></w:pPr></w:style></w:styles>"""
    sub = "<w:pPr><w:pStyle w:val='Sub'/></w:pPr>" + run("they write.")
    assert told(item("States answer:"), sub, numbering=part, styles=styles) == [
        ("1", "States answer:"), ("1 (a)", "they write."),
    ]  # fmt: skip


def test_a_numbered_paragraph_without_words_counts() -> None:
    assert told(item("One."), item(""), item("Three."), numbering=numbering(level("decimal", "%1."))) == [
        ("1", "One."), ("3", "Three."),
    ]  # fmt: skip


def field(kind: str) -> str:
    return f"<w:r><w:fldChar w:fldCharType='{kind}'/></w:r>"


def test_a_field_shows_its_result_and_no_field_within_its_instruction() -> None:
    inner = (
        field("begin") + "<w:r><w:instrText>DATE</w:instrText></w:r>" + field("separate") + run("2031") + field("end")
    )
    outer = (
        field("begin")
        + "<w:r><w:instrText>IF </w:instrText></w:r>"
        + inner
        + field("separate")
        + run("24")
        + field("end")
    )
    assert told(run("See paragraph ") + outer + run(" above.")) == [("", "See paragraph 24 above.")]


def test_hidden_words_are_left_out_also_those_hidden_by_style() -> None:
    styles = f"""<w:styles {W}><w:style w:type="character" w:styleId="Note"><w:rPr><w:vanish/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Deep"><w:basedOn w:val="Note"/></w:style></w:styles>"""
    hidden = run("secret", "<w:vanish/>") + run("secret", "<w:rStyle w:val='Deep'/>")
    shown = run(" answer.", "<w:rStyle w:val='Deep'/><w:vanish w:val='0'/>")
    assert told(run("States") + hidden + shown, styles=styles) == [("", "States answer.")]


def test_signs_breaks_and_hyphens() -> None:
    inner = (
        run("Costs ") + "<w:r><w:sym w:font='Symbol' w:char='F0A3'/></w:r>" + run(" 10") + "<w:r><w:tab/></w:r>"
        + run("per") + "<w:r><w:br w:type='page'/></w:r>" + run("co") + "<w:r><w:noBreakHyphen/></w:r>" + run("op")
        + "<w:r><w:softHyphen/></w:r>" + run("eration.") + "<w:r><w:sym w:font='Wingdings' w:char='F0FE'/></w:r>"
    )  # fmt: skip
    assert told(inner) == [("", "Costs ≤ 10 per co-operation.☑")]


def test_controls_links_and_smart_tags_are_read_through() -> None:
    inner = (
        f"<w:sdt><w:sdtContent>{run('States ')}</w:sdtContent></w:sdt><w:hyperlink>{run('answer')}</w:hyperlink>"
        f"<w:smartTag><w:fldSimple w:instr='PAGE'>{run(' again.')}</w:fldSimple></w:smartTag>"
    )
    assert told(inner) == [("", "States answer again.")]


BOX = "<w:txbxContent><w:p>{}</w:p></w:txbxContent>"
MC = "xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'"


def test_a_text_box_is_read_once_and_so_is_one_within_it() -> None:
    inner = BOX.format(run("In the inner box."))
    outer = BOX.format(run("In the box.") + f"<w:r><w:pict>{inner}</w:pict></w:r>")
    drawing = (
        f"<w:r><mc:AlternateContent {MC}><mc:Choice Requires='wps'><w:drawing>{outer}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{outer}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert told(run("Beside it.") + drawing) == [
        ("", "Beside it."), ("", "In the box."), ("", "In the inner box."),
    ]  # fmt: skip


def test_a_table_within_a_cell_is_read_in_it() -> None:
    def fill(document: Word) -> None:
        document.add_paragraph("The following States took part in the session of the group.")
        table = document.add_table(1, 2)
        table.cell(0, 0).text = "Exampleland"
        inner = table.cell(0, 1).add_table(1, 2)
        for cell, words in zip(inner._cells, ["Chair", "2031"], strict=True):
            cell.text = words

    assert said(saved(fill))[1:] == [("", "Exampleland | Chair | 2031")]


def test_a_row_of_three_cells_is_one_however_many_lines_they_have() -> None:
    def fill(document: Word) -> None:
        document.add_paragraph("The following recommendations were made in the session of the group.")
        table = document.add_table(1, 3)
        for cell, words in zip(table._cells, ["Ratify it", "Supported", "one|two|three|four|five"], strict=True):
            for part in words.split("|"):
                cell.add_paragraph(part)

    assert said(saved(fill))[1:] == [("", "Ratify it | Supported | one two three four five")]
