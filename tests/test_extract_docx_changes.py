"""Tracked changes in Word files: what stands in the accepted reading, what stood before, and what was done."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from corpus.extract import extract
from corpus.extract.word.changes import Tracked, reading
from corpus.extract.word.runs import Run
from tests.word_files import FOOTNOTES, LIST, NUMBERING, W, run, saved, written

STRUCK_MARK = "<w:pPr><w:rPr><w:del w:id='9'/></w:rPr></w:pPr>"
NEW_MARK = "<w:pPr><w:rPr><w:ins w:id='9'/></w:rPr></w:pPr>"
Told = tuple[str, str, str, str]


def new(words: str) -> str:
    return f"<w:ins w:id='1'>{run(words)}</w:ins>"


def struck(words: str) -> str:
    return f"<w:del w:id='2'><w:r><w:delText xml:space='preserve'>{words}</w:delText></w:r></w:del>"


def changes(*paragraphs: str, **parts: str) -> list[Told]:
    """Number, text, revision and earlier text of each passage."""
    read = extract(written(paragraphs, **parts))
    return [(passage.number, passage.text, passage.revision, passage.unrevised) for passage in read.passages]


def test_both_readings_of_a_sentence() -> None:
    assert changes(run("1. States ") + struck("should") + new("shall") + run(" answer.")) == [
        ("1", "States shall answer.", "changed", "States should answer."),
    ]


def test_a_changed_number_is_that_of_the_accepted_reading() -> None:
    assert changes(struck("3") + new("4") + run(". States answer.")) == [
        ("4", "States answer.", "changed", "3. States answer."),
    ]


def test_what_one_author_inserted_and_another_struck_is_in_neither_reading() -> None:
    both = "<w:ins w:id='1'><w:del w:id='2'><w:r><w:delText>never </w:delText></w:r></w:del></w:ins>"
    assert changes(run("States ") + both + run("answer.")) == [("", "States answer.", "", "")]


def test_formatting_alone_is_no_change() -> None:
    look = "<w:b/><w:rPrChange w:id='3'><w:rPr><w:i/></w:rPr></w:rPrChange>"
    moved = (
        "<w:pPr><w:jc w:val='left'/><w:pPrChange w:id='4'><w:pPr><w:jc w:val='center'/></w:pPr></w:pPrChange></w:pPr>"
    )
    read = extract(written([moved + run("States answer within a month and say so.", look) + run(" They write.")]))
    assert [passage.revision for passage in read.passages] == [""]
    assert read.notes == ()


def test_paragraphs_inserted_and_struck_whole() -> None:
    read = changes(
        run("States meet."), NEW_MARK + new("They answer."), STRUCK_MARK + struck("They wait."), run("They part.")
    )
    assert read == [
        ("", "States meet.", "", ""), ("", "They answer.", "inserted", ""), ("", "", "struck", "They wait."),
        ("", "They part.", "", ""),
    ]  # fmt: skip


def test_struck_paragraphs_do_not_count_in_a_list() -> None:
    gone = LIST.format(level=0).replace("</w:pPr>", "<w:rPr><w:del w:id='9'/></w:rPr></w:pPr>") + struck("Second.")
    listed = [LIST.format(level=0) + run(words) for words in ("First.", "Third.")]
    assert changes(listed[0], gone, listed[1], numbering=NUMBERING) == [
        ("24", "First.", "", ""), ("", "", "struck", "Second."), ("25", "Third.", "", ""),
    ]  # fmt: skip


def test_a_struck_mark_joins_two_paragraphs() -> None:
    assert changes(STRUCK_MARK + run("States answer "), run("and write.")) == [
        ("", "States answer and write.", "changed", "States answer"), ("", "", "struck", "and write."),
    ]  # fmt: skip


def test_a_new_mark_parts_a_paragraph() -> None:
    assert changes(NEW_MARK + run("States answer. "), run("They write.")) == [
        ("", "States answer.", "changed", "States answer. They write."), ("", "They write.", "inserted", ""),
    ]  # fmt: skip


def test_a_moved_paragraph_is_struck_here_and_inserted_there() -> None:
    away = (
        "<w:pPr><w:rPr><w:moveFrom w:id='9'/></w:rPr></w:pPr><w:moveFrom w:id='1'>"
        + run("They part.")
        + "</w:moveFrom>"
    )
    here = "<w:pPr><w:rPr><w:moveTo w:id='9'/></w:rPr></w:pPr><w:moveTo w:id='1'>" + run("They part.") + "</w:moveTo>"
    assert changes(away, run("States meet."), here) == [
        ("", "", "struck", "They part."), ("", "States meet.", "", ""), ("", "They part.", "inserted", ""),
    ]  # fmt: skip


def test_changes_within_links_and_fields() -> None:
    begin, separate, end = (f"<w:r><w:fldChar w:fldCharType='{kind}'/></w:r>" for kind in ("begin", "separate", "end"))
    code = "<w:del w:id='5'><w:r><w:delInstrText>REF a</w:delInstrText></w:r></w:del>"
    link = f"<w:hyperlink>{struck('12')}{new('14')}</w:hyperlink>"
    assert changes(run("See ") + begin + code + separate + link + end + run(" above.")) == [
        ("", "See 14 above.", "changed", "See 12 above."),
    ]


def test_rows_inserted_and_struck() -> None:
    def row(done: str, *cells: str) -> str:
        told = "".join(f"<w:tc><w:p>{cell}</w:p></w:tc>" for cell in cells)
        return f"<w:tr><w:trPr>{done}</w:trPr>{told}</w:tr>"

    rows = (
        row("", run("Exampleland"), run("Chair")) + row("<w:ins w:id='1'/>", new("Testovia"), run("Member"))
        + row("<w:del w:id='1'/>", run("Oldland"), struck("Member"))
    )  # fmt: skip
    table = f"<w:document {W}><w:body><w:p>{run('The States are:')}</w:p><w:tbl>{rows}</w:tbl></w:body></w:document>"
    read = extract(saved(lambda document: None, document=table)).passages
    assert [(passage.text, passage.revision, passage.unrevised) for passage in read][1:] == [
        ("Exampleland | Chair", "", ""), ("Testovia | Member", "inserted", ""), ("", "struck", "Oldland | Member"),
    ]  # fmt: skip


def test_changes_in_a_note_and_a_struck_note() -> None:
    note = "<w:footnote w:id='{}'><w:p>{}</w:p></w:footnote>"
    notes = FOOTNOTES.replace("</w:footnotes>", note.format(3, run("Old one.")) + note.format(
        4, run("See ") + struck("page 1") + new("page 2")) + "</w:footnotes>")  # fmt: skip
    led = "<w:r><w:footnoteReference w:id='{}'/></w:r>"
    gone = f"<w:del w:id='1'>{led.format(3)}</w:del>"
    assert changes(run("States answer.") + led.format(2) + gone + led.format(4), footnotes=notes) == [
        ("", "States answer.", "", ""), ("fn 1", "See A/199/12.", "", ""), ("", "", "struck", "Old one."),
        ("fn 2", "See page 2", "changed", "See page 1"),
    ]  # fmt: skip


def test_the_old_words_of_a_heading_are_kept() -> None:
    heading = "<w:pPr><w:pStyle w:val='Heading1'/></w:pPr>" + run("II. ") + struck("Threats") + new("Risks")
    read = extract(written([heading, run("States know them well enough by now.")])).passages
    assert [(passage.heading, passage.text, passage.unrevised) for passage in read] == [
        ((), "", "II. Threats"), (("II. Risks",), "States know them well enough by now.", ""),
    ]  # fmt: skip


def test_comments_stay_out_and_users_are_told_of_changes() -> None:
    inner = "<w:commentRangeStart w:id='0'/>" + run("States ") + new("answer.") + "<w:commentRangeEnd w:id='0'/>"
    comment = f"<w:comments {W}><w:comment w:id='0'><w:p>{run('Not so fast.')}</w:p></w:comment></w:comments>"
    read = extract(written([inner + "<w:r><w:commentReference w:id='0'/></w:r>"], comments=comment))
    assert [passage.text for passage in read.passages] == ["States answer."]
    assert read.notes == ("Tracked changes: 1 paragraph; the accepted reading is shown.",)


STATES = st.builds(Tracked, st.booleans(), st.booleans())
RUNS = st.lists(st.builds(Run, st.sampled_from(["a", "b ", " ", "c"]), STATES), max_size=4)


@given(st.lists(st.tuples(RUNS, STATES), max_size=6), st.booleans())
def test_a_reading_has_every_word_of_it_in_order_and_as_many_paragraphs_as_marks(
    chain: list[tuple[list[Run], Tracked]], accepted: bool
) -> None:
    shown = [item for item in reading(chain, accepted=accepted) if item]
    every = [run for runs, _ in chain for run in runs if run.tracked.stands(accepted=accepted)]
    assert "".join(run.text for item in shown for run in item.runs).replace(" ", "") == "".join(
        run.text for run in every
    ).replace(" ", "")
    ends = [mark.stands(accepted=accepted) for _, mark in chain[:-1]]
    assert len(shown) == sum(ends) + bool(chain)
