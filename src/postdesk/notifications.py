"""The system's notifications: results of posts and accounts while the window is not active."""

import asyncio
import logging
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from postdesk.domain.board import Filter, Row, Sort
from postdesk.domain.posts import Origin, PostState
from postdesk.domain.settings import NotificationKind
from postdesk.domain.state_groups import TO_DECIDE_OR_FIX, StateGroup
from postdesk.domain.tidings import together
from postdesk.engine.desk import Desk
from postdesk.engine.notices import Notice, NoticeKind
from postdesk.notification_words import Words, account_words, first_words, told_words

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
class Wish:
    """The target of a click on a notification: a post, all posts in some states, or the accounts of a client."""

    desk: Desk
    post_id: int | None = None
    states: frozenset[PostState] = frozenset()
    client_id: int | None = None


@dataclass(frozen=True, slots=True)
class _Known:
    """The posts and accounts that the user was notified of, or saw."""

    posts: frozenset[tuple[int, PostState]]
    accounts: frozenset[tuple[int, str]]


class Notifications(QObject):
    """Sends notifications for the sessions it follows while `away` returns True. `clicked` carries a NotificationTarget."""

    clicked = Signal(object)

    def __init__(self, icon: Path, away: Callable[[], bool], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._icon, self._away = icon, away
        self._known: dict[Desk, _Known] = {}
        self._notifier: DesktopNotifier | None = None
        self._soon = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._soon.timeout.connect(self._look)

    def follow(self, desk: Desk) -> None:
        """Notify of changes in this session from now on; its present questions count as seen."""
        self._known[desk] = _Known(_seen(_rows(desk)), _to_reconnect(desk))
        desk.changes.posts.connect(self._soon.start)
        desk.changes.connections.connect(self._soon.start)
        desk.changes.notice.connect(lambda notice: self._noticed(desk, notice))

    def forget(self, desk: Desk) -> None:
        """Stop following a session that is being closed."""
        desk.changes.posts.disconnect(self._soon.start)
        desk.changes.connections.disconnect(self._soon.start)
        del self._known[desk]

    def _look(self) -> None:
        for desk, known in tuple(self._known.items()):
            rows, accounts = _rows(desk), _to_reconnect(desk)
            self._known[desk] = _Known(_seen(rows), accounts)
            if self._away():
                wanted = desk.settings.current.tell
                new = [row for row in rows if (row.id, row.state) not in known.posts]
                self._tell_posts(desk, new, wanted)
                self._tell_first(desk, new, wanted)
                if NotificationKind.RECONNECT in wanted:
                    for client_id, platform in sorted(accounts - known.accounts):
                        words = account_words(desk, client_id, platform)
                        self._start(desk, f"account {client_id} {platform}", words, Wish(desk, client_id=client_id))

    def _noticed(self, desk: Desk, notice: Notice) -> None:
        """Notify of a post held for its file or a permission, which needs attention before its time."""
        if notice.kind in _OF_HELD and desk in self._known and self._away():
            held = desk.board.rows(Filter(states=StateGroup.HELD.value), Sort.URGENT, descending=True, limit=_MOST)
            self._tell_posts(desk, [row for row in held if row.id == notice.post_id], desk.settings.current.tell)

    def _tell_posts(self, desk: Desk, rows: list[Row], wanted: frozenset[NotificationKind]) -> None:
        for told in together(rows, wanted):
            first = told.rows[0]
            wish = Wish(desk, first.id) if len(told.rows) == 1 else Wish(desk, states=told.states)
            self._start(desk, f"{told.kind} {first.id} {first.state}", told_words(desk, told), wish)

    def _tell_first(self, desk: Desk, rows: list[Row], wanted: frozenset[NotificationKind]) -> None:
        """Notify once, ever, of the first published post, even where such notifications are off."""
        published = [row for row in rows if row.state is PostState.PUBLISHED]
        if not published or not wanted or desk.settings.current.first_published_told:
            return
        desk.settings.change(replace(desk.settings.current, first_published_told=True))
        if NotificationKind.PUBLISHED not in wanted:
            first = published[-1]
            self._start(desk, f"first {first.id}", first_words(desk, first), Wish(desk, first.id))

    def _start(self, desk: Desk, name: str, words: Words, wish: Wish) -> None:
        desk.tasks.start(f"notify {name}", self._notify(words, wish))

    async def _notify(self, words: Words, wish: Wish) -> None:
        """Send a notification; where the desktop shows none, the window has the same news."""
        try:
            if self._notifier is None:
                self._notifier = await asyncio.to_thread(_make_notifier, self._icon)
            body = escape(words.body, quote=False) if await _reads_markup() else words.body
            await self._notifier.send(words.title, body, on_clicked=lambda: self.clicked.emit(wish))
        except Exception as error:
            _log.info("no notification: %s", type(error).__name__)


def _rows(desk: Desk) -> tuple[Row, ...]:
    """Return the posts that need attention, and those of Postdesk published within the last day."""
    asking = desk.board.rows(Filter(states=TO_DECIDE_OR_FIX), Sort.URGENT, descending=True, limit=_MOST)
    published = Filter(states=frozenset({PostState.PUBLISHED}))
    latest = desk.board.rows(published, Sort.WHEN, descending=True, limit=_MOST)
    since = desk.clock.now() - _NEWS
    return (*asking, *(row for row in latest if row.origin is Origin.HERE and row.due_at > since))


def _seen(rows: tuple[Row, ...]) -> frozenset[tuple[int, PostState]]:
    return frozenset((row.id, row.state) for row in rows)


def _to_reconnect(desk: Desk) -> frozenset[tuple[int, str]]:
    clients = (client.id for client in desk.clients.all())
    return frozenset(
        (each.client_id, each.platform) for client_id in clients for each in desk.connections.of(client_id) if not each.ready
    )


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
