"""The questions when the window closes: on what is not saved, and on posts that still need this computer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from postdesk.domain.posts import Entry, Post
from postdesk.domain.storage import StorageTrouble
from postdesk.ui.notice_words import storage_words
from postdesk.ui.parts.buttons import Button
from postdesk.ui.parts.dialog import Dialog
from postdesk.ui.plain import PlainLabel
from postdesk.ui.theme import Theme
from postdesk.ui.words import platform_word, when_text

_NAMED = 5
_HEAD = 48


class CloseChoice(StrEnum):
    """What to do with the posts that wait here. STAY: the window does not close after all."""

    LOCK_IN = "lock_in"
    BACKGROUND = "background"
    QUIT = "quit"
    STAY = "stay"


@dataclass(frozen=True, slots=True)
class WaitingPost:
    """A post with its client's name, and those of its entries that wait."""

    post: Post
    client: str
    entries: tuple[Entry, ...]

    @property
    def platforms(self) -> tuple[str, ...]:
        """Where it waits."""
        return tuple(dict.fromkeys(platform for entry in self.entries for platform in entry.platforms))


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits on this computer, by time: what can be locked in, and what is sent from here. A post may be among both."""

    lockable: tuple[WaitingPost, ...]
    from_here: tuple[WaitingPost, ...]

    @property
    def count(self) -> int:
        """How many posts that are."""
        return len({each.post.id for each in (*self.lockable, *self.from_here)})

    @property
    def lockable_ids(self) -> frozenset[int]:
        """The entries that can be locked in."""
        return frozenset(entry.id for each in self.lockable for entry in each.entries)

    @property
    def entry_ids(self) -> frozenset[int]:
        """All entries that wait."""
        return self.lockable_ids | {entry.id for each in self.from_here for entry in each.entries}


class UnsavedQuestion(Dialog):
    """Says that changes are not on the disk; `chosen` carries, once, whether to close all the same."""

    chosen = Signal(bool)

    def __init__(self, theme: Theme, count: int, why: StorageTrouble | None, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Close Postdesk?"), "unsaved_question", parent)
        headline = self.tr("{0} changes are not saved").format(count) if count > 1 else self.tr("One change is not saved")
        self.body.addWidget(PlainLabel(headline, role="heading"))
        words = self.tr("If Postdesk closes now, what you typed last is lost.")
        remark = PlainLabel(f"{storage_words(why or '')} {words}".strip(), role="secondary")
        remark.setWordWrap(True)
        self.body.addWidget(remark)
        self.body.addStretch(1)
        stay = Button(theme, self.tr("Don’t close"), "unsaved_question.stay", role="primary")
        stay.clicked.connect(self.reject)
        close = Button(theme, self.tr("Close without saving"), "unsaved_question.close")
        close.clicked.connect(self.accept)
        for button in (close, stay):
            self.foot.addWidget(button)
        stay.setFocus()
        self.finished.connect(lambda result: self.chosen.emit(result == self.DialogCode.Accepted))


class CloseQuestion(Dialog):
    """Names and counts the posts; `chosen` carries a CloseChoice, once. `tray`: the window can be brought back from there."""

    chosen = Signal(object)

    def __init__(
        self, theme: Theme, waiting: Waiting, here: ZoneInfo, now: datetime, *, tray: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(self.tr("Close Postdesk?"), "close_question", parent)
        self._theme, self._here, self._now = theme, here, now
        self._answer = CloseChoice.STAY
        self.body.addWidget(PlainLabel(self._headline(waiting), role="heading"))
        if waiting.lockable:
            text = self.tr("These can be locked in: they then go out by themselves, and can’t be changed any more.")
            if len(waiting.lockable) == 1:
                text = self.tr("This one can be locked in: it then goes out by itself, and can’t be changed any more.")
            self._add_group(text, waiting.lockable)
        if waiting.from_here:
            text = self.tr("These are sent from this computer: they only go out while Postdesk is running.")
            if len(waiting.from_here) == 1:
                text = self.tr("This one is sent from this computer: it only goes out while Postdesk is running.")
            self._add_group(text, waiting.from_here)
        self._add_remark(waiting, tray)
        self.body.addStretch(1)
        self._add_answers(waiting)
        self.finished.connect(lambda: self.chosen.emit(self._answer))

    def _headline(self, waiting: Waiting) -> str:
        if waiting.count == 1:
            return self.tr("One post is still waiting here")
        return self.tr("{0} posts are still waiting here").format(waiting.count)

    def _add_group(self, text: str, posts: Sequence[WaitingPost]) -> None:
        label = PlainLabel(text, role="secondary")
        label.setWordWrap(True)
        self.body.addWidget(label)
        for post in posts[:_NAMED]:
            self.body.addWidget(PlainLabel(self._named(post), elide=True))
        if len(posts) > _NAMED:
            self.body.addWidget(PlainLabel(self.tr("and {0} more").format(len(posts) - _NAMED)))

    def _named(self, waiting: WaitingPost) -> str:
        post = waiting.post
        head = " ".join((post.text or post.title).split())[:_HEAD] or self.tr("without text")
        platforms = ", ".join(map(platform_word, waiting.platforms))
        return "  ·  ".join((when_text(post.due_at, self._here, self._now), waiting.client, platforms, head))

    def _add_remark(self, waiting: Waiting, tray: bool) -> None:
        words = self.tr("What is due while Postdesk is closed is not sent late by itself: you will be asked.")
        back = self.tr("In the background, starting Postdesk again brings the window back.")
        if tray:
            back = self.tr("In the background, its icon beside the clock brings the window back.")
        remark = PlainLabel(f"{words} {back}", role="secondary")
        remark.setWordWrap(True)
        self.body.addWidget(remark)

    def _add_answers(self, waiting: Waiting) -> None:
        only_lockable = bool(waiting.lockable) and not waiting.from_here
        stay = Button(self._theme, self.tr("Don’t close"), "close_question.stay")
        stay.clicked.connect(self.reject)
        self.foot.insertWidget(0, stay)
        quit_words = self.tr("Quit anyway")
        self._add_answer(CloseChoice.QUIT, quit_words, "close_question.quit")
        if waiting.lockable:
            words = (
                self.tr("Lock in and quit") if only_lockable else self.tr("Lock in {0} and quit").format(len(waiting.lockable))
            )
            self._add_answer(CloseChoice.LOCK_IN, words, "close_question.lock_in", "primary" if only_lockable else "")
        role = "" if only_lockable else "primary"
        keep = self._add_answer(
            CloseChoice.BACKGROUND, self.tr("Keep running in the background"), "close_question.background", role
        )
        keep.setFocus()

    def _add_answer(self, choice: CloseChoice, words: str, identifier: str, role: str = "") -> Button:
        button = Button(self._theme, words, identifier, role=role)
        button.clicked.connect(lambda: self._take(choice))
        self.foot.addWidget(button)
        return button

    def _take(self, choice: CloseChoice) -> None:
        self._answer = choice
        self.accept()
