"""What happened since the window was last looked at."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication

from postdesk.domain.board import Card
from postdesk.domain.posts import PostState
from postdesk.ui.words import when_text


def away_words(cards: Iterable[Card], since: datetime, zone: ZoneInfo, now: datetime) -> str:
    """ "Since you were away (yesterday 18:00): 5 published, 1 failed"; empty where nothing happened."""
    tr, count = QCoreApplication.translate, Counter(card.state for card in cards)
    named = (
        (count[PostState.PUBLISHED], tr("Results", "{0} published")),
        (count[PostState.PARTIAL], tr("Results", "{0} partly published")),
        (count[PostState.FAILED] + count[PostState.REJECTED], tr("Results", "{0} failed")),
        (count[PostState.MISSED], tr("Results", "{0} missed")),
        (count[PostState.HELD], tr("Results", "{0} on hold")),
        (count[PostState.TO_DECIDE], tr("Results", "{0} to decide")),
    )
    parts = [words.format(number) for number, words in named if number]
    if not parts:
        return ""
    when = when_text(since, zone, now)
    return tr("Results", "Since you were away ({0}): {1}").format(when, ", ".join(parts))
