"""The texts of notifications and the tray."""

from typing import Final

from PySide6.QtCore import QCoreApplication

from postdesk.domain.board import Card, ResultRow
from postdesk.domain.desktop_notifications import Notification
from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.settings import NotificationKind
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.ui.text.names import one_line, platform_word
from postdesk.ui.text.states import post_word

translate = QCoreApplication.translate

_NAMED: Final = 3
_HEAD: Final = 48


@dataclass(frozen=True, slots=True)
class NotificationText:
    """The title and body of a notification."""

    title: str
    body: str


def posts_words(session: WorkspaceSession, notification: Notification) -> NotificationText:
    """Return the text for one post (its state and beginning) or several (their number and the first of them)."""
    heads = [one_line(row.head) for row in notification.rows]
    if len(notification.rows) > 1:
        more = len(heads) - _NAMED
        rest = (translate("Notifications", "and {0} more").format(more),) if more > 0 else ()
        return NotificationText(
            _many(notification.kind, len(heads)), "\n".join((*(head[:_HEAD] for head in heads[:_NAMED]), *rest))
        )
    row = notification.rows[0]
    client = session.clients.get(row.client_id)
    word = post_word(row.state, [mark for _, mark in row.platform_states])
    return NotificationText(f"{word} · {client.name}" if client else word, row.head)


def first_words(session: WorkspaceSession, row: ResultRow) -> NotificationText:
    """Return the text for the first post published while the window was inactive; it names the setting to be told of all."""
    notification = posts_words(session, Notification(NotificationKind.PUBLISHED, (row,)))
    more = translate("Notifications", "To hear about every published post, see Settings → Notifications.")
    return NotificationText(notification.title, "\n".join(filter(None, (one_line(notification.body)[:_HEAD], more))))


def account_words(session: WorkspaceSession, client_id: int, platform: str) -> NotificationText:
    """Return the text for an account to reconnect."""
    client = session.clients.get(client_id)
    title = translate("Notifications", "Reconnect {0}").format(platform_word(platform))
    body = translate("Notifications", "Nothing is sent to this account until you reconnect it.")
    return NotificationText(f"{title} · {client.name}" if client else title, body)


def next_words(session: WorkspaceSession, card: Card | None, when: str) -> str:
    """Return the next post in one line; `when` is its time as text."""
    if card is None:
        return translate("Notifications", "Nothing due in the next 30 days")
    client = session.clients.get(card.client_id)
    head = one_line(card.head)[:_HEAD] or translate("Notifications", "No text")
    parts = (when, client.name if client else "", head)
    return translate("Notifications", "Next: {0}").format(" · ".join(part for part in parts if part))


def _many(kind: NotificationKind, count: int) -> str:
    return {
        NotificationKind.PUBLISHED: translate("Notifications", "%n posts were published", "", count),
        NotificationKind.FAILED: translate("Notifications", "%n posts failed", "", count),
        NotificationKind.TO_DECIDE: translate("Notifications", "%n posts need attention", "", count),
        NotificationKind.MISSED: translate("Notifications", "%n posts were missed", "", count),
        NotificationKind.RECONNECT: translate("Notifications", "%n accounts need reconnecting", "", count),
    }[kind]
