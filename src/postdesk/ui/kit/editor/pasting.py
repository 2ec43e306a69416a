"""What of a clipboard or a drag becomes text: plain, without what other programs put in to lay it out."""

import re
from typing import Final, NamedTuple

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QTextDocumentFragment

_LINE_ENDS: Final = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_UNSENDABLE: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ufffc]")
_BULLETS: Final = re.compile("^([ \t]*)[\uf0a7\uf0b7\uf076\u00b7\u25aa\u2022](?:\t| {2,}|\u00a0+ *)", re.MULTILINE)
"""Word and LibreOffice write them from fonts of their own, with a tab or spaces behind."""

_LAYOUT: Final = re.compile("[\u00ad\u200b\u2060\ufeff]")
_LAID_OUT: Final = re.compile("(?<![ \u00a0]) *\u00a0[ \u00a0]*")


class Pasted(NamedTuple):
    """The text, and whether something unsendable, or something that only lays text out, was left out of it."""

    text: str
    unsendable: bool
    layout: bool


def can_paste(source: QMimeData) -> bool:
    """Whether there are words in it: files and pictures are none, nor are their paths."""
    return not any(url.isLocalFile() for url in source.urls()) and (source.hasText() or source.hasHtml())


def pasted(source: QMimeData) -> Pasted:
    """The words of it. Quotes and dashes stay as they are, and so does a space between two words that no line breaks at."""
    text = source.text() or QTextDocumentFragment.fromHtml(source.html()).toPlainText()
    lines = _LINE_ENDS.sub("\n", text)
    sendable = _UNSENDABLE.sub("", lines)
    clean = _BULLETS.sub(r"\1• ", sendable)
    clean = _LAYOUT.sub("", clean)
    clean = _LAID_OUT.sub(_space, clean).replace("\t", " ")
    return Pasted(clean, len(sendable) < len(lines), clean != sendable)


def _space(found: re.Match[str]) -> str:
    """One between two words is meant; runs lay text out, as do those at the ends of lines."""
    before, after = found.string[max(0, found.start() - 1) : found.start()], found.string[found.end() : found.end() + 1]
    if "\n" in (before, after):
        return ""
    return found[0] if found[0] == "\u00a0" and before and after else " "
