"""A translator that switches times of day to the 12-hour clock.

A module of its own, since it is imported before the first paint.
"""

from typing import Final

from PySide6.QtCore import QLocale, QTranslator

from postdesk.domain.settings import ClockFace

_CLOCK_CONTEXT: Final = "Clock"
_USUAL: Final = "HH:mm"
_TWELVE: Final = "h:mm AP"


def twelve_hours(face: ClockFace) -> bool:
    """Return true if that clock has twelve hours."""
    if face is ClockFace.SYSTEM:
        return "AP" in QLocale().timeFormat(QLocale.FormatType.ShortFormat).upper()
    return face is ClockFace.TWELVE


class TwelveHours(QTranslator):
    """A translation of the one pattern of all times of day; while it is installed, the clock has twelve hours."""

    def isEmpty(self) -> bool:
        return False

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str | None:
        return _TWELVE if source == _USUAL and context == _CLOCK_CONTEXT else None
