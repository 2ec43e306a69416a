"""A missed post, and what is to be done with it."""

from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from postdesk.domain.missed import new_times
from postdesk.domain.posts import Post, PostState, entry_state
from postdesk.ui.kit.forms import WheelGuard
from postdesk.ui.kit.identity import identify
from postdesk.ui.kit.plain import PlainLabel
from postdesk.ui.text.said import one_line
from postdesk.ui.text.words import platform_word, when_text

translate = QCoreApplication.translate


class Answer(StrEnum):
    """What to do with a missed post. Each of the times that are offered for it is its own."""

    LATER = "later"
    NOW = "now"
    SOON = "soon"
    SAME_TIME = "same_time"
    NEXT_WEEK = "next_week"
    DRAFT = "draft"


class MissedRow(QWidget):
    """Whose post it was and when it was due, on its client's clock, and the choice."""

    def __init__(self, post: Post, client: str, zone: ZoneInfo, now: datetime) -> None:
        super().__init__()
        self.post_id = post.id
        times = new_times(post.due_at, zone, now)
        self._times = {Answer.SOON: times.soon, Answer.SAME_TIME: times.same_time, Answer.NEXT_WEEK: times.next_week}
        words = _words(post, client, zone, now)
        self.answer = QComboBox()
        self.answer.addItem(answer_word(Answer.LATER), Answer.LATER)
        self.answer.addItem(answer_word(Answer.NOW), Answer.NOW)
        for answer, moment in self._times.items():
            when = when_text(moment, zone, now)
            self.answer.addItem(translate("Missed", "Move to {0}").format(when), answer)
        self.answer.addItem(answer_word(Answer.DRAFT), Answer.DRAFT)
        identify(self.answer, f"missed.answer_{post.id}", words)
        WheelGuard(self.answer)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(PlainLabel(words, elide=True), 1)
        row.addWidget(self.answer)

    @property
    def chosen(self) -> Answer:
        """The answer that is shown."""
        return Answer(self.answer.currentData())

    @property
    def moment(self) -> datetime | None:
        """The new time that was chosen; None where none is to be given."""
        return self._times.get(self.chosen)

    def choose(self, answer: Answer) -> None:
        """Show that answer."""
        self.answer.setCurrentIndex(max(0, self.answer.findData(answer)))


def answer_word(answer: Answer) -> str:
    """An answer that fits any post."""
    return {
        Answer.LATER: translate("Missed", "Decide later"),
        Answer.NOW: translate("Missed", "Send now"),
        Answer.SOON: translate("Missed", "Move to an hour from now"),
        Answer.SAME_TIME: translate("Missed", "Move to the same time of day"),
        Answer.NEXT_WEEK: translate("Missed", "Move by a week"),
        Answer.DRAFT: translate("Missed", "Keep as a draft"),
    }[answer]


def _words(post: Post, client: str, zone: ZoneInfo, now: datetime) -> str:
    missed = (entry for entry in post.entries if entry_state(entry) is PostState.MISSED)
    platforms = dict.fromkeys(platform_word(platform) for entry in missed for platform in entry.platforms)
    head = one_line(post.text or post.title) or translate("Missed", "without text")
    return "  ·  ".join(part for part in (when_text(post.due_at, zone, now), client, ", ".join(platforms), head) if part)
