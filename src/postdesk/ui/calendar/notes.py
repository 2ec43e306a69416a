"""Notes on days: the editor that lies over a day, and the notes that match the search."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QSizePolicy, QWidget

from postdesk.domain.clients import Client
from postdesk.domain.day_notes import DayNote
from postdesk.engine.day_notes import DayNotes
from postdesk.ui.calendar.model import CalendarModel
from postdesk.ui.calendar.reader import CalendarReader
from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.client_box import ClientBox
from postdesk.ui.kit.flow_layout import FlowLayout
from postdesk.ui.kit.identifiers import identify
from postdesk.ui.kit.layouts import clear_layout, column_of
from postdesk.ui.kit.pane import Frame
from postdesk.ui.kit.plain_text import PlainLabel
from postdesk.ui.kit.theme import Theme
from postdesk.ui.scope import Scope
from postdesk.ui.text.names import beginning
from postdesk.ui.text.times import date_text

_WIDEST: Final = 420
_SHARES: Final = (3, 2)
"""The shares of the width: text, client."""
_LONGEST: Final = 300
"""The most letters of a note."""
_LETTERS: Final = 40
"""The letters of a found note that are shown."""


class NoteEditor(Frame):
    """An editor over the calendar at a day: a row for each of its notes and one for a new one, each with its client.

    Enter, or a lost focus, saves the input; Escape discards it; a note without text is deleted. `closed` follows where the
    editor closes while the focus is in it.
    """

    closed = Signal()

    def __init__(self, notes: DayNotes, parent: QWidget) -> None:
        super().__init__("popup", "calendar.note", self.tr("Notes on a day"), parent=parent)
        self._notes = notes
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._heading = PlainLabel(role="title")
        self._grid = QGridLayout()
        self._grid.setSpacing(6)
        self.setLayout(column_of(self._heading, self._grid, spacing=8, margins=(12, 10, 12, 12)))
        self._lines: list[tuple[DayNote, QLineEdit, QComboBox]] = []
        self.hide()

    def edit(self, day: date, reader: CalendarReader, place: QRect) -> None:
        """Edit the notes of a day that lies at `place`, in the parent's coordinates."""
        there, clients = reader.notes(day, day), reader.context.clients
        self._clear()
        self._heading.setText(self.tr("Notes on {0}").format(date_text(day, "ddd d MMM")))
        whose = clients[0].id if len(clients) == 1 else None
        for note in (*there, self._notes.new(day, whose)):
            self._add(note, clients)
        self._lie_at(place)
        self.show()
        self.raise_()
        first = self._lines[-1 if not there else 0][1]
        first.end(False)
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape:
                self._put_away()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(watched, QLineEdit):
                self.save()
                return True
        if event.type() is QEvent.Type.FocusOut:
            QTimer.singleShot(0, self, self._keep_where_left)
        return super().eventFilter(watched, event)

    def save(self) -> None:
        """Save the input, and close the editor."""
        lines = [(note, field.text(), whose.currentData()) for note, field, whose in self._lines]
        self._put_away()
        for note, text, whose in lines:
            if (text, whose) != (note.text, note.client_id) and (text.strip() or note.text):
                self._notes.save(replace(note, text=text, client_id=whose), note)

    def _keep_where_left(self) -> None:
        popup = any(whose.view().isVisible() for _, _, whose in self._lines)
        if self.isVisible() and not self._written_in() and not popup:
            self.save()

    def _written_in(self) -> bool:
        focus = self.window().focusWidget()
        return bool(focus) and self.isAncestorOf(focus)

    def _add(self, note: DayNote, clients: tuple[Client, ...]) -> None:
        row = len(self._lines)
        field = QLineEdit(note.text, maxLength=_LONGEST, placeholderText=self.tr("New note"))
        identify(field, f"calendar.note.text.{row}", self.tr("Note"))
        field.setCursorPosition(0)  # a long note shows its beginning
        whose = ClientBox(f"calendar.note.whose.{row}", self.tr("Shown for"))
        whose.show_clients(clients, note.client_id, everybody=self.tr("All clients"))
        whose.setVisible(bool(clients))
        whose.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        for column, widget in enumerate((field, whose)):
            widget.installEventFilter(self)
            self._grid.addWidget(widget, row, column)
        for column, share in enumerate(_SHARES):
            self._grid.setColumnStretch(column, share)
        self._lines.append((note, field, whose))

    def _lie_at(self, place: QRect) -> None:
        """Place the editor below the day's number, and within the calendar."""
        parent = self.parentWidget()
        assert parent
        width = min(_WIDEST, parent.width())
        self.setFixedWidth(width)
        self.adjustSize()
        left = max(0, min(place.left(), parent.width() - width))
        top = max(0, min(place.top(), parent.height() - self.sizeHint().height()))
        self.move(QPoint(left, top))

    def _put_away(self) -> None:
        if self.isVisible():
            here = self._written_in()
            self.hide()
            if here:
                self.closed.emit()

    def _clear(self) -> None:
        for _, field, whose in self._lines:
            field.removeEventFilter(self)
            whose.removeEventFilter(self)
        self._lines.clear()
        clear_layout(self._grid)


class FoundNotes(Frame):
    """A button for each note that matches the search; it goes to the day. Hidden where there are none."""

    def __init__(self, theme: Theme, notes: DayNotes, scope: Scope, model: CalendarModel) -> None:
        super().__init__("bar", "calendar.notes_found", self.tr("Notes"))
        self._theme, self._notes, self._scope, self._model = theme, notes, scope, model
        self._row = FlowLayout(self, spacing=4)
        self._row.setContentsMargins(8, 4, 8, 4)
        self._shown: Sequence[DayNote] = ()
        for changed in (scope.changed, notes.changed):
            changed.connect(self._search)
        self.hide()

    def open_first(self) -> bool:
        """Go to the day of the first note; return True where there is one."""
        if self._shown:
            self._model.go(self._shown[0].day)
        return bool(self._shown)

    def _search(self) -> None:
        notes = self._notes.found(self._scope.text, self._scope.client_id)
        if notes == self._shown:
            return
        self._shown = notes
        clear_layout(self._row)
        for n, note in enumerate(notes):
            self._row.addWidget(self._button(n, note, self._model.context().today))
        self.setVisible(bool(notes))

    def _button(self, n: int, note: DayNote, today: date) -> Button:
        day = date_text(note.day, "ddd d MMM" if note.day.year == today.year else "ddd d MMM yyyy")
        text = beginning(note.text, _LETTERS)
        button = Button(self._theme, f"{day} · {text}", f"calendar.notes_found.{n}", role="quiet", icon="bookmark")
        button.clicked.connect(partial(self._model.go, note.day))
        return button
