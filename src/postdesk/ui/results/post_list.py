"""The list of the results with the chart above it and the selected post's panel beside it, or the reason why there is none."""

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from postdesk.domain.attention import AttentionItem
from postdesk.domain.clock import Clock
from postdesk.ui.kit.empty_state import EmptyState
from postdesk.ui.kit.layouts import column_of, fill
from postdesk.ui.kit.navigator import Navigator
from postdesk.ui.kit.notice_bar import NoticeBar
from postdesk.ui.kit.theme import Theme
from postdesk.ui.results.chart import DayBar, OutcomeSummary
from postdesk.ui.results.day_counts import DayCounts
from postdesk.ui.results.model import ResultsModel
from postdesk.ui.results.selection_panel import SelectionPanel
from postdesk.ui.results.table import ResultsTable
from postdesk.ui.results.tabs import ResultsTab
from postdesk.ui.text.attention import attention_words, others_words
from postdesk.ui.text.entry_stories import StoryContext
from postdesk.ui.text.states import Tone

translate = QCoreApplication.translate

EmptyWords = tuple[str, str, str, str]
"""Icon, headline, text and the words of the next action."""


_BESIDE_FROM: Final = 1000
"""The width from which the panel stands beside the list."""

_LEAST_BELOW: Final = 150
"""The least height of the panel below the list."""


class PostList(QWidget):
    """The posts of `model`, with the days of what went out; the `empty` state has the next action.

    `failed`: the posts could not be read, which the empty state says.
    """

    def __init__(self, theme: Theme, model: ResultsModel, clock: Clock) -> None:
        super().__init__()
        self.model = model
        self.failed = False
        self._days: DayCounts | None = None
        self._days_after: DayCounts | None = None
        self.summary = OutcomeSummary(theme)
        self.table = ResultsTable(theme, model, clock)
        self.empty = EmptyState(theme, "results.empty", "list", "")
        self.accounts = AccountsNotice(theme)
        column = column_of(self.summary, self.accounts, self.table, self.empty, spacing=0, grow=self.table)
        column.setStretchFactor(self.empty, 1)
        self.setLayout(column)

    def show_read(self) -> None:
        """Show what the model has read."""
        model, self.failed = self.model, False
        self._ask_days()
        self.summary.setVisible(model.tab is ResultsTab.WENT_OUT and bool(model.days) and not model.nobody)
        names = {client.id: client.name for client in model.clients}
        self.accounts.show_accounts(model.waiting_accounts(), StoryContext(model.zone, model.now), names)
        self._show_table(there=model.rows.rowCount() > 0)
        if self.table.isHidden():
            self.empty.tell(*empty_words(model, clear=self.accounts.isHidden()))

    def _ask_days(self) -> None:
        """Count the days after a change; those that are being counted first: constant changes would keep them from their end."""
        asked = self.model.day_counts()
        if self._days and self._days.question == asked.question:
            self._days_after = asked
        else:
            self._days, self._days_after = asked, None

    def count_days(self) -> bool:
        """Count some days of what went out; return True until all are counted, and shown. Without days, nothing is shown."""
        days = self._days
        if days is None or self.summary.isHidden():
            return False
        days.count_on()
        if days.is_complete:
            bars = [DayBar(start, counts) for start, counts in zip(self.model.days, days.outcomes, strict=False)]
            self.summary.show_days(bars, self.model.day, len(days.platforms))
            self._days, self._days_after = self._days_after, None
        return self._days is not None

    def show_failure(self) -> None:
        """Show that the posts could not be read."""
        self.failed = True
        self._days = self._days_after = None
        self.summary.hide()
        self.accounts.hide()
        self._show_table(there=False)
        self.empty.tell_failure()

    def _show_table(self, *, there: bool) -> None:
        # Both in view at once, even briefly, would make the pane higher.
        gone, shown = (self.empty, self.table) if there else (self.table, self.empty)
        gone.hide()
        shown.show()


class ListAndPanel(QWidget):
    """The list (`posts`), and the panel of the selected post beside it, or below it where there is no room.

    `left`: by the mouse.
    """

    left = Signal()

    def __init__(self, posts: PostList, panel: SelectionPanel) -> None:
        super().__init__()
        self.posts, self._panel = posts, panel
        self._parts = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._parts.setContentsMargins(0, 0, 0, 0)
        self._parts.setSpacing(0)
        fill(self._parts, posts, panel, grow=posts)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """Return the size for a panel of its least height: that of a higher one must not keep the window high."""
        return QSize(super().minimumSizeHint().width(), self.posts.minimumSizeHint().height() + _LEAST_BELOW)

    def show_read(self) -> None:
        """Show what the model has read, and the selected post."""
        self.posts.show_read()
        self.show_selected()

    def show_failure(self) -> None:
        """Show that the posts could not be read."""
        self.posts.show_failure()
        self._panel.hide()

    def show_selected(self) -> None:
        """Show the selected post in the panel; while the mouse holds a line, nothing moves."""
        model = self.posts.model
        if not self.posts.table.press.holds_line:
            self._panel.show_line(model.line, model.platform_lines, model.text, names_client=bool(model.clients))
            self._fit()

    def _fit(self) -> None:
        """Place the panel: below the list, with the height that it needs, down to one line of the list."""
        beside, directions = self.width() >= _BESIDE_FROM, QBoxLayout.Direction
        self._parts.setDirection(directions.LeftToRight if beside else directions.TopToBottom)
        room = self.height() - self.posts.minimumSizeHint().height()
        needed = 0 if beside else min(self._panel.needed_height(self.width()), room)
        self._panel.place(beside=beside, height=max(_LEAST_BELOW, self.height() * 2 // 5, needed))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.left.emit()


class AccountsNotice(NoticeBar):
    """The accounts that posts wait for, one by its name, several by their number: they need attention, and are no posts.

    `asked` carries the id of the client whose accounts to show, None for all.
    """

    asked = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "results.accounts")
        self._client_id: int | None = None
        self.action.clicked.connect(self._ask)

    def show_accounts(self, items: Sequence[AttentionItem], context: StoryContext, names: Mapping[int, str]) -> None:
        """Show the items of these accounts; hide without any. `names`: the clients' names where several are shown."""
        clients = {item.client_id for item in items}
        self._client_id = clients.pop() if len(clients) == 1 else None
        words = waiting_accounts_words(items, context, names)
        if not items:
            self.hide()
        elif self.isHidden() or words != self.label.text():
            self.tell(words, Tone.ATTENTION, "unlink", translate("Results", "Show connections"))

    def _ask(self) -> None:
        self.asked.emit(self._client_id)


def waiting_accounts_words(items: Sequence[AttentionItem], context: StoryContext, names: Mapping[int, str]) -> str:
    """Return the words for accounts that posts wait for: one with its client's name, several by their number."""
    clients = {item.client_id for item in items}
    if len(items) == 1:
        name, words = names.get(items[0].client_id), attention_words(items[0], context)
        return translate("Results", "{0}: {1}").format(name, words) if name else words
    if names and len(clients) > 1:
        words = translate("Results", "{0} accounts of {1} clients need reconnecting. Posts wait for them.")
        return words.format(len(items), len(clients))
    words = translate("Results", "Accounts to reconnect: {0}. Posts wait for them.").format(len(items))
    name = names.get(next(iter(clients), 0))
    return translate("Results", "{0}: {1}").format(name, words) if name else words


def empty_words(model: ResultsModel, *, clear: bool) -> EmptyWords:
    """Return the words of an empty list. `clear`: no account needs attention."""
    if model.is_filtered:
        words = translate("Results", "Try another word, or show all posts without search and filters.")
        return "search", translate("Results", "No posts match"), words, translate("Results", "Show all")
    if model.shows_one_day:
        return "calendar", translate("Results", "Nothing went out on this day"), "", translate("Results", "Show all days")
    if model.nobody:
        words = translate("Results", "Add a client or brand and connect an account. Then write the first post.")
        return "list", translate("Results", "No posts yet"), words, translate("Results", "Add a client or brand…")
    what_for, new_post = translate("Results", "See here what happened to each post."), translate("Results", "New post")
    match model.tab:
        case ResultsTab.ATTENTION:
            return _nothing_waits(model.others_waiting, clear=clear)
        case ResultsTab.WENT_OUT if model.shows_some_days:
            return "list", translate("Results", "Nothing went out in these days"), what_for, translate("Results", "Show all time")
        case ResultsTab.WENT_OUT:
            return "list", translate("Results", "Nothing went out yet"), what_for, new_post
        case ResultsTab.SCHEDULED:
            return "calendar-clock", translate("Results", "Nothing is scheduled"), "", new_post
    return "list", translate("Results", "No posts yet"), what_for, new_post


def _nothing_waits(others: int, *, clear: bool) -> EmptyWords:
    """Return the words for no post that needs attention. `others`: the number of items of clients out of scope."""
    no_post = translate("Results", "No post needs attention.")
    if not clear:  # the notice of the accounts has the next action
        return "list", no_post, "", ""
    if others:
        return "list", no_post, others_words(others), translate("Results", "Show all clients")
    return "circle-check", translate("Results", "All clear"), no_post, translate("Results", "Show the calendar")


def go_on(model: ResultsModel, navigator: Navigator) -> None:
    """Go where an empty list leads that leaves out no posts of its tab."""
    if model.nobody:
        navigator.add_client()
    elif model.tab is not ResultsTab.ATTENTION:
        navigator.new_post()
    elif model.others_waiting:
        navigator.show_attention()
    else:
        navigator.show("calendar")
