"""The texts of snippets: dates in the desktop's language, summaries, and notes about left-out parts."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Final

from PySide6.QtCore import QCoreApplication, QLocale, QTime

from postdesk.domain.snippets import Snippet
from postdesk.ui.text.times import date_text

translate = QCoreApplication.translate

_WEEKDAY: Final = re.compile(r"^dddd\W*|\W*dddd$")
_HEAD: Final = 60


def day_words(day: date) -> str:
    """Return a date as written in a sentence, without its weekday: "27 November 2026"."""
    form = QLocale().dateFormat(QLocale.FormatType.LongFormat)
    return date_text(day, _WEEKDAY.sub("", form))


def weekday_words(day: date) -> str:
    """Return the weekday's name."""
    return QLocale().dayName(day.isoweekday(), QLocale.FormatType.LongFormat)


def clock_words(moment: datetime) -> str:
    """Return the time of day as the desktop's language writes it: "9:30 AM", "09:30"."""
    form = QLocale().timeFormat(QLocale.FormatType.ShortFormat).replace(":ss", "")
    return QLocale().toString(QTime(moment.hour, moment.minute), form)


def snippet_summary(snippet: Snippet, client: str) -> str:
    """Return a summary of a snippet in one line; `client` is its client's name, empty for all."""
    tags = len(snippet.hashtags)
    what = translate("Snippets", "{0} hashtags").format(tags) if tags > 1 else " ".join(snippet.text.split())[:_HEAD]
    return " · ".join(filter(None, (what, translate("Snippets", "for {0}").format(client) if client else "")))


def hashtags_left_out_words(left_out: Iterable[str], platform: str, limit: int) -> str:
    """Return the note about hashtags that exceed the limit."""
    words = translate("Snippets", "{0} allows {1} hashtags. Left out: {2}")
    return words.format(platform, limit, " ".join(left_out))


def unfilled_words(names: Iterable[str]) -> str:
    """Return the note about placeholders that stay in the text."""
    words = translate("Snippets", "Not filled in: {0}")
    return words.format(", ".join(f"{{{name}}}" for name in names))
