"""The main content of a page: the part that is the document, by the structure of the page. Changes the tree."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_NEVER = frozenset(
    "script style noscript template iframe object embed svg canvas form button select input textarea nav audio video"
    " map dialog menu".split()
)
_ROLES = frozenset("navigation banner contentinfo search complementary dialog alert menu menubar tooltip".split())
_AROUND = frozenset(("header", "footer", "aside"))
# Words that name what stands around a text, alone or as part of a class (`site-footer`, `menu--main`).
_NOISE = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|breadcrumbs?|cookies?|footer|sidebar|side-bar|shar(?:e|ing)|related(?:-posts)?|social|skip|pager"
    r"|pagination|toolbar|advert\w*|newsletter|language-switcher|site-header|page-header|masthead|modal|popup"
    r"|visually-hidden|sr-only)(?:$|[\s_-])",
    re.IGNORECASE,
)
# Words that do so only alone: Drupal writes `field--label-hidden` on the text itself.
_NOISE_ALONE = frozenset("login languages print search tags hidden comments noprint no-print".split())
# What the European Parliament sets around its press releases and documents: category and date, stages of a procedure.
_NOISE_OF_SITES = frozenset(("ep_subtitle", "doceo-ring"))
# What readers wrote below a text is none of it, however long it is.
_COMMENTS = frozenset("comments comments-area comment-list commentlist comment-respond respond disqus_thread".split())
# Where sites keep their text: EUR-Lex, then what HTML itself and common systems name so. The first with words counts.
_MAIN = (
    "//*[contains(concat(' ', @class, ' '), ' eli-container ')]",
    "//*[@id='document1' or @id='TexteOnly' or @id='PP4Contents']",
    "//main//article",
    "//main",
    "//*[@role='main']",
    "//article",
    "//*[@itemprop='articleBody']",
    "//*[@id='main-content' or @id='mainContent' or @id='content' or @id='main' or @id='bodyContent']",
    "//*[contains(concat(' ', @class, ' '), ' field--name-body ')]",
    "//*[contains(concat(' ', @class, ' '), ' entry-content ')]",
    "//*[contains(concat(' ', @class, ' '), ' content--content ')]",
)
_ENOUGH = 0.5
_FEWEST = 200


def main_content(root: HtmlElement) -> list[HtmlElement]:
    """The elements that hold the document, in their order: the whole body where no part stands out."""
    found = root.find("body")
    body: HtmlElement = found if found is not None else root
    _strip(body)
    # Links are not counted: what stands around a text is mostly links, and can be more than the text.
    whole = _prose(body)
    for path in _MAIN:
        elements = _outermost(body.xpath("." + path))
        words = sum(_prose(element) for element in elements)
        if words > _FEWEST and (words > _ENOUGH * whole or path in _MAIN[:2]):
            return elements
    return [body]


def _strip(body: HtmlElement) -> None:
    """Take away what is never text of the document. Its tail, the text behind it, stays."""
    for element in list(body.iter()):
        if element is not body and _is_noise(element) and element.getparent() is not None:
            element.drop_tree()


def _is_noise(element: HtmlElement) -> bool:
    tag = element.tag
    if not isinstance(tag, str) or tag in _NEVER:
        return True
    if element.get("hidden") is not None or element.get("aria-hidden") == "true" or element.get("role") in _ROLES:
        return True
    if "display:none" in (element.get("style") or "").replace(" ", "").lower():
        return True
    inside = any(True for _ in element.iterancestors("main", "article"))
    if tag in _AROUND and not (inside and tag == "header"):
        return True
    if tag not in ("div", "section", "ul", "ol", "span", "p", "a", "table", "header"):
        return False
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    alone = set(names.lower().split())
    if "field--type-entity-reference" in alone and not _prose(element):
        return True  # subjects and kinds, by which a Drupal site sorts its pages
    if alone & _COMMENTS:
        return not any(True for _ in element.iterdescendants("main", "h1"))
    # A container of most of the page can bear such a name ("page-with-sidebar"); text is not thrown away for a name.
    return bool(alone & (_NOISE_ALONE | _NOISE_OF_SITES) or _NOISE.search(names)) and not _holds_text(element)


def _holds_text(element: HtmlElement) -> bool:
    return any(True for _ in element.iterdescendants("main", "article", "h1")) or _prose(element) > 2_000


def _prose(element: HtmlElement) -> int:
    """How much text stands outside links."""
    return _length(element) - sum(_length(link) for link in element.iterdescendants("a"))


def _length(element: HtmlElement) -> int:
    return sum(len(text.strip()) for text in element.itertext())


def _outermost(elements: Iterable[HtmlElement]) -> list[HtmlElement]:
    kept: list[HtmlElement] = []
    chosen: set[int] = set()
    for element in elements:
        if not any(id(above) in chosen for above in element.iterancestors()):
            kept.append(element)
            chosen.add(id(element))
    return kept
