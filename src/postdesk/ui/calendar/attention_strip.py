"""The strip above the calendar's views: what needs attention, at most three rows, each with its one action."""

from collections.abc import Callable
from typing import Final

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from postdesk.domain.attention import AttentionItem, AttentionKind
from postdesk.domain.post_actions import Action
from postdesk.engine.read_turns import ReadTurn
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.ui.calendar.model import CalendarModel
from postdesk.ui.kit.announce import announce
from postdesk.ui.kit.avatar import Avatar
from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.layouts import column_of, row_of
from postdesk.ui.kit.navigator import Navigator
from postdesk.ui.kit.pane import Frame, TransientFrame
from postdesk.ui.kit.plain_text import PlainLabel, plain_tooltip, set_tone
from postdesk.ui.kit.theme import Theme
from postdesk.ui.post_actions.actions import PostActions
from postdesk.ui.post_actions.offers import story_context
from postdesk.ui.post_actions.registry import action_words
from postdesk.ui.scope import Scope
from postdesk.ui.text.attention import attention_head, attention_words
from postdesk.ui.text.states import Tone

_ROWS: Final = 3
_SETTLING_S: Final = 0.5
"""Rows that moved take no click for this long: the second one of a double click would be about another post."""

_MOST_OF_HEAD: Final = 0.4
"""The share of a row that the text of its post may take."""


class AttentionStrip(TransientFrame):
    """The rows of the client in scope, hidden while all is clear. They are read when it is built, before the first paint.

    Where there are more than three, the last row has their number, and leads to all of them.
    """

    def __init__(
        self,
        session: WorkspaceSession,
        scope: Scope,
        navigator: Navigator,
        theme: Theme,
        model: CalendarModel,
        parent: QWidget,  # without one it would be shown as a window of its own
    ) -> None:
        super().__init__("", "calendar.attention", parent=parent)
        self._session, self._scope, self._navigator, self._model = session, scope, navigator, model
        self._actions = PostActions(session, scope, navigator, self)
        self._shown: tuple[tuple[AttentionKind, int, str], ...] | None = None
        self._client_id = scope.client_id
        self._turn = ReadTurn(session.changes.last_read, self.refresh, self)
        self._moved_at = float("-inf")
        self._rows = tuple(AttentionRow(theme, number) for number in range(_ROWS))
        panel = Frame("attention", "calendar.attention.panel", self.tr("Needs attention"))
        panel.setLayout(column_of(*self._rows, spacing=0))
        self.setLayout(column_of(panel, margins=(12, 4, 12, 6)))
        self._actions.reported.connect(model.requests.reported)
        self._actions.view_requested.connect(navigator.run_action)
        session.attention.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the present items; announce an account that was not shown or counted before."""
        attention, client_id = self._session.attention, self._scope.client_id
        if client_id != self._client_id:
            self._client_id, self._shown = client_id, None  # none of another client's is news
        items, count = attention.items(client_id, _ROWS), attention.count_for(client_id)
        shown = items if count <= _ROWS else items[: _ROWS - 1]
        for row, item in zip(self._rows, shown, strict=False):
            self._show_item(row, item)
        more = count > len(shown)
        for row in self._rows[len(shown) : -1 if more else None]:
            row.hide()
        if more:
            self._rows[-1].show_more(
                self.tr("{0} more").format(count - len(shown)), self.tr("Show all"), self._navigator.show_attention
            )
        self._model.has_strip = count > 0
        self.setVisible(count > 0)
        self._note(items)

    def show_client(self) -> None:
        """Show another client's items: before the calendar is painted, whose height follows; soon where it is hidden."""
        place = self.parentWidget()
        self.refresh() if place and place.isVisible() else self._turn.request()

    def _show_item(self, row: "AttentionRow", item: AttentionItem) -> None:
        client = self._session.clients.get(item.client_id)
        context = story_context(self._session, item.client_id, self._model.context().zone)
        name, colour = (client.name, client.colour) if client else ("", "")
        row.avatar.show_client(name, colour)
        words = attention_words(item, context)
        row.show_words(attention_head(item), words, self.tr("{0}: {1}").format(name, attention_head(item)))
        row.show_action(action_words(item.action), lambda: self._run(item), primary=row is self._rows[0])

    def _run(self, item: AttentionItem) -> None:
        """Run the action of a row. Those that lead to other places go there at once, the others as in the results."""
        action = item.action
        if self._session.clock.monotonic() - self._moved_at < _SETTLING_S:
            return
        match action.kind:
            case Action.RECONNECT:
                self._session.connections.connect_account(action.client_id, action.platform)
                self._navigator.show_connections(action.client_id)
            case Action.CHECK_ACCOUNT:
                self._navigator.show_connections(action.client_id)
            case Action.CHECK_KEY:
                self._navigator.show_settings("workspaces")
            case _:
                self._actions.run_for(item.post, action)

    def _note(self, items: tuple[AttentionItem, ...]) -> None:
        before, self._shown = self._shown, tuple(item.key for item in items)
        if before not in (None, self._shown):
            self._moved_at = self._session.clock.monotonic()
        # The `ResultAnnouncer` tells of the posts.
        new = [item for item in items if item.account and before is not None and item.key not in before]
        if new:
            context = story_context(self._session, new[0].client_id, self._model.context().zone)
            words = self.tr("Needs attention: {0}. {1}").format(attention_head(new[0]), attention_words(new[0], context))
            announce(self, words)


class AttentionRow(TransientFrame):
    """A row of one line: the client's avatar, the first words of the post, what happened, and the action."""

    def __init__(self, theme: Theme, number: int) -> None:
        identifier = f"calendar.attention.{number}"
        super().__init__("attention_row" if number else "", identifier)
        self.avatar = Avatar()
        self._head = PlainLabel(role="title", elide=True, identifier=f"{identifier}.head")
        self._head.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._words = PlainLabel(elide=True, identifier=f"{identifier}.words")
        set_tone(self._words, Tone.ATTENTION)
        self._act: Callable[[], object] = lambda: None
        self._action = Button(theme, "", f"{identifier}.action", on_click=self._press)
        parts = self.avatar, self._head, self._words, self._action
        self.setLayout(row_of(*parts, margins=(10, 3, 10, 3), grow=self._words))
        self.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._head.setMaximumWidth(round(event.size().width() * _MOST_OF_HEAD))

    def show_words(self, head: str, words: str, name: str) -> None:
        """Show the first words of a post, and what happened; `name` says whose it is."""
        self.avatar.setVisible(True)
        self._head.setText(head)
        self._words.setText(words)
        self.setAccessibleName(self.tr("{0}. {1}").format(name, words))
        plain_tooltip(self, self.tr("{0}\n{1}").format(name, words))
        self.show()

    def show_more(self, head: str, action: str, act: Callable[[], object]) -> None:
        """Show the number of the items that have no row, and the way to them."""
        self.avatar.setVisible(False)
        self._head.setText(head)
        self._words.setText("")
        self.setAccessibleName(head)
        plain_tooltip(self, "")
        self.show_action(action, act, primary=False)
        self.show()

    def show_action(self, words: str, act: Callable[[], object], *, primary: bool) -> None:
        """Show the button, whose name says what it is about."""
        self._act = act
        self._action.set_text(words)
        self._action.set_role("primary" if primary else "")
        self._action.setAccessibleName(self.tr("{0}: {1}").format(words, self._head.text()))

    def _press(self) -> None:
        self._act()
