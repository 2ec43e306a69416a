"""The questions when the window closes: on unsaved changes, and on posts that still need this computer."""

from collections.abc import Collection, Sequence
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from postdesk.domain.approval import Approval
from postdesk.domain.close_forecast import CloseForecast, blocking_hold, forecast_entry
from postdesk.domain.delivery import Hold
from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.lock_in import GRACE
from postdesk.domain.posts import Entry, Post
from postdesk.domain.storage import StorageFailure
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.dialog import Dialog
from postdesk.ui.kit.layouts import fill
from postdesk.ui.kit.plain_text import PlainLabel
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.failures import storage_words
from postdesk.ui.text.names import platform_word
from postdesk.ui.text.states import hold_word
from postdesk.ui.text.times import when_text

_NAMED = 5
_HEAD = 48


class CloseChoice(StrEnum):
    """The answers to the question about posts waiting here. STAY: the window does not close after all."""

    LOCK_IN = "lock_in"
    BACKGROUND = "background"
    QUIT = "quit"
    STAY = "stay"


@dataclass(frozen=True, slots=True)
class WaitingPost:
    """A post with its client's name and its waiting entries. `hold`: the reason why they are on hold, if any."""

    post: Post
    client: str
    entries: tuple[Entry, ...]
    hold: Hold | None = None

    @property
    def platforms(self) -> tuple[str, ...]:
        """The platforms on which the post waits to be published."""
        return tuple(dict.fromkeys(platform for entry in self.entries for platform in entry.platforms))


@dataclass(frozen=True, slots=True)
class WaitingPosts:
    """The posts due here before `until`, by time: those that can be locked in, need this computer, or are on hold.

    A post may be in several of these. `total`: the number of posts waiting here, whenever they are due.
    """

    until: datetime
    lockable: tuple[WaitingPost, ...] = ()
    needs_this_computer: tuple[WaitingPost, ...] = ()
    held: tuple[WaitingPost, ...] = ()
    total: int = 0

    @property
    def count(self) -> int:
        """The number of posts due before `until`."""
        return len({each.post.id for each in (*self.lockable, *self.needs_this_computer, *self.held)})

    @property
    def lockable_ids(self) -> frozenset[int]:
        """The ids of entries that can be locked in."""
        return frozenset(entry.id for each in self.lockable for entry in each.entries)

    @property
    def entry_ids(self) -> frozenset[int]:
        """The ids of all waiting entries."""
        return frozenset(entry.id for each in (*self.lockable, *self.needs_this_computer, *self.held) for entry in each.entries)


class UnsavedQuestion(Dialog):
    """Warns that changes are not on the disk; `chosen` carries, once, whether to close all the same."""

    chosen = Signal(bool)

    def __init__(self, theme: Theme, count: int, why: StorageFailure | None, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Close Postdesk?"), "unsaved_question", parent)
        self.body.addWidget(PlainLabel(self.tr("%n changes are not saved", "", count), role="heading"))
        words = self.tr("If you close now, your latest changes are lost.")
        self.add_remark(f"{storage_words(why or '')} {words}".strip())
        self.body.addStretch(1)
        stay = Button(theme, self.tr("Keep open"), "unsaved_question.stay", role="primary", on_click=self.reject)
        close = Button(theme, self.tr("Close without saving"), "unsaved_question.close", on_click=self.accept)
        fill(self.foot, close, stay)
        stay.setFocus()
        self.finished.connect(lambda result: self.chosen.emit(result == self.DialogCode.Accepted))


class CloseQuestion(Dialog):
    """Names and counts the posts; `chosen` carries a CloseChoice, once. `tray`: the window can be reopened from there."""

    chosen = Signal(object)

    def __init__(
        self,
        theme: Theme,
        waiting: WaitingPosts,
        local_zone: ZoneInfo,
        now: datetime,
        *,
        tray: bool,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(self.tr("Close Postdesk?"), "close_question", parent)
        self._theme, self._local_zone, self._now = theme, local_zone, now
        self._answer = CloseChoice.STAY
        headline = self.tr("%n posts are due before {0}", "", waiting.count).format(when_text(waiting.until, local_zone, now))
        self.body.addWidget(PlainLabel(headline, role="heading"))
        if waiting.total > waiting.count:
            self.add_remark(self.tr("{0} posts wait here in all. The others are due later.").format(waiting.total))
        lockable, needs_this_computer, held = len(waiting.lockable), len(waiting.needs_this_computer), len(waiting.held)
        can_lock_in = self.tr("%n can be locked in. Then they go out by themselves and can’t be edited.", "", lockable)
        self._add_group(can_lock_in, waiting.lockable)
        needs_this = self.tr("%n need this computer. They are sent only while Postdesk is running.", "", needs_this_computer)
        self._add_group(needs_this, waiting.needs_this_computer)
        self._add_group(self.tr("%n are on hold and aren’t sent.", "", held), waiting.held)
        self._add_remark(waiting, tray)
        self.body.addStretch(1)
        self._add_answers(waiting)
        self.finished.connect(lambda: self.chosen.emit(self._answer))

    def _add_group(self, text: str, posts: Sequence[WaitingPost]) -> None:
        if not posts:
            return
        self.add_remark(text)
        for post in posts[:_NAMED]:
            self.body.addWidget(PlainLabel(self._named(post), elide=True))
        if len(posts) > _NAMED:
            self.body.addWidget(PlainLabel(self.tr("and {0} more").format(len(posts) - _NAMED)))

    def _named(self, waiting: WaitingPost) -> str:
        post = waiting.post
        head = " ".join((post.text or post.title).split())[:_HEAD] or self.tr("without text")
        platforms = ", ".join(map(platform_word, waiting.platforms))
        why = (hold_word(waiting.hold),) if waiting.hold else ()
        return "  ·  ".join((when_text(post.due_at, self._local_zone, self._now), waiting.client, platforms, *why, head))

    def _add_remark(self, waiting: WaitingPosts, tray: bool) -> None:
        minutes = round(GRACE.total_seconds() / 60)
        words = self.tr("When you start Postdesk again, posts up to {0} minutes late are sent. Postdesk asks you about the rest.")
        back = self.tr("Start Postdesk again to bring the window back.")
        if tray:
            back = self.tr("Click its icon beside the clock to bring the window back.")
        parts = (words.format(minutes), back) if waiting.lockable or waiting.needs_this_computer else (back,)
        self.add_remark(" ".join(parts))

    def _add_answers(self, waiting: WaitingPosts) -> None:
        only_lockable = bool(waiting.lockable) and not (waiting.needs_this_computer or waiting.held)
        stay = Button(self._theme, self.tr("Keep open"), "close_question.stay", on_click=self.reject)
        self.foot.insertWidget(0, stay)
        self._add_answer(CloseChoice.QUIT, self.tr("Quit anyway"), "close_question.quit")
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
        button = Button(self._theme, words, identifier, role=role, on_click=lambda: self._take(choice))
        self.foot.addWidget(button)
        return button

    def _take(self, choice: CloseChoice) -> None:
        self._answer = choice
        self.accept()


def collect_waiting_posts(sessions: Collection[WorkspaceSession], until: datetime) -> WaitingPosts:
    """Return the posts that wait in these sessions."""
    found = sorted(
        ((session, post) for session in sessions for post in session.board.due_here(until)), key=lambda each: each[1].due_at
    )
    parts: dict[CloseForecast, list[WaitingPost]] = {each: [] for each in CloseForecast}
    for session, post in found:
        for kind, one in _parts_of(session, post):
            parts[kind].append(one)
    kinds = CloseForecast.LOCKABLE, CloseForecast.NEEDS_THIS_COMPUTER, CloseForecast.HELD
    lockable, needs_this_computer, held = (tuple(parts[kind]) for kind in kinds)
    return WaitingPosts(until, lockable, needs_this_computer, held, sum(session.board.unsent_count() for session in sessions))


def _parts_of(session: WorkspaceSession, post: Post) -> list[tuple[CloseForecast, WaitingPost]]:
    client = session.clients.get(post.client_id)
    accounts = session.connections.of(post.client_id)
    approved = not (client and client.approval) or post.approval.state is Approval.APPROVED
    parts: dict[tuple[CloseForecast, Hold | None], list[Entry]] = {}
    for entry in post.entries:
        held = blocking_hold(entry, accounts, paused=session.pause.since is not None, approved=approved)
        if kind := forecast_entry(entry, session.clock.now(), held):
            parts.setdefault((kind, held), []).append(entry)
    name = client.name if client else ""
    return [(kind, WaitingPost(post, name, tuple(its), held)) for (kind, held), its in parts.items()]
