"""The keys of the calendar, whichever view has the focus."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from postdesk.ui.calendar.hints import Hints
from postdesk.ui.calendar.noting import Noting
from postdesk.ui.calendar.several_acts import SeveralActs
from postdesk.ui.calendar.showing import Showing
from postdesk.ui.calendar.sight import View
from postdesk.ui.calendar.views import Views


class Keys:
    """What a key does that no view took for itself."""

    def __init__(self, showing: Showing, views: Views, several: SeveralActs, noting: Noting, hints: Hints) -> None:
        self._showing, self._views, self._several, self._noting, self._hints = showing, views, several, noting, hints

    def press(self, event: QKeyEvent) -> bool:
        """Do what the key is for; whether it is for anything."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        showing, show = self._showing, self._showing.show_view
        acts = (
            (Qt.Key.Key_T, showing.go_today),
            (Qt.Key.Key_M, lambda: show(View.MONTH)),
            (Qt.Key.Key_W, lambda: show(View.WEEK)),
            (Qt.Key.Key_D, lambda: show(View.DAY)),
            (Qt.Key.Key_A, lambda: show(View.AGENDA)),
            (Qt.Key.Key_PageUp, lambda: showing.turn(-1)),
            (Qt.Key.Key_PageDown, lambda: showing.turn(1)),
            (Qt.Key.Key_Escape, showing.back),
            (Qt.Key.Key_Delete, lambda: self._several.delete(self._views.card())),
        )
        act = next((act for key, act in acts if plain and key == event.key()), None)
        if event.key() == Qt.Key.Key_N and event.modifiers() == Qt.KeyboardModifier.ShiftModifier:
            self._noting.edit(showing.day)
        elif event.matches(QKeySequence.StandardKey.Undo):
            self._hints.undo()
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self._several.choose(*showing.all_cards())
        elif act:
            act()
        else:
            return False
        return True
