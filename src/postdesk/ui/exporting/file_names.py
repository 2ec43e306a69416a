"""How much is saved, and what the file is called."""

import re
from typing import Final

from PySide6.QtCore import QCoreApplication, QLocale

from postdesk.ui.kit.fields.period import Period, month_of

translate = QCoreApplication.translate

_NOT_IN_A_NAME: Final = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
_NAME: Final = 60


def count_words(count: int) -> str:
    """So many posts."""
    return translate("Saving", "1 post") if count == 1 else translate("Saving", "{0} posts").format(QLocale().toString(count))


def file_name(whose: str, period: Period) -> str:
    """A name for the file, without its end: whose posts, and when."""
    first, last = period
    whole = period == month_of(first)
    when = f"{first:%Y-%m}" if whole else f"{first:%Y-%m-%d} – {last:%Y-%m-%d}"
    return f"{_NOT_IN_A_NAME.sub('-', whose)[:_NAME].strip(' .')} {when}".strip()
