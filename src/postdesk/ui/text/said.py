"""The service's own words as the window quotes them: one line in quotation marks, a sentence without the code before it."""

import re
from typing import Final

from PySide6.QtCore import QCoreApplication

translate = QCoreApplication.translate

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
    return {
        "access_denied": translate("Said", "access was denied"),
        "session_expired": translate("Said", "the link ran out before it was used"),
        "expired": translate("Said", "the link ran out before it was used"),
        "not_connected": translate("Said", "the account is not connected"),
        "platform_not_connected": translate("Said", "the account is not connected"),
        "reconnect_required": translate("Said", "the account needs reconnecting"),
        "platform_error": translate("Said", "the platform had trouble of its own"),
        "content_refused": translate("Said", "the platform refused what is in it"),
        "account_restricted": translate("Said", "the account may not publish"),
        "rate_limited": translate("Said", "there were too many requests"),
        "internal_error": translate("Said", "MyPostShare had trouble of its own"),
        "validation_error": translate("Said", "something in it is not allowed"),
    }.get(code.lower(), "")
