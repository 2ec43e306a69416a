"""Cleaning of pasted text: plain, without characters that other programs insert for layout."""

import re
from typing import Final, NamedTuple

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QTextDocumentFragment

_LINE_ENDS: Final = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# U+FFFE at the start of a text would be taken for a mark of the byte order: PySide swaps the bytes of all that follows.
_UNSENDABLE: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ufffc\ufffe\uffff]")
_BULLETS: Final = re.compile("^([ \t]*)[\uf0a7\uf0b7\uf076\u00b7\u25aa\u2022](?:\t| {2,}|\u00a0+ *)", re.MULTILINE)
"""The bullets that Word and LibreOffice write in fonts of their own, with a tab or spaces after them."""

_LAYOUT: Final = re.compile("[\u00ad\u200b\u2060\ufeff]")
_LAID_OUT: Final = re.compile("(?<![ \u00a0]) *\u00a0[ \u00a0]*")


class PastedText(NamedTuple):
    """The cleaned text, and whether unsendable or layout characters were removed."""

    text: str
    unsendable: bool
    layout: bool


def can_paste(source: QMimeData) -> bool:
    """Return True if the data has text; files and pictures, and their paths, aren't text."""
    return not any(url.isLocalFile() for url in source.urls()) and (source.hasText() or source.hasHtml())


def clean_paste(source: QMimeData) -> PastedText:
    """Return the cleaned text. Quotes, dashes and a single no-break space between words stay."""
    text = source.text() or QTextDocumentFragment.fromHtml(source.html()).toPlainText()
    lines = _LINE_ENDS.sub("\n", text)
    sendable = _UNSENDABLE.sub("", lines)
    clean = _BULLETS.sub(r"\1• ", sendable)
    clean = _LAYOUT.sub("", clean)
    clean = _LAID_OUT.sub(_space, clean).replace("\t", " ")
    return PastedText(clean, len(sendable) < len(lines), clean != sendable)


def _space(found: re.Match[str]) -> str:
    """Return the replacement of no-break spaces: one between words stays, runs and ends of lines are layout."""
    before, after = found.string[max(0, found.start() - 1) : found.start()], found.string[found.end() : found.end() + 1]
    if "\n" in (before, after):
        return ""
    return found[0] if found[0] == "\u00a0" and before and after else " "
