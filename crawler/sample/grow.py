"""More statements for a larger sample site, put together by seeded choice from our own sentences."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta

from crawler.sample.document import Block, SampleDocument, Span

_FOLDER = "Sample_Working_Group_on_ICT_Security_-_(2021)"
_NAMES = ("Exampleland", "Sampleria", "Testonia", "Mockavia", "Draftonia", "Specimenia", "Dummyland", "Prototopia")
_SIDES = ("North", "South", "East", "West", "Upper", "Lower", "Greater", "New", "Old", "Inner")
_MONTHS = ("January", "February", "March", "April", "May", "June", "September", "October", "November")
_TOPICS = {
    "threats": "existing and potential threats",
    "norms": "norms of responsible State behaviour",
    "law": "international law",
    "confidence": "confidence-building measures",
    "capacity": "capacity-building",
    "dialogue": "regular institutional dialogue",
}
# Ordinal and first day of the group's sessions: sources.md 1.6.
_SESSIONS = (
    ("First", date(2021, 12, 13)),
    ("Second", date(2022, 3, 28)),
    ("Third", date(2022, 7, 25)),
    ("Fourth", date(2023, 3, 6)),
    ("Fifth", date(2023, 7, 24)),
    ("Sixth", date(2023, 12, 11)),
    ("Seventh", date(2024, 3, 4)),
    ("Eighth", date(2024, 7, 8)),
    ("Ninth", date(2024, 12, 2)),
    ("Tenth", date(2025, 2, 17)),
    ("Eleventh", date(2025, 7, 7)),
)
# Of every ten files seven are PDF, two HTML and one DOCX.
_SUFFIXES = (".pdf", ".pdf", ".html", ".pdf", ".pdf", ".docx", ".pdf", ".html", ".pdf", ".pdf")


def stock(text: str) -> Mapping[str, tuple[str, ...]]:
    """The sentences of `sentences.txt` under the names of their sections."""
    sections = re.split(r"^\[(\w+)\]$", text, flags=re.MULTILINE)[1:]
    return {
        name: tuple(line.strip() for line in lines.splitlines() if line.strip())
        for name, lines in zip(sections[::2], sections[1::2], strict=True)
    }


def statements(sentences: Mapping[str, tuple[str, ...]], seed: int) -> Iterator[SampleDocument]:
    """Statements without end; the n-th depends on nothing but the seed and n, so a larger site holds a smaller one."""
    number = 0
    while True:
        number += 1
        # The choice must be the same for everyone, not secret.
        yield _statement(sentences, number, random.Random(f"{seed}/{number}"))  # noqa: S311


def _statement(sentences: Mapping[str, tuple[str, ...]], number: int, choice: random.Random) -> SampleDocument:
    state = f"{choice.choice(_SIDES)} {choice.choice(_NAMES)}"
    topic = choice.choice(tuple(_TOPICS))
    ordinal, first_day = choice.choice(_SESSIONS)
    title = f"Statement by {state} on {_TOPICS[topic]} (sample)"
    stem = f"{state} - Statement {number} on {_TOPICS[topic]} (sample)".replace(" ", "_")
    return SampleDocument(
        name=f"grown-{number}",
        place="oewg-2021",
        path=f"{_FOLDER}/{stem}{_SUFFIXES[number % len(_SUFFIXES)]}",
        title=title,
        label="Statement",
        submitter=state,
        date=first_day + timedelta(days=choice.randrange(5)),
        layout="statement",
        blocks=tuple(_paragraphs(sentences, topic, state, choice)),
        session=f"{ordinal} substantive session, agenda item 5",
        meeting="New York",
    )


def _paragraphs(
    sentences: Mapping[str, tuple[str, ...]], topic: str, state: str, choice: random.Random
) -> Iterator[Block]:
    say = _filled(state, _TOPICS[topic], choice)
    yield Block("plain", (Span("Chair,"),))
    yield Block("plain", (Span(say(choice.choice(sentences["opening"]))),))
    others = choice.sample([name for name in _TOPICS if name != topic], k=choice.randint(2, 4))
    for name in (topic, topic, *others):
        chosen = choice.sample(sentences[name], k=choice.randint(2, 4))
        yield Block("plain", (Span(" ".join(say(sentence) for sentence in chosen)),))
    yield Block("plain", (Span(say(choice.choice(sentences["closing"]))),))


def _filled(state: str, topic: str, choice: random.Random) -> Callable[[str], str]:
    """A function that fills the gaps of a sentence, each time with other numbers and months."""

    def say(sentence: str) -> str:
        return sentence.format(
            state=state,
            topic=topic,
            number=choice.randint(4, 19),
            month=choice.choice(_MONTHS),
            year=choice.randint(2018, 2024),
        )

    return say
