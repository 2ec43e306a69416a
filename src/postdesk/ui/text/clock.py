"""The 12-hour or the 24-hour clock: how each time of day in the window is written."""

from typing import Final

from PySide6.QtCore import QCoreApplication, QLocale, QTime, QTranslator

from postdesk.domain.settings import ClockFace

translate = QCoreApplication.translate

_CONTEXT: Final = "Clock"
_USUAL: Final = "HH:mm"
_TWELVE: Final = "h:mm AP"


def time_words(hour: int, minute: int) -> str:
    """A time of day on the clock that is chosen: "14:40", "2:40 PM"."""
    return QLocale().toString(QTime(hour, minute), translate("Clock", "HH:mm"))


def roomy_time() -> str:
    """As wide as any time of day on that clock."""
    return "".join("0" if letter.isdigit() else letter for letter in time_words(22, 0))


def twelve_hours(face: ClockFace) -> bool:
    """Whether that clock has twelve hours."""
    if face is ClockFace.SYSTEM:
        return "AP" in QLocale().timeFormat(QLocale.FormatType.ShortFormat).upper()
    return face is ClockFace.TWELVE


class TwelveHours(QTranslator):
    """Translates the one pattern of all times of day; while it is installed, the clock has twelve hours."""

    def isEmpty(self) -> bool:
        return False

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str | None:
        return _TWELVE if source == _USUAL and context == _CONTEXT else None
