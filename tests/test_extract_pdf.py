"""PDF: paragraphs, pages, heads and feet, footnotes. The files are made here, the words are ours."""

from __future__ import annotations

import io

import pytest
from fpdf import FPDF
from fpdf.enums import AccessPermission, EncryptionMethod

from corpus.document import Extract
from corpus.errors import EmptyDocument, Encrypted, ExtractError, NeedsOcr
from corpus.extract import extract

SENTENCE = "States keep a directory of points of contact and test it twice a year without notice. "


class Paper(FPDF):
    """A paper with a running head, a page foot and a job number, as the United Nations sets them."""

    def __init__(self, head: str = "A/199/12", job: str = "31-01234") -> None:
        super().__init__(unit="pt", format="A4")
        self.head, self.job = head, job
        self.set_margins(100, 90, 100)
        self.set_auto_page_break(auto=True, margin=110)
        self.set_font("Times", size=11)

    def header(self) -> None:
        self.set_y(40)
        self.set_font("Times", "B", 9)
        self.cell(0, 10, self.head if self.page > 1 else "")
        self.set_font("Times", size=11)
        self.set_y(90)

    def footer(self) -> None:
        self.set_y(-40)
        self.set_font("Times", size=8)
        self.cell(200, 10, f"{self.page}/9")
        self.cell(0, 10, self.job, align="R")
        self.set_font("Times", size=11)

    def paragraph(self, words: str, indent: float = 0.0) -> None:
        """A paragraph with space behind it."""
        self.set_x(100 + indent)
        self.multi_cell(395 - indent, 13, words, new_x="LMARGIN", new_y="NEXT")
        self.ln(7)

    def foot_note(self, mark: str, words: str, y: float) -> None:
        """A footnote in small print near the foot of the page."""
        self.set_xy(120, y)
        self.set_font("Times", size=6)
        self.text(112, y + 4, mark)
        self.set_font("Times", size=8)
        self.text(120, y + 7, words)
        self.set_font("Times", size=11)


def read(paper: FPDF) -> Extract:
    return extract(bytes(paper.output()))


def test_paragraphs_go_on_over_pages_without_heads_and_feet() -> None:
    paper = Paper()
    paper.add_page()
    states = [f"{first}{second}land" for first in ("Exa", "Sam", "Tes", "Spe", "Fac") for second in "bdfklm"]
    words = [SENTENCE.replace("States", f"The officers of {state}") * 3 for state in states]
    for number, told in enumerate(words, 1):
        paper.paragraph(f"{number}. {told.strip()}")
    made = read(paper)
    assert made.pages > 2
    assert [passage.number for passage in made.passages] == [str(number) for number in range(1, 31)]
    assert [passage.text for passage in made.passages] == [told.strip() for told in words]
    pages = [passage.page for passage in made.passages]
    assert pages == sorted(pages)
    assert set(pages) == set(range(1, made.pages + 1))


def test_article_numbers_at_the_top_of_pages_are_no_running_heads() -> None:
    paper = Paper()
    for number in range(1, 8):
        paper.add_page()
        paper.set_y(60)
        paper.set_font("Times", "I", 11)
        paper.cell(0, 13, f"Article {number}", align="C")
        paper.set_font("Times", size=11)
        paper.set_y(110)
        paper.paragraph(f"1. {SENTENCE}")
    made = read(paper)
    assert [passage.heading for passage in made.passages] == [(f"Article {number}",) for number in range(1, 8)]


def test_footnotes_are_apart_and_their_marks_not_fused_to_words() -> None:
    paper = Paper()
    paper.add_page()
    paper.set_xy(100, 100)
    paper.write(13, "1. The group recalls sustainable development")
    paper.set_char_spacing(0)
    paper.set_font("Times", size=7)
    paper.text(paper.get_x(), 105, "7")
    paper.set_x(paper.get_x() + 4)
    paper.set_font("Times", size=11)
    paper.write(13, " and its goals.")
    paper.set_xy(100, 130)
    paper.paragraph(f"2. {SENTENCE * 4}")
    paper.foot_note("7", "See resolution 70/1.", 700)
    made = read(paper)
    told = {passage.number: passage.text for passage in made.passages}
    assert told["1"] == "The group recalls sustainable development and its goals."
    assert told["fn 7"] == "See resolution 70/1."


def test_divided_words_are_made_whole_and_hyphens_of_words_kept() -> None:
    paper = Paper()
    paper.add_page()
    paper.paragraph(
        "1. The confidence-building measures help. Communi-\ncation is tested, and communication is\n"
        "recorded as a confidence-\nbuilding measure in the list."
    )
    made = read(paper)
    assert made.passages[0].text == (
        "The confidence-building measures help. Communication is tested, and communication is recorded as a "
        "confidence-building measure in the list."
    )


def test_items_of_a_list_stand_under_their_paragraph() -> None:
    paper = Paper()
    paper.add_page()
    paper.paragraph("24. States decide:")
    paper.paragraph("(a)    To name a point of contact;", 25)
    paper.paragraph("(b)    To answer it.", 25)
    paper.paragraph("25. States meet again.")
    assert [passage.number for passage in read(paper).passages] == ["24", "24 (a)", "24 (b)", "25"]


def test_rows_of_a_table_keep_their_cells_apart() -> None:
    paper = Paper()
    paper.add_page()
    paper.paragraph(f"1. {SENTENCE}")
    for left, right in (("Exampleland", "Sampleria"), ("Testovia", "Specimen")):
        paper.cell(200, 13, left)
        paper.cell(0, 13, right, new_x="LMARGIN", new_y="NEXT")
    assert [passage.text for passage in read(paper).passages][1:] == ["Exampleland | Sampleria", "Testovia | Specimen"]


def test_text_that_the_file_has_late_is_read_where_it_stands() -> None:
    paper = Paper()
    paper.add_page()
    paper.set_y(300)
    paper.paragraph(f"1. {SENTENCE}")
    paper.set_y(120)
    paper.paragraph("These words stand above, and the file has them behind.")
    assert read(paper).passages[0].text.startswith("These words stand above")


def test_text_off_the_page_is_left_out() -> None:
    paper = Paper()
    paper.add_page()
    paper.paragraph(f"1. {SENTENCE}")
    paper.text(2000, 300, "Nobody sees these words.")
    assert "Nobody" not in " ".join(passage.text for passage in read(paper).passages)


def test_a_turned_page_is_read_upright() -> None:
    paper = Paper()
    paper.add_page()
    paper.paragraph("1. A page comes first.")
    paper.add_page(orientation="landscape")
    with paper.rotation(90, 300, 300):
        paper.text(150, 300, "2. A line written from below.")
    numbers = {passage.number: passage.text for passage in read(paper).passages}
    assert numbers["2"] == "A line written from below."


def test_the_title_and_symbol_are_read_from_the_masthead() -> None:
    paper = Paper()
    paper.add_page()
    paper.text(100, 50, "United Nations")
    paper.text(430, 50, "A/199/12")
    paper.text(100, 80, "General Assembly")
    paper.text(400, 80, "Distr.: General")
    paper.text(400, 93, "4 March 2031")
    paper.set_font("Times", "B", 14)
    paper.text(100, 160, "A directory of points of contact")
    paper.set_font("Times", "B", 11)
    paper.text(100, 190, "Note by the Secretary-General")
    paper.set_font("Times", size=11)
    paper.set_y(220)
    paper.paragraph(f"1. {SENTENCE * 3}")
    front = read(paper).front
    assert (front.symbol, front.date_issued) == ("A/199/12", "2031-03-04")
    assert front.title == "A directory of points of contact: note by the Secretary-General"


def test_a_password_is_asked_for() -> None:
    paper = Paper()
    paper.set_encryption("owner", "user", EncryptionMethod.RC4, AccessPermission.none())
    paper.add_page()
    paper.paragraph(SENTENCE)
    with pytest.raises(Encrypted, match="password"):
        read(paper)


def test_a_scan_needs_ocr() -> None:
    from PIL import Image

    picture = io.BytesIO()
    Image.new("L", (200, 280), 128).save(picture, "PNG")
    paper = FPDF()
    paper.add_page()
    paper.image(picture, 0, 0, 210, 297)
    with pytest.raises(NeedsOcr, match="OCR"):
        read(paper)


def test_a_short_text_beside_no_picture_is_text() -> None:
    paper = FPDF()
    paper.add_page()
    paper.set_font("Times", size=12)
    paper.cell(0, 10, "Few words.")
    assert [passage.text for passage in read(paper).passages] == ["Few words."]


def test_an_empty_page_says_so() -> None:
    paper = FPDF()
    paper.add_page()
    with pytest.raises(EmptyDocument, match="no text"):
        read(paper)


@pytest.mark.parametrize("body", [b"%PDF-1.7\n", b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>"])
def test_a_damaged_file_says_so(body: bytes) -> None:
    with pytest.raises(ExtractError, match=r"damaged|no pages"):
        extract(body)
