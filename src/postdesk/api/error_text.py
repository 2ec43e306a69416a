"""The service's own error texts as short plain text (gaps G10 and G12: their place is not documented)."""

import html
import json
import re
from collections.abc import Mapping
from typing import Final

_PLACES: Final = ("errorCode", "code", "error", "errorMessage", "message", "reason")
_MAX_LENGTH: Final = 300
_MAX_DEPTH: Final = 3
_TITLE: Final = re.compile(r"<title[^>]*>([^<]*)", re.IGNORECASE)


def error_explanation(fields: Mapping[str, object]) -> str:
    """Return an error object's texts from their usual places, objects and lists within included, each once."""
    return plain_text(": ".join(dict.fromkeys(_texts(fields, _MAX_DEPTH))))


def body_explanation(text: str) -> str:
    """Return the text of an error response's body: JSON, a page (its title) or plain text."""
    try:
        value = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        title = _TITLE.search(text)
        is_page = text.lstrip().startswith("<")
        return plain_text(html.unescape(title[1]) if title else "" if is_page else text)
    return plain_text(": ".join(dict.fromkeys(_texts(value, _MAX_DEPTH))))


def plain_text(text: str) -> str:
    """Return one line of at most 300 characters, without control, format and surrogate characters."""
    printable = (character if character.isprintable() else " " for character in text[: 4 * _MAX_LENGTH])
    shown = " ".join("".join(printable).split())
    return shown if len(shown) <= _MAX_LENGTH else shown[: _MAX_LENGTH - 1] + "…"


def _texts(value: object, depth: int) -> list[str]:
    if isinstance(value, str):
        return [value] if value else []
    if depth == 0:
        return []
    if isinstance(value, list):
        return [text for item in value for text in _texts(item, depth - 1)]
    if isinstance(value, Mapping):
        return [text for place in _PLACES if place in value for text in _texts(value[place], depth - 1)]
    return []
