"""A chain as a page of its own: one HTML file that needs nothing else."""

from __future__ import annotations

from jinja2 import Environment, PackageLoader

from search.redline.chain import Followed, counts, remarks, told_cell
from search.redline.told import summary
from search.web.labels import direction


def chain_page(table: Followed) -> str:
    """The file's text. It has no links: whoever gets it need not reach a server."""
    templates = Environment(loader=PackageLoader("search.web"), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    return templates.get_template("chain_file.html").render(shown(table))


def shown(table: Followed) -> dict[str, object]:
    """What the templates of a chain are given; the page of the form and the file show the same."""
    return {
        "table": table,
        "counts": counts(table),
        "summary": summary,
        "told_cell": told_cell,
        "notices": remarks(table),
        "side_direction": direction(table.texts[-1].language),
    }
