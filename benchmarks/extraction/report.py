"""The figures of extraction by group of documents, beside what is asked for and the floors that are pinned. Pure."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import floor

from benchmarks.extraction.score import Tally

# What the issue asks for: figure by group, `all` being every document.
TO_REACH: Mapping[tuple[str, str], float] = {
    ("un-pdf", "boundaries"): 0.97,
    ("osce-pdf", "boundaries"): 0.97,
    ("docx", "boundaries"): 0.97,
    ("all", "boundaries"): 0.92,
    ("all", "numbers"): 0.98,
    ("all", "pages"): 0.99,
    ("all", "clean"): 0.99,
    ("A1", "symbol"): 0.99,
    ("A1", "date"): 0.97,
    ("A1", "title"): 0.95,
}
COLUMNS = ("boundaries", "numbers", "pages", "headings", "clean")


@dataclass(frozen=True, slots=True)
class Scored:
    """The figures of one group, from 0 to 1, and how many documents they are of."""

    group: str
    documents: int
    figures: Mapping[str, float]
    noise: float = 0.0


def scored(group: str, tallies: Sequence[Tally]) -> Scored:
    """The figures of the documents of a group."""
    total = sum(tallies, Tally())
    figures = {
        "boundaries": total.f1,
        "numbers": total.numbers,
        "pages": total.pages,
        "headings": total.paths,
        "clean": total.clean,
    }
    return Scored(group, len(tallies), figures, total.noise_rate)


def read_floors(text: str) -> dict[tuple[str, str], float]:
    """The floors of a TOML text: a table a group, a number a figure."""
    return {(group, name): value for group, table in tomllib.loads(text).items() for name, value in table.items()}


def raised(floors: Mapping[tuple[str, str], float], rows: Sequence[Scored]) -> dict[tuple[str, str], float]:
    """The floors after a measurement: no floor ever sinks."""
    found = {(row.group, name): floor(value * 1000) / 1000 for row in rows for name, value in row.figures.items()}
    return {place: max(floors.get(place, 0.0), value) for place, value in {**floors, **found}.items()}


def written_floors(floors: Mapping[tuple[str, str], float]) -> str:
    """The TOML text of floors."""
    lines = ["# What extraction reached on the gold set. `make quality` fails below; these may only rise.", ""]
    for group in sorted({group for group, _ in floors}):
        lines.append(f'["{group}"]')
        lines += [f"{name} = {value}" for (of, name), value in sorted(floors.items()) if of == group]
        lines.append("")
    return "\n".join(lines)


def below(floors: Mapping[tuple[str, str], float], rows: Sequence[Scored]) -> list[str]:
    """One line for each figure that is below its floor."""
    figures = {(row.group, name): value for row in rows for name, value in row.figures.items()}
    return [
        f"{group}: {name} is {figures[group, name]:.4f}, its floor is {value}"
        for (group, name), value in sorted(floors.items())
        if (group, name) in figures and figures[group, name] < value
    ]


def table(rows: Sequence[Scored]) -> str:
    """The Markdown table of docs/quality.md: per cent, and in brackets what is asked for."""
    lines = [
        "| group | documents | paragraph boundaries (F1) | printed numbers | pages | headings | clean pages | noise |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        if "boundaries" in row.figures:
            cells = [_cell(row, name) for name in COLUMNS]
            lines.append(f"| {row.group} | {row.documents} | {' | '.join(cells)} | {row.noise:.2%} |")
    lines += ["", "| first page | documents | symbol | date | title |", "|---|---|---|---|---|"]
    for row in rows:
        if "symbol" in row.figures:
            cells = [_cell(row, name) for name in ("symbol", "date", "title")]
            lines.append(f"| {row.group} | {row.documents} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _cell(row: Scored, name: str) -> str:
    asked = TO_REACH.get((row.group, name))
    return f"{row.figures[name]:.1%}" + (f" ({asked:.0%})" if asked else "")


def missed(rows: Sequence[Scored]) -> Iterator[str]:
    """One line for each figure that falls short of what is asked for."""
    for row in rows:
        for name, value in row.figures.items():
            asked = TO_REACH.get((row.group, name), 0.0)
            if value < asked:
                yield f"{row.group}: {name} {value:.4f}, asked {asked}"
