"""The system's notifications: results of posts and accounts while the window is not active."""

import asyncio
import logging
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from postdesk.domain.board import BoardFilter, ResultRow, ResultSort
from postdesk.domain.desktop_notifications import group_notifications
from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.posts import PostOrigin, PostState
from postdesk.domain.settings import NotificationKind
from postdesk.domain.state_groups import NEEDS_ANSWER_OR_FIX, StateGroup
from postdesk.engine.notices import Notice, NoticeKind
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.notification_words import NotificationText, account_words, first_words, posts_words

if TYPE_CHECKING:
    from desktop_notifier import DesktopNotifier

_log = logging.getLogger("postdesk.app")

_MOST = 200
_PAUSE_MS = 500
_APP = "Postdesk"
_NEWS = timedelta(days=1)
_SERVER: Final = "org.freedesktop.Notifications"
_OF_HELD = (NoticeKind.MEDIA_HELD, NoticeKind.PERMISSION_REFUSED)


@dataclass(frozen=True, slots=True)
class NotificationTarget:
    """The target of a click on a notification: a post, all posts in some states, or the accounts of a client."""

    session: WorkspaceSession
    post_id: int | None = None
    states: frozenset[PostState] = frozenset()
    client_id: int | None = None


@dataclass(frozen=True, slots=True)
class _Known:
    """The posts, by id, and the accounts that the user was notified of, or saw."""

    posts: Mapping[int, PostState]
    accounts: frozenset[tuple[int, str]]


class Notifications(QObject):
    """Sends notifications for the sessions it follows while `away` returns True. `clicked` carries a NotificationTarget."""

    clicked = Signal(object)

    def __init__(self, icon: Path, away: Callable[[], bool], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._icon, self._away = icon, away
        self._known: dict[WorkspaceSession, _Known] = {}
        self._notifier: DesktopNotifier | None = None
        self._soon = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._soon.timeout.connect(self._refresh)

    def follow(self, session: WorkspaceSession) -> None:
        """Notify of changes in a workspace session from now on; its present questions count as seen."""
        self._known[session] = _Known(_states(session), session.connections.to_reconnect())
        session.changes.posts.connect(self._soon.start)
        session.changes.connections.connect(self._soon.start)
        session.changes.notice.connect(lambda notice: self._noticed(session, notice))

    def forget(self, session: WorkspaceSession) -> None:
        """Stop following a session that is being closed."""
        session.changes.posts.disconnect(self._soon.start)
        session.changes.connections.disconnect(self._soon.start)
        del self._known[session]

    def _refresh(self) -> None:
        for session, known in tuple(self._known.items()):
            states, accounts = _states(session), session.connections.to_reconnect()
            self._known[session] = _Known(states, accounts)
            if self._away():
                wanted = session.settings.current.notified_kinds
                new = _rows(session, [post_id for post_id, state in states.items() if known.posts.get(post_id) is not state])
                self._tell_posts(session, new, wanted)
                self._tell_first(session, new, wanted)
                if NotificationKind.RECONNECT in wanted:
                    for client_id, platform in sorted(accounts - known.accounts):
                        words = account_words(session, client_id, platform)
                        self._start(
                            session, f"account {client_id} {platform}", words, NotificationTarget(session, client_id=client_id)
                        )

    def _noticed(self, session: WorkspaceSession, notice: Notice) -> None:
        """Notify of a post held for its file or a permission, which needs attention before its time."""
        if notice.kind in _OF_HELD and session in self._known and self._away():
            held = session.board.rows(BoardFilter(states=StateGroup.HELD.value), ResultSort.URGENT, descending=True, limit=_MOST)
            self._tell_posts(session, [row for row in held if row.id == notice.post_id], session.settings.current.notified_kinds)

    def _tell_posts(self, session: WorkspaceSession, rows: list[ResultRow], wanted: frozenset[NotificationKind]) -> None:
        for notification in group_notifications(rows, wanted):
            first = notification.rows[0]
            target = (
                NotificationTarget(session, first.id)
                if len(notification.rows) == 1
                else NotificationTarget(session, states=notification.states)
            )
            self._start(session, f"{notification.kind} {first.id} {first.state}", posts_words(session, notification), target)

    def _tell_first(self, session: WorkspaceSession, rows: list[ResultRow], wanted: frozenset[NotificationKind]) -> None:
        """Notify once of the first published post, even if its kind is off, unless all kinds are off."""
        published = [row for row in rows if row.state is PostState.PUBLISHED]
        if not published or not wanted or session.settings.current.first_published_told:
            return
        session.settings.change(replace(session.settings.current, first_published_told=True))
        if NotificationKind.PUBLISHED not in wanted:
            first = published[-1]
            self._start(session, f"first {first.id}", first_words(session, first), NotificationTarget(session, first.id))

    def _start(self, session: WorkspaceSession, name: str, words: NotificationText, target: NotificationTarget) -> None:
        session.tasks.start(f"notify {name}", self._notify(words, target))

    async def _notify(self, words: NotificationText, target: NotificationTarget) -> None:
        """Send a notification; where the desktop shows none, the window has the same news."""
        from html import escape

        try:
            if self._notifier is None:
                self._notifier = await asyncio.to_thread(_make_notifier, self._icon)
            body = escape(words.body, quote=False) if await _reads_markup() else words.body
            await self._notifier.send(words.title, body, on_clicked=lambda: self.clicked.emit(target))
        except Exception as error:
            _log.info("no notification: %s", type(error).__name__)


def _states(session: WorkspaceSession) -> dict[int, PostState]:
    """Return the states of the posts that need an answer or a fix, and of those published within the last day."""
    latest, since = session.board.latest, session.clock.now() - _NEWS
    asking = latest(sorted(NEEDS_ANSWER_OR_FIX, key=list(PostState).index), _MOST)
    return asking | latest([PostState.PUBLISHED], _MOST, since=since)


def _rows(session: WorkspaceSession, ids: list[int]) -> list[ResultRow]:
    """Return these posts without those that were published from elsewhere."""
    found = session.board.rows_of(ids)
    return [row for row in found if row.origin is PostOrigin.HERE or row.state is not PostState.PUBLISHED]


async def _reads_markup() -> bool:
    """Return True where the desktop reads the body as markup.

    That is "body-markup" of the Desktop Notifications Specification; a title is never markup.
    """
    if sys.platform != "linux":
        return False
    from dbus_fast.aio.message_bus import MessageBus
    from dbus_fast.constants import MessageType
    from dbus_fast.message import Message

    bus = await MessageBus().connect()
    try:
        path = f"/{_SERVER.replace('.', '/')}"
        answer = await bus.call(Message(_SERVER, path, _SERVER, "GetCapabilities"))
        return answer.message_type is MessageType.METHOD_RETURN and "body-markup" in answer.body[0]
    finally:
        bus.disconnect()
        await bus.wait_for_disconnect()  # type: ignore[no-untyped-call]  # its socket is closed by then


def _make_notifier(icon: Path) -> "DesktopNotifier":
    from desktop_notifier import DesktopNotifier, Icon

    # Where the desktop shows none, the library would log each one with a traceback.
    logging.getLogger("desktop_notifier").setLevel(logging.ERROR)
    return DesktopNotifier(app_name=_APP, app_icon=Icon(path=icon))
