"""A redline as a page of its own: one HTML file that needs nothing else, on a screen or on paper."""

from __future__ import annotations

from jinja2 import Environment, PackageLoader

from search.redline import Redline
from search.redline.told import counts, is_told, shift_words, shifted, summary, where
from search.web.labels import direction


def page_of(redline: Redline, *, only_changes: bool = False, beside: bool = False) -> str:
    """The file's text, the old text `beside` the new one or within it.

    It has no links: whoever gets it need not reach a server.
    """
    templates = Environment(loader=PackageLoader("search.web"), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    return templates.get_template("redline_file.html").render(shown(redline, only_changes=only_changes), beside=beside)


def shown(redline: Redline, *, only_changes: bool) -> dict[str, object]:
    """What the templates of a redline are given; the page of the form and the file show the same."""
    return {
        "redline": redline,
        "changes": [change for change in redline.changes if is_told(change) or not only_changes],
        "counts": counts(redline),
        "summary": summary(redline),
        "shifted": list(shifted(redline)),
        "shift_words": shift_words,
        "where": where,
        "side_direction": direction(redline.new.language or redline.old.language),
    }
