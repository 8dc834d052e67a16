"""First pages of United Nations documents: resolutions, drafts, reports, notes and letters, conference room papers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.dates import find_dates, parse_date
from corpus.document import FrontMatter
from corpus.extract.blocks import Block, Kind
from corpus.extract.front.masthead import Masthead, read_masthead
from corpus.extract.front.page import FirstPage, Found, is_date, without_stars
from corpus.extract.front.submitters import sponsors, submitted_by

_SEEN = re.compile(
    r"\bdistr(?:\.|ibution)\s?:|\bdistr\. \w+|^distr\.?$|^nations$|conference room paper|english only"
    r"|united nations|nations unies|naciones unidas"
    r"|организация объединенных наций|الأمم المتحدة|联合国",
    re.IGNORECASE,
)
_ADOPTED = re.compile(
    r"(?:resolution|decision|résolution|décision|resolución|decisión|резолюция|решение|قرار|مقرر).{0,12}"
    r"(?:adopted|adoptée|aprobada|принят|اتخذ)|adopted by the security council|\d{4}年\d+月\d+日大会决议",
    re.IGNORECASE,
)
_NUMBERED_TITLE = re.compile(r"[\[(]?(?:[SE]{1,2}-)?\d{1,3}/\d{1,4}(?:\s[A-Z])?[.\s–-]+\s*(?P<title>\S.*)", re.DOTALL)
_COUNCIL_TITLE = re.compile(r"resolution \d{3,4} \(\d{4}\)", re.IGNORECASE)
_SUBTITLE = re.compile(
    r"(?:(?:second |interim |consolidated )?report (?:of|by|submitted by)|note (?:by|verbale)|letter"
    r"|identical letters|memorandum"
    r"|working paper|non-paper|submitted by|prepared by|transmitted by|statement submitted|summary by"
    r"|background (?:note|paper)"
    r"|rapport d|note d|lettre|informe d|nota d|carta|доклад|записка|письмо|تقرير|مذكرة|رسالة|秘书长的|秘书长说明)",
    re.IGNORECASE,
)
_OFFICER = re.compile(
    r"(?:report|note|memorandum|letter|summary) (?:of|by|from) the (?:secretary-general|secretariat|president|chair"
    r"|director-general|executive (?:director|secretary)|administrator|.{0,40}high commissioner|.{0,12}committee"
    r"|special political|advisory committee|office)",
    re.IGNORECASE,
)
_LETTER = re.compile(
    r"(?:identical )?letters? dated|note verbale dated|lettre datée|carta de fecha|письмо .{0,20} от", re.IGNORECASE
)
_OTHER = re.compile(
    r"convened under.*|\(?item \d.*|agenda item.*|conference room paper.*|advance unedited version.*"
    r"|(?:[\w-]+ ){1,4}session(?:,? (?:of )?\d{4})?|[\[(].*[\])]"
    r"|(?:new york|geneva|vienna|nairobi|online|virtual)\b.*|(?:item )?\d+\s?\(?\w?\)? of the .*agenda.*"
    r"|draft resolutions?|\d{1,2}.{0,20}\d{4}|rapporteur\s?:.*"
    r"|(?:executive board|human rights council|(?:commission|committee|working group) on [\w ,-]{3,70})",
    re.IGNORECASE,
)


def read(page: FirstPage) -> Found | None:
    """The front matter of a United Nations document, None for others."""
    if not any(_SEEN.search(part.text) for part in page.parts[:14]):
        return None
    head = read_masthead(page.parts)
    if not head.symbol or "Official Records" in {part.text.split(",")[0] for part in page.parts}:
        return None
    used = _used_up(page, head)
    adopted = _adopted(page.blocks)
    titled, title_blocks, names = _title(page.blocks, head, used)
    on_text = "" if head.distributed else head.date
    matter = FrontMatter(
        symbol=head.symbol,
        title=titled,
        date_on_text=_letter_date(titled) or on_text,
        date_issued=head.date if head.distributed else "",
        date_adopted=parse_date(adopted),
        session=_session(head),
        agenda_item=head.agenda_item,
        original_language=head.original,
        submitters=names,
    )
    around = {place for place, block in enumerate(page.blocks) if block.text == adopted or _stands_above(block)}
    return matter, frozenset(used | title_blocks | around)


def _stands_above(block: Block) -> bool:
    """Whether a block above the text is the name of a body, a place or a session: bold or short, and no remark."""
    if block.kind is Kind.NOTE or block.text.startswith(("[", "(")):
        return False
    return block.bold or (len(block.text) < 80 and bool(_OTHER.fullmatch(block.text)))


def _used_up(page: FirstPage, head: Masthead) -> set[int]:
    """The blocks all of whose parts were read as masthead."""
    left = {part.block for place, part in enumerate(page.parts) if place not in head.parts_used}
    return {part.block for part in page.parts} - left


def _session(head: Masthead) -> str:
    """`UNGA 79` for documents of the General Assembly and its committees, else the session as printed."""
    found = re.match(r"A/(?:(?:RES|DEC|INF|BUR|C\.\d)/)?(\d{2,3})/", head.symbol)
    return f"UNGA {found[1]}" if found and int(found[1]) > 30 else head.session


def _adopted(blocks: Sequence[Block]) -> str:
    return next((block.text for block in blocks if _ADOPTED.search(block.text) and find_dates(block.text)), "")


def _letter_date(title: str) -> str:
    return parse_date(title) if _LETTER.match(title) else ""


def _title(blocks: Sequence[Block], head: Masthead, used: set[int]) -> tuple[str, set[int], tuple[str, ...]]:
    """The title, the blocks it was read from, and the submitters."""
    left = [
        place for place, block in enumerate(blocks)
        if place not in used and block.kind is not Kind.NOTE and not _ADOPTED.search(block.text)
    ]  # fmt: skip
    for place in left:
        if _NUMBERED_TITLE.fullmatch(blocks[place].text):
            told = _title_from(blocks, left, place)
            found = _NUMBERED_TITLE.fullmatch(_text(blocks, told))
            return found["title"] if found else "", {*told, *_agenda_title(blocks, head, left)}, ()
        if _COUNCIL_TITLE.fullmatch(blocks[place].text):
            return blocks[place].text, {place}, ()
    subject = _agenda_title(blocks, head, left)
    rest = [place for place in left if place not in subject]
    for place in rest:
        if names := sponsors(blocks[place].text) or submitted_by(blocks[place].text):
            below = _first_title(blocks, [other for other in rest if other > place])
            told = below or subject
            return _text(blocks, told), {*told, *subject, place}, names
    return _report_title(blocks, head, rest, subject)


def _title_from(blocks: Sequence[Block], left: Sequence[int], place: int) -> list[int]:
    """A title and the blocks behind it in the same print: the parts of a long one stand apart."""
    told = [place]
    for other in left:
        like = blocks[other].bold == blocks[place].bold and abs(blocks[other].size - blocks[place].size) < 0.5
        if other == told[-1] + 1 and blocks[place].bold and like:
            told.append(other)
    return told


def _agenda_title(blocks: Sequence[Block], head: Masthead, left: Sequence[int]) -> list[int]:
    """The title of the agenda item: what stands right below its number."""
    below = [place for place in left if place > head.agenda_block >= 0]
    if not below or below[0] != head.agenda_block + 1:
        return []
    block, number = blocks[below[0]], blocks[head.agenda_block]
    further_in = block.indent and block.indent > number.indent + 20
    further_in = further_in or block.kind is Kind.HEADING
    return [] if further_in or _SUBTITLE.match(block.text) or sponsors(block.text) else [below[0]]


def _first_title(blocks: Sequence[Block], places: Sequence[int]) -> list[int]:
    return next(([place] for place in places if not _OTHER.fullmatch(blocks[place].text)), [])


def _report_title(
    blocks: Sequence[Block], head: Masthead, rest: Sequence[int], subject: list[int]
) -> tuple[str, set[int], tuple[str, ...]]:
    """The title of a report, note or letter, with the kind of paper behind it as in library catalogues."""
    subtitles = [place for place in rest if _SUBTITLE.match(blocks[place].text)]
    letters = [place for place in subtitles if _LETTER.match(blocks[place].text)]
    if letters:
        return without_stars(blocks[letters[0]].text), {letters[0], *subject}, ()
    open_places = [place for place in rest if place not in subtitles and not _is_aside(blocks[place])]
    marked = [place for place in open_places if blocks[place].kind is Kind.HEADING]
    open_places = marked or open_places
    largest = max((blocks[place].size for place in open_places), default=0.0)
    titles = [place for place in open_places if blocks[place].size > 0.93 * largest]
    if largest == 0.0 or len(titles) == len(open_places):
        # Older pages set the title of the agenda item and that of the paper alike, one below the other.
        bold = [place for place in open_places if blocks[place].bold]
        above = [place for place in bold or open_places if not subtitles or place < subtitles[0]]
        older = head.agenda_block >= 0 and not subject and not marked and len(above) > 1
        titles = above[1:2] if older else above[:1]
    if not titles and subtitles and not _OFFICER.match(blocks[subtitles[0]].text):
        # "Report of the Group ..." with no other title: that is how the paper is called.
        titles, subtitles = subtitles[:1], subtitles[1:]
    told = titles[:1] or subject
    title = _text(blocks, told)
    kind = without_stars(blocks[subtitles[0]].text) if subtitles else ""
    if kind and title and len(kind) < 120:
        title = f"{title}: {kind[0].lower()}{kind[1:]}"
    return title or kind, {*told, *subtitles[:1], *subject}, ()


def _is_aside(block: Block) -> bool:
    """Whether a block stands by the title without being one: place and date, session, convening body."""
    return bool(_OTHER.fullmatch(block.text) or is_date(block.text))


def _text(blocks: Sequence[Block], places: Sequence[int]) -> str:
    return without_stars(" ".join(blocks[place].text for place in places))
