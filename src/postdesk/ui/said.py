"""The service's own words as the window quotes them: one line in quotation marks, a sentence without the code before it."""

import re
from typing import Final

from PySide6.QtCore import QCoreApplication

_CODE: Final = re.compile(r"[a-z0-9]+(?:[_-][a-z0-9]+)+|forbidden|unauthorized|conflict", re.IGNORECASE)


def one_line(text: str) -> str:
    """A text from outside on one line."""
    return " ".join(text.split())


def beginning(text: str, most: int) -> str:
    """A text from outside on one line of so many letters, with "…" where it goes on."""
    line = one_line(text)
    return line if len(line) <= most else f"{line[:most].rstrip()}…"


def said(words: str) -> str:
    """What the service said, quoted; a known code that stands alone in words of ours. The details of a post keep all of it."""
    line = one_line(words)
    code, colon, sentence = line.partition(": ")
    if colon and sentence and _CODE.fullmatch(code):
        line = sentence
    return code_word(line) or f"“{line}”"


def code_word(code: str) -> str:
    """A code of the service's in words, without an end mark; empty for one that is not known."""
    tr = QCoreApplication.translate
    return {
        "access_denied": tr("Said", "access was denied"),
        "session_expired": tr("Said", "the link ran out before it was used"),
        "expired": tr("Said", "the link ran out before it was used"),
        "not_connected": tr("Said", "the account is not connected"),
        "platform_not_connected": tr("Said", "the account is not connected"),
        "reconnect_required": tr("Said", "the account needs reconnecting"),
        "platform_error": tr("Said", "the platform had trouble of its own"),
        "content_refused": tr("Said", "the platform refused what is in it"),
        "account_restricted": tr("Said", "the account may not publish"),
        "rate_limited": tr("Said", "there were too many requests"),
        "internal_error": tr("Said", "MyPostShare had trouble of its own"),
        "validation_error": tr("Said", "something in it is not allowed"),
    }.get(code.lower(), "")
