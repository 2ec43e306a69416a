"""The lines around the views of the calendar: a part is shown, how to fill an empty view, where what is searched is listed."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from postdesk.domain.lazy_dataclass import dataclass
from postdesk.ui.calendar.model import CalendarModel
from postdesk.ui.calendar.reader import CalendarReader
from postdesk.ui.kit.announce import announce
from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.empty_state import EmptyState
from postdesk.ui.kit.icon_label import IconLabel
from postdesk.ui.kit.layouts import ROOM, column_of, row_of
from postdesk.ui.kit.navigator import Navigator
from postdesk.ui.kit.pane import TransientFrame
from postdesk.ui.kit.plain_text import PlainLabel
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text import QT_TRANSLATE_NOOP

translate = QCoreApplication.translate

_ABOVE_FOOT: Final = 7


@dataclass(frozen=True, slots=True)
class _Reason:
    """A reason why nothing is shown, in words with and without the period, and the next action."""

    words: str
    in_list: str
    action: str
    icon: str
    act: Callable[[CalendarModel, Navigator], object]


_NO_CLIENT: Final = _Reason(
    QT_TRANSLATE_NOOP("Hints", "Who are you posting for?"),
    QT_TRANSLATE_NOOP("Hints", "Who are you posting for?"),
    QT_TRANSLATE_NOOP("Hints", "Add a client or brand…"),
    "users",
    lambda model, navigator: navigator.add_client(),
)
_FILTERED: Final = _Reason(
    QT_TRANSLATE_NOOP("Hints", "No posts match for {0}."),
    QT_TRANSLATE_NOOP("Hints", "No posts match."),
    QT_TRANSLATE_NOOP("Hints", "Show all"),
    "filter",
    lambda model, navigator: model.show_all(),
)
_UNUSED: Final = _Reason(
    QT_TRANSLATE_NOOP("Hints", "No posts for {0} yet."),
    QT_TRANSLATE_NOOP("Hints", "No posts yet."),
    QT_TRANSLATE_NOOP("Hints", "New post"),
    "calendar",
    lambda model, navigator: navigator.new_post(),
)


class HintLine(TransientFrame):
    """A quiet line, also over an empty month or week, with the next action: `action.clicked`."""

    def __init__(self, theme: Theme, identifier: str) -> None:
        super().__init__("bar", identifier)
        self._icon = IconLabel(theme, "calendar", "accent")
        self._words = PlainLabel(elide=True, identifier=f"{identifier}.text")
        self._words.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.action = Button(theme, "", f"{identifier}.action", role="link")
        self.setLayout(row_of(ROOM, self._icon, self._words, self.action, ROOM, margins=(12, 3, 12, 3)))
        self._place: QWidget | None = None
        self.hide()

    def lie_over(self, place: QWidget) -> None:
        """Attach the hidden line to a view: it lies on the view's foot, no wider than its words, so that all days are seen."""
        self.setProperty("role", "popover")
        self.setParent(place.parentWidget())
        self.hide()
        self._place = place
        place.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move):
            self._lie_on_foot()
        return super().eventFilter(watched, event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._lie_on_foot()

    def _lie_on_foot(self) -> None:
        if self._place:
            whole, wanted = self._place.geometry(), self.sizeHint()
            width = min(wanted.width(), whole.width())
            left = whole.left() + (whole.width() - width) // 2
            self.setGeometry(left, whole.bottom() - wanted.height() - _ABOVE_FOOT, width, wanted.height())
            self.raise_()

    def tell(self, icon: str, words: str, action: str) -> None:
        """Show this text and announce it."""
        self._icon.show_icon(icon, "accent")
        self._words.setText(words)
        self.action.set_text(action)
        self.show()
        self._lie_on_foot()
        if self.isVisible():
            announce(self, words)


class CalendarHints(QWidget):
    """Lines that are visible only while they have a text; the hint of an empty list is in its middle."""

    def __init__(self, theme: Theme, model: CalendarModel, navigator: Navigator) -> None:
        super().__init__()
        self._model, self._navigator = model, navigator
        self._over_list: EmptyState | None = None
        self._empty = HintLine(theme, "calendar.empty")
        self._part, self._search = HintLine(theme, "calendar.part"), HintLine(theme, "calendar.search")
        self._part_words = self._searched = ""
        self._why: tuple[_Reason, str, bool] | None = None
        self.setLayout(column_of(self._part))
        self._part.action.clicked.connect(model.show_everything)
        self._search.action.clicked.connect(lambda: navigator.show("results"))
        self._empty.action.clicked.connect(self._do_next)

    def lie_over(self, views: QWidget) -> None:
        """Attach the hidden hints to the foot of the views."""
        self._empty.lie_over(views)
        self._search.lie_over(views)

    def show_part(self, words: str) -> None:
        """Show that a part alone is shown, and how to see everything again; hide the line with no words."""
        if words and words != self._part_words:
            self._part.tell("filter", words, self.tr("Show everything"))
        self._part_words = words
        self._part.setVisible(bool(words))

    def show_search(self, text: str) -> None:
        """Show where the posts with this text are, which the calendar doesn't filter; nothing without a text."""
        if text and text != self._searched:
            self._search.tell("search", self.tr("Posts with “{0}” are listed in Results.").format(text), self.tr("Show results"))
        self._searched = text
        self._search.setVisible(bool(text))
        self._show_empty()

    def show_emptiness(self, reader: CalendarReader, *, empty: bool, over_list: EmptyState | None) -> None:
        """Show the reason for an empty view, once, with the next action; nothing where there are cards.

        `over_list`: the place of a list's hint, where a list is shown.
        """
        if over_list and self._over_list is None:
            self._over_list = over_list
            over_list.action.clicked.connect(self._do_next)
        state, in_list = reader.state, over_list is not None
        reason = _FILTERED if state.filtering or state.part else _UNUSED
        why = (reason if reader.context.clients else _NO_CLIENT, reader.period_words, in_list) if empty else None
        if why == self._why:
            return
        self._why = why
        self._show_empty()
        if self._over_list:
            self._over_list.setVisible(empty and in_list)
        if why is None:
            return
        reason, action = why[0], translate("Hints", why[0].action)
        if over_list:
            over_list.tell(reason.icon, translate("Hints", reason.in_list), action=action)
        else:
            self._empty.tell(reason.icon, translate("Hints", reason.words).format(reader.period_words), action)
            self._show_empty()

    def _show_empty(self) -> None:
        """Show or hide the line over an empty view: while something is searched, the line about that has its place."""
        in_list = self._why is not None and self._why[2]
        self._empty.setVisible(self._why is not None and not in_list and not self._searched)

    def _do_next(self) -> None:
        reason = self._why[0] if self._why else _UNUSED
        reason.act(self._model, self._navigator)
