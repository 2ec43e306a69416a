"""Days in words, in the user's language."""

from datetime import date

from PySide6.QtCore import QDate, QLocale


def day_text(day: date, form: str) -> str:
    """A day in one of Qt's forms: "d MMMM" is "27 November"."""
    return QLocale().toString(QDate(day.year, day.month, day.day), form)


def whole_day(day: date) -> str:
    """All of it: "Friday 27 November 2026"."""
    return day_text(day, "dddd d MMMM yyyy")


def short_day(day: date) -> str:
    """All of it in short: "Fri 27 Nov 2026"."""
    return day_text(day, "ddd d MMM yyyy")
