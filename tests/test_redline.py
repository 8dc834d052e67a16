"""What became of one text in another: paragraphs, words, commitment. All text here is ours."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.redline import Change, Paragraph, Redline, Text
from search.redline.commitment import shifts_of, vocabulary
from search.redline.compare import compare
from search.redline.order import heaviest_run
from search.redline.tokens import levelled, words_of
from search.redline.words import pieces_of

DIRECTORY = "States should keep a directory of points of contact for the warehouse keys of every ministry."
REVIEW = "The directory is reviewed every year by the keeper, who reports to the working group on what was found."
LANTERNS = "Lanterns in the archive tower shall be lit before the evening session begins and put out after it."
BOATS = "Ferry companies may carry delegates across the river free of charge during the winter session."
CLOSING = "Decides to remain seized of the matter."


def text(*paragraphs: str | Paragraph, language: str = "en") -> Text:
    made = [one if isinstance(one, Paragraph) else Paragraph(one) for one in paragraphs]
    return Text("sample", "", language, "", "", tuple(made))


def compared(old: list[str], new: list[str]) -> list[Change]:
    return list(compare(text(*old), text(*new)).changes)


def told(change: Change) -> tuple[str, tuple[int, ...], tuple[int, ...]]:
    return change.kind, change.old, change.new


def marked(old: str, new: str) -> str:
    signs = {"same": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}
    return "".join(signs[piece.kind].format(piece.text) for piece in pieces_of(old, new))


def test_a_text_with_itself_is_the_same() -> None:
    changes = compared([DIRECTORY, REVIEW, CLOSING], [DIRECTORY, REVIEW, CLOSING])
    assert [told(change) for change in changes] == [("same", (place,), (place,)) for place in range(3)]
    assert not any(change.moved or change.renumbered or change.shifts for change in changes)


def test_numbers_are_ignored_and_told() -> None:
    old, new = text(Paragraph(REVIEW, "OP3")), text(Paragraph(REVIEW, "OP4"))
    (change,) = compare(old, new).changes
    assert (change.kind, change.renumbered) == ("same", True)


def test_added_and_removed_stand_where_they_stood() -> None:
    changes = compared([DIRECTORY, BOATS, REVIEW], [DIRECTORY, REVIEW, LANTERNS])
    assert [told(change) for change in changes] == [
        ("same", (0,), (0,)), ("removed", (1,), ()), ("same", (2,), (1,)), ("added", (), (2,)),
    ]  # fmt: skip


def test_what_stands_elsewhere_was_moved() -> None:
    changes = compared([DIRECTORY, REVIEW, LANTERNS, BOATS], [BOATS, DIRECTORY, REVIEW, LANTERNS])
    assert [change.moved for change in changes] == [True, False, False, False]
    assert [change.kind for change in changes] == ["same"] * 4


def test_a_changed_paragraph_can_have_moved() -> None:
    changed = BOATS.replace("free of charge", "at half price")
    changes = compared([DIRECTORY, REVIEW, LANTERNS, BOATS], [changed, DIRECTORY, REVIEW, LANTERNS])
    assert (changes[0].kind, changes[0].old, changes[0].moved) == ("changed", (3,), True)


def test_split_and_merged() -> None:
    whole = f"{DIRECTORY} {LANTERNS}"
    assert [told(change) for change in compared([whole, REVIEW], [DIRECTORY, LANTERNS, REVIEW])] == [
        ("split", (0,), (0, 1)), ("same", (1,), (2,)),
    ]  # fmt: skip
    assert [told(change) for change in compared([DIRECTORY, LANTERNS, REVIEW], [whole, REVIEW])] == [
        ("merged", (0, 1), (0,)), ("same", (2,), (1,)),
    ]  # fmt: skip


def test_what_shares_only_boilerplate_is_not_paired() -> None:
    old = ["Recalling its resolution 75/240 of 31 December 2020,", DIRECTORY, "See resolution 59/220."]
    new = ["Recalling its resolution 68/31 of 5 March 2013,", DIRECTORY, "See resolution 60/252."]
    kinds = Counter(change.kind for change in compared(old, [*new[:1], new[2], new[1]]))
    assert kinds == {"removed": 2, "added": 2, "same": 1}


def test_a_reference_of_another_number_at_the_same_place_was_changed() -> None:
    (changed,) = (one for one in compared(["A/79/224.", DIRECTORY], ["A/80/237.", DIRECTORY]) if one.kind != "same")
    assert [(piece.kind, piece.text) for piece in changed.pieces] == [
        ("removed", "A/79/224"), ("added", "A/80/237"), ("same", "."),
    ]  # fmt: skip
    kinds = Counter(change.kind for change in compared(["A/79/224.", "A/79/1.", DIRECTORY], ["A/80/237.", DIRECTORY]))
    assert kinds == {"removed": 2, "added": 1, "same": 1}, "either may have become it"


def test_notes_in_another_order_are_the_same() -> None:
    notes = [("Ibid.", "fn 1"), ("Resolution 99/1.", "fn 2"), ("Ibid.", "fn 3"), ("A/199/1.", "fn 4")]
    old = [Paragraph(said, number) for said, number in notes]
    changes = compare(text(*old), text(*reversed(old))).changes
    assert Counter((change.kind, change.moved) for change in changes) == {("same", False): 4}


def test_spaces_within_words_are_no_change() -> None:
    (change,) = compared(
        ["Conscious of the need of seeking peace, always."], ["Conscious ofthe need of see king peace, always."]
    )
    assert change.kind == "same"
    assert "".join(piece.text for piece in change.pieces if piece.kind != "added").startswith("Conscious of the need")
    assert "".join(piece.text for piece in change.pieces if piece.kind != "removed").endswith(
        "of see king peace, always."
    )


def test_a_footnote_is_no_paragraph() -> None:
    changes = compare(text(Paragraph(REVIEW, "3")), text(Paragraph(REVIEW, "fn 3"))).changes
    assert [change.kind for change in changes] == ["removed", "added"]


def test_footnotes_have_an_order_of_their_own() -> None:
    note = Paragraph("See the annual report of the keeper of keys.", "fn 1")
    changes = compare(text(note, DIRECTORY, REVIEW), text(DIRECTORY, REVIEW, note)).changes
    assert [(change.kind, change.moved) for change in changes] == [("same", False)] * 3


def test_words_are_struck_and_inserted() -> None:
    assert marked("States shall keep keys.", "States should keep keys.") == "States [-shall -]{+should +}keep keys."
    assert marked("systems and means", "systems, and means") == "systems{+,+} and means"
    assert marked("The end.", "The end. And more.") == "The end.{+ And more.+}"


def test_islands_between_changes_are_changed_with_them() -> None:
    assert marked("keeps the red of old lamps safe", "keeps every green of new boats safe").count("{+") == 1


def test_chinese_is_compared_by_character() -> None:
    assert marked("各国应保管钥匙。", "各国可保管钥匙。") == "各国[-应-]{+可+}保管钥匙。"


def test_kinds_of_quotation_marks_are_no_change() -> None:
    (change,) = compared(['The "keeper" of keys – and lamps'], ["The “keeper” of keys - and lamps"])
    assert change.kind == "same"


@pytest.mark.parametrize(
    ("old", "new"),
    [("علما", "علماً"), ("décide", "de\u0301cide"), ("co\u00adoperate", "cooperate"), ("L’État", "L'État")],
)
def test_a_letter_is_the_same_however_it_is_written(old: str, new: str) -> None:
    (piece,) = pieces_of(f"{old} keys", f"{new} keys")
    assert (piece.kind, piece.text) == ("same", f"{new} keys")


@pytest.mark.parametrize(
    ("language", "old", "new", "shift"),
    [
        ("en", "States shall keep keys.", "States should keep keys.", ("modal", "shall", "should", "weaker")),
        ("en", "States may keep keys.", "States must keep keys.", ("modal", "may", "must", "stronger")),
        ("en", "States shall keep keys.", "States shall not keep keys.", ("modal", "shall", "shall not", "other")),
        ("en", "Requests it to act;", "Invites it to act;", ("decision", "requests", "invites", "weaker")),
        ("en", "Takes note of keys;", "Takes note with appreciation of keys;",
         ("decision", "takes note", "takes note with appreciation", "stronger")),
        ("en", "States keep keys.", "Some States keep keys.", ("scope", "States", "some States", "weaker")),
        ("en", "They keep keys.", "They keep keys, as appropriate.", ("scope", "", "as appropriate", "weaker")),
        ("en", "The voluntary list of keys.", "The list of keys.", ("scope", "voluntary", "", "stronger")),
        ("fr", "Les États doivent garder.", "Les États devraient garder.", ("modal", "doivent", "devraient", "weaker")),
        ("fr", "Prie le gardien d’agir ;", "Invite le gardien à agir ;", ("decision", "prie", "invite", "weaker")),
        ("es", "Los Estados deben guardar.", "Los Estados deberían guardar.", ("modal", "deben", "deberían", "weaker")),
        ("ru", "Государства должны хранить.", "Государства могут хранить.", ("modal", "должны", "могут", "weaker")),
        ("ar", "يجب على الدول حفظ المفاتيح.", "ينبغي على الدول حفظ المفاتيح.", ("modal", "يجب", "ينبغي", "weaker")),
        ("ar", "وتطلب إلى الأمين حفظها", "وتدعو الأمين حفظها", ("decision", "تطلب إلى", "تدعو", "weaker")),
        ("ar", "تحيط علماً مع التقدير بالتقرير", "تحيط علماً بالتقرير",
         ("decision", "تحيط علما مع التقدير", "تحيط علما", "weaker")),
        ("zh", "各国应保管钥匙。", "各国可保管钥匙。", ("modal", "应", "可", "weaker")),
    ],
)  # fmt: skip
def test_a_change_of_commitment_is_marked(language: str, old: str, new: str, shift: tuple[str, ...]) -> None:
    (found,) = shifts_of(pieces_of(old, new), language)
    assert (found.group, found.old, found.new, found.direction) == shift


@pytest.mark.parametrize(
    ("language", "old", "new"),
    [
        ("en", "By May 2025, nine States had named one.", "By June 2025, ten States had named one."),
        ("en", "It answers all of the requests of States.", "It answers all of the calls of States."),
        ("en", "The States shall keep keys.", "The States shall keep red keys."),
        ("zh", "他们的反应很快。", "他们的反映很快。"),
        ("sv", "Staterna ska behålla.", "Staterna bör behålla."),
    ],
)
def test_other_changes_are_no_commitment(language: str, old: str, new: str) -> None:
    assert shifts_of(pieces_of(old, new), language) == ()


def test_the_words_of_commitment_are_data_in_six_languages() -> None:
    assert set(vocabulary()) == {"ar", "en", "es", "fr", "ru", "zh"}
    for language, terms in vocabulary().items():
        found = [term for several in terms.values() for term in several]
        assert {term.group for term in found} >= {"modal", "decision", "scope"}, language
        assert len({term.text for term in found}) == len(found), language


def test_the_heaviest_run_is_kept() -> None:
    assert heaviest_run([(5, 10), (1, 3), (2, 3), (3, 3)]) == {0}
    assert heaviest_run([(5, 8), (1, 3), (2, 3), (3, 3)]) == {1, 2, 3}
    assert heaviest_run([]) == frozenset()


# Few words, so that paragraphs are alike, equal and split often.
WORDS = st.sampled_from("States shall should keep keys, “lamps” boats A/RES/75/240 24 notes. 应 各国 الدول".split())
PARAGRAPHS = st.lists(st.lists(WORDS, max_size=14).map(" ".join), max_size=9)


def rebuilt(redline: Redline, side: str) -> list[tuple[int, str]]:
    """The texts of a side, from the pieces, each with its first place."""
    left_out = "added" if side == "old" else "removed"
    return sorted(
        (getattr(change, side)[0], "".join(piece.text for piece in change.pieces if piece.kind != left_out))
        for change in redline.changes
        if getattr(change, side)
    )


@pytest.mark.slow
@settings(deadline=None, max_examples=150)
@given(PARAGRAPHS, PARAGRAPHS)
def test_each_paragraph_is_in_one_change_and_its_pieces_rebuild_it(old: list[str], new: list[str]) -> None:
    redline = compare(text(*old), text(*new))
    for side, texts in (("old", old), ("new", new)):
        places = [place for change in redline.changes for place in getattr(change, side)]
        assert sorted(places) == list(range(len(texts)))
        expected = sorted(
            (getattr(change, side)[0], "\n".join(texts[place] for place in getattr(change, side)))
            for change in redline.changes
            if getattr(change, side)
        )
        assert rebuilt(redline, side) == expected
    for change in redline.changes:
        assert list(change.new) == list(range(change.new[0], change.new[-1] + 1)) if change.new else change.old
    mine = [change.new for change in redline.changes if change.new]
    assert mine == sorted(mine)


@settings(deadline=None, max_examples=60)
@given(PARAGRAPHS)
def test_any_text_is_the_same_as_itself(paragraphs: list[str]) -> None:
    changes = compare(text(*paragraphs), text(*paragraphs)).changes
    assert [told(change) for change in changes] == [("same", (place,), (place,)) for place in range(len(paragraphs))]
    assert not any(change.moved for change in changes)


@settings(deadline=None, max_examples=150)
@given(st.text(max_size=60), st.text(max_size=60))
def test_pieces_rebuild_any_text(old: str, new: str) -> None:
    pieces = pieces_of(old, new)
    assert "".join(piece.text for piece in pieces if piece.kind != "removed") == new
    assert levelled("".join(piece.text for piece in pieces if piece.kind != "added")) == levelled(old)
    assert all(piece.text for piece in pieces)
    assert "".join(word.text for word in words_of(old)) == old
