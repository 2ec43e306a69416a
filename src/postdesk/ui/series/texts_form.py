"""What the posts of a series say: one text, or several that are taken in turn."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from postdesk.domain.series import Wording
from postdesk.ui.kit.buttons import Button, IconButton
from postdesk.ui.kit.forms import remark
from postdesk.ui.kit.identity import identify
from postdesk.ui.kit.plain import PlainLabel, typed_text
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.names import names

_LINES: Final = 4
_MOST: Final = 50


class TextRow(QWidget):
    """One of the texts. `changed` follows each key, `removed` the cross."""

    changed = Signal()
    removed = Signal()

    def __init__(self, theme: Theme, wording: Wording) -> None:
        super().__init__()
        self._wording = wording
        self._name = PlainLabel(role="secondary")
        self._own = remark("")
        self.remove = IconButton(theme, "x", "", "repeat.text.remove", colour="secondary")
        self.text = QPlainTextEdit(wording.text)
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(self.text.fontMetrics().lineSpacing() * _LINES + 16)
        head = QHBoxLayout()
        head.addWidget(self._name)
        head.addWidget(self._own, 1)
        head.addWidget(self.remove)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.text)
        self.text.textChanged.connect(self.changed)
        self.remove.clicked.connect(self.removed)

    @property
    def wording(self) -> Wording:
        """What is written there, with what comes along with it."""
        return replace(self._wording, text=typed_text(self.text.document()))

    def number(self, number: int, count: int) -> None:
        """It is that one of so many."""
        name = self.tr("Text {0}").format(number) if count > 1 else self.tr("Text")
        own = [each.platform for each in self._wording.variants if each.text is not None]
        self._name.setText(name)
        self._own.setText(self.tr("with the own text of {0}").format(names(own)) if own else "")
        identify(self.text, f"repeat.text.{number}", name)
        identify(self.remove, f"repeat.text.{number}.remove")
        self.remove.set_words(self.tr("Take out text {0}").format(number))
        self.remove.setVisible(count > 1)


class TextsForm(QWidget):
    """`changed` follows each change of a text, and of whether the same one is meant again and again."""

    changed = Signal()

    def __init__(self, theme: Theme, wordings: Iterable[Wording], *, same_meant: bool) -> None:
        super().__init__()
        self._theme = theme
        self._rows: list[TextRow] = []
        self._column = QVBoxLayout()
        self._column.setSpacing(8)
        self.add = Button(theme, self.tr("Add another text"), "repeat.add_text", role="link", icon="plus")
        self.same = QCheckBox(self.tr("Yes, post the same text each time"))
        identify(self.same, "repeat.same")
        self.same.setChecked(same_meant)
        self._asked = remark(
            self.tr(
                "With one text, every post says the same: platforms show such posts to fewer people, or refuse them. Is it meant?"
            )
        )
        self._said = remark(self.tr("Taken in turn: no text twice in a row on a platform."))
        self._lay_out()
        for wording in wordings:
            self._put(wording)
        self.add.clicked.connect(self._add)
        self.same.toggled.connect(self.changed)

    @property
    def wordings(self) -> tuple[Wording, ...]:
        """All of them, in turn."""
        return tuple(row.wording for row in self._rows)

    def show_alike(self, *, alike: bool) -> None:
        """Ask whether it is meant that all posts say the same."""
        for part in (self._asked, self.same):
            part.setVisible(alike)
        self._said.setVisible(not alike)

    def _add(self) -> None:
        """It begins with the media of the first, and no words."""
        first = self._rows[0].wording
        self._put(replace(first, text="", variants=()))
        self._rows[-1].text.setFocus(Qt.FocusReason.TabFocusReason)

    def _put(self, wording: Wording) -> None:
        row = TextRow(self._theme, wording)
        row.changed.connect(self.changed)
        row.removed.connect(lambda: self._remove(row))
        self._rows.append(row)
        self._column.addWidget(row)
        self._number()

    def _remove(self, row: TextRow) -> None:
        at = self._rows.index(row)
        self._rows.remove(row)
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()
        self._number()
        self._rows[min(at, len(self._rows) - 1)].text.setFocus(Qt.FocusReason.TabFocusReason)

    def _number(self) -> None:
        for number, row in enumerate(self._rows, start=1):
            row.number(number, len(self._rows))
        self.add.setEnabled(len(self._rows) < _MOST)
        self.changed.emit()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(self._column)
        column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        for part in (self._said, self._asked, self.same):
            column.addWidget(part)
