"""Bytes to text: byte-order mark, then what the text declares, then UTF-8, then a guess from the bytes themselves."""

from __future__ import annotations

import codecs
import re

from corpus.errors import ExtractError

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(
    rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]+)|<meta[^>]{0,300}?charset\s*=\s*["']?\s*([\w.:-]+)""",
    re.IGNORECASE,
)
_HEAD = 4096
# Enough to tell an encoding; more only takes time.
_SAMPLE = 60_000
# Browsers read these names as the wider Windows encodings (WHATWG Encoding Standard, "Names and labels").
_WIDER = {"iso-8859-1": "windows-1252", "latin-1": "windows-1252", "ascii": "windows-1252", "us-ascii": "windows-1252",
          "iso-8859-9": "windows-1254", "shift_jis": "cp932",
          "shift-jis": "cp932", "x-sjis": "cp932", "euc-kr": "cp949", "ks_c_5601-1987": "cp949",
          "gb2312": "gb18030", "gbk": "gb18030", "tis-620": "cp874"}  # fmt: skip
# UTF-7 hides markup from whoever looks at the bytes; no document needs it.
_REFUSED = ("utf-7", "utf7", "unicode-1-1-utf-7", "x-user-defined")
_BEYOND_ASCII = re.compile(rb"[\x80-\xff][\x40-\xff]?(?:[\x80-\xff][\x40-\xff]?)*")
# GBK, rows 1 and 3 (punctuation, full-width Latin) and 8 (dashes, letters with accents).
_SIGNS_OF_GBK = re.compile(rb"(?:[\xa1\xa3][\xa1-\xfe]|\xa8[\x40-\x95\xa1-\xba])+")
_CONTROLS = bytes(range(8)) + bytes(range(14, 27)) + bytes(range(28, 32)) + b"\x7f"


def is_text(body: bytes) -> bool:
    """Whether bytes are text in some encoding: a byte-order mark, or hardly any control characters."""
    head = body[:_HEAD]
    if any(head.startswith(mark) for mark, _ in _MARKS):
        return True
    if _wide(head):
        return True
    return bool(head) and b"\x00" not in head and len(head) - len(head.translate(None, _CONTROLS)) <= len(head) // 50


def decode(body: bytes, *, declared: bool = False) -> str:
    """The text of some bytes. `declared` says that an XML or HTML declaration in them counts.

    Characters that an encoding does not know become U+FFFD. Raises ExtractError for UTF-7.
    """
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            return body.decode(encoding, "replace")
    if declared and (named := _declared(body)):
        text = _try(body, named)
        if text is not None:
            return text
    if wide := _wide(body[:_HEAD]):
        return body.decode(wide, "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start > len(body) - 4 or _mostly_utf8(body):
            return body.decode("utf-8", "replace")
    return _guess(body)


def _declared(body: bytes) -> str:
    found = _DECLARED.search(body[:_HEAD])
    named = (found[1] or found[2]).decode("ascii", "replace").lower() if found else ""
    if named in _REFUSED:
        raise ExtractError("It declares an encoding (UTF-7) that is not read because it can hide markup.")
    return named


def _try(body: bytes, named: str) -> str | None:
    """The text in the declared encoding, None where the name is unknown or plainly wrong."""
    encoding = _WIDER.get(named, named)
    try:
        codec = codecs.lookup(encoding)
        if not codec._is_text_encoding or codec.name.startswith(("utf-16", "utf-32")):
            return None
        if codec.name == "utf-8":
            return body.decode("utf-8")
        # A declared single-byte encoding reads any bytes, also those of UTF-8: valid UTF-8 is no accident.
        return _utf8_by_chance(body) or body.decode(encoding, "replace")
    except (LookupError, UnicodeDecodeError, ValueError):
        return None


def _utf8_by_chance(body: bytes) -> str | None:
    if body.isascii():
        return None
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _mostly_utf8(body: bytes) -> bool:
    """Whether only a few bytes of a long text are no UTF-8: one wrong byte does not make another encoding."""
    sample = body[:_SAMPLE].decode("utf-8", "replace")
    wrong, beyond = sample.count("\ufffd"), sum(1 for char in sample if char > "\x7f")
    return beyond > 20 * wrong


def _wide(head: bytes) -> str:
    """`utf-16-le` or `utf-16-be` where one of each two bytes is zero in Latin words and nearly constant in others."""
    if len(head) < 8 or b"\x00" not in head:
        return ""
    first, second = head[0::2], head[1::2]
    if not first.count(0) and _nearly_constant(second):
        return "utf-16-le"
    if not second.count(0) and _nearly_constant(first):
        return "utf-16-be"
    return ""


def _nearly_constant(half: bytes) -> bool:
    return half.count(0) > len(half) // 20 and len(set(half)) <= 8


def _guess(body: bytes) -> str:
    """The text in the likeliest encoding."""
    if _only_signs_of_gbk(body):
        return body.decode("gb18030", "replace")
    import logging

    from charset_normalizer import from_bytes

    logging.getLogger("charset_normalizer").setLevel(logging.ERROR)
    best = from_bytes(_telling(body)).best()
    encoding = best.encoding if best else "windows-1252"
    return body.decode(encoding, "replace")


def _only_signs_of_gbk(body: bytes) -> bool:
    """Whether a Latin text was saved on a Chinese computer: all beyond ASCII are pairs for quotation marks and accents.

    A guess from frequencies takes these few pairs for letters of whatever language has such letters.
    """
    beyond = _BEYOND_ASCII.findall(body)
    return bool(beyond) and all(_SIGNS_OF_GBK.fullmatch(part) for part in beyond)


def _telling(body: bytes) -> bytes:
    """The part of a long text with the most letters beyond ASCII: only those tell an encoding."""
    parts = [body[start : start + _SAMPLE] for start in range(0, min(len(body), 20 * _SAMPLE), _SAMPLE)]
    return max(parts, key=lambda part: sum(1 for byte in part if byte > 127))
