"""The line at the window's foot: what needs attention, the posts that need this computer, and the last refresh."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QLocale, QRect
from PySide6.QtWidgets import QSizePolicy

from postdesk.domain.calendar_days import wall_time
from postdesk.domain.posts import PostState
from postdesk.domain.state_groups import UNSENT_STATES
from postdesk.domain.times import zone
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.ui.kit.buttons import ElidedButton, Slot
from postdesk.ui.kit.layouts import ROOM, row_of
from postdesk.ui.kit.pane import Frame
from postdesk.ui.kit.plain_text import plain_tooltip, set_property
from postdesk.ui.kit.theme import Theme
from postdesk.ui.scope import Scope
from postdesk.ui.shell.context import WindowContext
from postdesk.ui.shell.health import SendingProblem
from postdesk.ui.shell.navigator import WindowNavigator
from postdesk.ui.text.attention import others_words
from postdesk.ui.text.times import recent_text, when_text

_GAP: Final = 8
_A_MOMENT: Final = timedelta(milliseconds=1)
_NEEDS_THIS_COMPUTER: Final = frozenset({PostState.NEEDS_THIS_COMPUTER})


class StatusLine(Frame):
    """The status line. Each part is a button: a count shows its posts, the time refreshes."""

    def __init__(self, session: WorkspaceSession, scope: Scope, context: WindowContext, navigator: WindowNavigator) -> None:
        super().__init__("foot", "status")
        theme, local_zone = context.theme, context.local_zone
        self._session, self._scope, self._local_zone = session, scope, local_zone
        self.problem_button = StatusButton(theme, "status.trouble")
        self.problem_button.hide()
        self._attention = StatusButton(theme, "status.attention", on_click=navigator.show_attention)
        self._next = NextFromThisComputer(session, context.sessions, theme, local_zone, self._by_my_clock, navigator)
        self._checked = StatusButton(theme, "status.checked", on_click=session.refresh)
        self._parts = (self._attention, self._next, self._checked)
        self.setLayout(row_of(*self._parts, ROOM, self.problem_button, spacing=4, margins=(8, 0, 8, 0)))
        changes, client = session.changes, scope.client_changed
        for changed in (changes.posts, changes.connections, changes.health, changes.clients, changes.settings, client):
            changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Count again."""
        attention = self._session.attention
        count = attention.count_for(self._scope.client_id)
        others = attention.count - count
        self._attention.set_text(self._attention_text(count, others))
        self._attention.setVisible(bool(count or others) or not self._session.board.counts().unconfirmed)
        set_property(self._attention, "tone", "attention" if count else "others" if others else "")
        self._next.refresh()
        self._checked.set_text(self._checked_text())
        plain_tooltip(self._checked, self._checked_hint())

    def free(self) -> QRect:
        """Return the free part of the line."""
        layout = self.layout()
        assert layout
        layout.activate()
        said = [part.geometry().right() for part in self._parts if not part.isHidden()]
        left, right = max(said) + _GAP, (self.width() if self.problem_button.isHidden() else self.problem_button.x()) - _GAP
        return QRect(left, 0, max(0, right - left), self.height())

    def show_problem(self, problem: SendingProblem | None) -> None:
        """Show a problem in a word or two at the end of the line; a click shows the full text."""
        self.problem_button.setVisible(problem is not None)
        if problem:
            self.problem_button.set_text(problem.short)
            self.problem_button.set_icon(problem.icon, problem.tone)
            set_property(self.problem_button, "tone", problem.tone)

    def _attention_text(self, count: int, others: int) -> str:
        """Return the text for the number of items of the client in scope, and of the others."""
        if not count:
            return others_words(others) if others else self.tr("All clear")
        words = self.tr("Needs attention: {0}").format(QLocale().toString(count))
        return self.tr("{0} · others: {1}").format(words, QLocale().toString(others)) if others else words

    def _checked_text(self) -> str:
        checked_at = self._session.watcher.checked_at
        if checked_at is None:
            return self.tr("Not refreshed yet")
        now, state = self._session.clock.now(), self._session.health.state
        checked = self.tr("Refreshed {0}").format(self._said(checked_at, now))
        if state.listed_so_far is not None:
            return self.tr("{0} · {1} posts so far, more to come").format(checked, QLocale().toString(state.listed_so_far))
        if state.without_details:
            count = QLocale().toString(state.without_details)
            checked = self.tr("{0} · posts without details: {1}").format(checked, count)
        if state.busy_until and state.busy_until > now:
            return self.tr("{0} · MyPostShare is busy, next refresh {1}").format(checked, self._said(state.busy_until, now))
        return checked

    def _checked_hint(self) -> str:
        """Return an explanation of the refresh's text, where it needs one; otherwise empty."""
        state = self._session.health.state
        if state.listed_so_far is not None:
            return self.tr("Postdesk is still reading the list of posts.")
        if state.busy_until and state.busy_until > self._session.clock.now():
            return self.tr("MyPostShare asked Postdesk to wait. Click to refresh now. Posts are still sent.")
        if state.without_details:
            return self.tr("MyPostShare lists only their state. Postdesk reads the details, of those in view first.")
        return ""

    def _said(self, moment: datetime, now: datetime) -> str:
        return self._by_my_clock(recent_text(moment, self._local_zone, now), moment)

    def _by_my_clock(self, words: str, moment: datetime) -> str:
        """Return the text of a time on this computer's clock, marked as such where the shown client's clock differs then."""
        client = self._session.clients.get(self._scope.client_id)
        client_zone = zone(client.zone) if client else None
        if client_zone is None or wall_time(moment, client_zone) == wall_time(moment, self._local_zone):
            return words
        return self.tr("{0} your time").format(words)


SessionTime = tuple[WorkspaceSession, datetime]
"""A workspace session and a moment of its clock."""


class StatusButton(ElidedButton):
    """A part of the status line, which gets shorter where the line has no room for it."""

    def __init__(self, theme: Theme, identifier: str, *, on_click: Slot = None) -> None:
        super().__init__(theme, "", identifier, role="status", on_click=on_click)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)


class NextFromThisComputer(StatusButton):
    """The posts that need this computer within a day, the next one or lock-in, or the time until which it is kept awake.

    It counts in all sessions (`sessions`). A click shows those posts, or opens the account that has them. `my_clock` adds the
    clock to the text of a moment, where that could be mistaken.
    """

    def __init__(
        self,
        session: WorkspaceSession,
        sessions: Callable[[], Sequence[WorkspaceSession]],
        theme: Theme,
        local_zone: ZoneInfo,
        my_clock: Callable[[str, datetime], str],
        navigator: WindowNavigator,
    ) -> None:
        super().__init__(theme, "status.from_here")
        self._session, self._sessions, self._local_zone, self._my_clock, self._navigator = (
            session,
            sessions,
            local_zone,
            my_clock,
            navigator,
        )
        self._followed: list[WorkspaceSession] = []
        self._leads_to, self._states = session, _NEEDS_THIS_COMPUTER
        self.clicked.connect(self._show_posts)

    def refresh(self) -> None:
        """Count again; hidden while all sending is paused."""
        sessions = self._at_work()
        refused = any(session.awake.refused for session in sessions)
        set_property(self, "tone", "attention" if refused else "")
        plain_tooltip(self, self._why_asleep() if refused else "")
        self.set_text("" if self._session.pause.since else self._said(sessions, refused=refused))
        self.setVisible(bool(self.text()))

    def _at_work(self) -> Sequence[WorkspaceSession]:
        """Return the sessions, the shown one first."""
        sessions = sorted(self._sessions(), key=lambda session: session is not self._session)
        for session in sessions:
            if session not in self._followed:
                self._followed.append(session)
                session.awake.changed.connect(self.refresh)
                if session is not self._session:  # whose posts the line follows
                    session.changes.posts.connect(self.refresh)
        return sessions

    def _said(self, sessions: Sequence[WorkspaceSession], *, refused: bool) -> str:
        awake = [(session, session.awake.until) for session in sessions if session.awake.until]
        if awake:
            words = (
                self.tr("This computer may go to sleep before {0}")
                if refused
                else self.tr("Keeping this computer awake until {0}")
            )
            return self._dated(words, max(awake, key=_how_long), recent_text)
        if today := {session: count for session in sessions if (count := session.board.counts().needs_this_computer_today)}:
            return self._counted(today)
        coming = [(session, moment) for session in sessions if (moment := session.next_sending_at())]
        if not coming:
            return ""
        following = min(coming, key=_how_long)
        words = self.tr("Next from this computer: {0}") if _goes_out(following) else self.tr("Next lock-in: {0}")
        return self._dated(words, following, when_text)

    def _dated(self, words: str, dated: SessionTime, as_text: Callable[[datetime, ZoneInfo, datetime], str]) -> str:
        session, moment = dated
        self._leads_to, self._states = session, UNSENT_STATES
        words = words.format(self._my_clock(as_text(moment, self._local_zone, session.clock.now()), moment))
        return words if session is self._session else self.tr("{0}, in {1}").format(words, session.workspace.name)

    def _counted(self, today: dict[WorkspaceSession, int]) -> str:
        self._leads_to, self._states = next(iter(today)), _NEEDS_THIS_COMPUTER
        words = self.tr("Needing this computer within a day: {0}").format(sum(today.values()))
        others = [session for session in today if session is not self._session]
        if not others:
            return words
        names = ", ".join(session.workspace.name for session in others)
        if len(others) == len(today):
            return self.tr("{0}, in {1}").format(words, names)
        return self.tr("{0}, {1} of them in {2}").format(words, sum(today[session] for session in others), names)

    def _show_posts(self) -> None:
        if self._leads_to is self._session:
            self._navigator.show_states(self._states)
        else:
            self._navigator.open_workspace(self._leads_to.workspace.id)

    def _why_asleep(self) -> str:
        return self.tr(
            "A post needs this computer then, but the system doesn’t let Postdesk keep it awake. Turn off sleep in the "
            "system’s energy settings until the post is sent."
        )


def _goes_out(dated: SessionTime) -> bool:
    """Return True where a post goes out from this computer at the next moment; otherwise one is locked in."""
    session, moment = dated
    due = session.board.due_here(moment + _A_MOMENT)
    return any(max(entry.due_at, entry.not_before or entry.due_at) == moment for post in due for entry in post.entries)


def _how_long(dated: SessionTime) -> float:
    """Return the seconds until then, by the session's clock, since practice mode's can be moved."""
    session, moment = dated
    return (moment - session.clock.now()).total_seconds()
