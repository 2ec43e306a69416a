"""What the fields of all forms have in common."""

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractSpinBox, QCheckBox, QComboBox, QFormLayout, QLayout, QLineEdit, QSpinBox, QWidget

from postdesk.ui.kit.identity import identify
from postdesk.ui.kit.plain import PlainLabel

translate = QCoreApplication.translate

_NAME: Final = 13
"""Characters of a name for which there is room at least, so that the fields of several forms stand below each other."""

_LINES: Final = 3
"""What is higher than so many lines is no field of one line."""


def give_room(box: QAbstractSpinBox) -> None:
    """Keep a number or a date off the left edge: a style sheet's padding does not reach it."""
    if edit := box.findChild(QLineEdit):
        edit.setTextMargins(6, 0, 0, 0)


def make_clearable(field: QLineEdit) -> None:
    """Give it a button that empties it; Qt's own has no name."""
    field.setClearButtonEnabled(True)
    if clear := field.findChild(QAction, "_q_qlineeditclearaction"):
        clear.setText(translate("Fields", "Clear"))


def tick_box(identifier: str, words: str, *, on: bool = False) -> QCheckBox:
    """Something that can be had or not."""
    tick = QCheckBox(words)
    tick.setChecked(on)
    identify(tick, identifier, words)
    return tick


def choice_box(identifier: str, name: str, choices: Iterable[tuple[str, object]]) -> QComboBox:
    """One of several; its data is what stands behind the words."""
    box = QComboBox()
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)  # also where its choices change
    identify(box, identifier, name)
    for words, value in choices:
        box.addItem(words, value)
    return box


def number_box(identifier: str, name: str, least: int, most: int, unit: str = "") -> QSpinBox:
    """A whole number within these bounds, with its unit behind it."""
    box = QSpinBox(minimum=least, maximum=most, suffix=unit)
    identify(box, identifier, name)
    give_room(box)
    return box


class WheelGuard(QObject):
    """The wheel over a box scrolls what the box is in; it turns the value only where the box has the focus."""

    def __init__(self, box: QComboBox | QAbstractSpinBox) -> None:
        super().__init__(box)
        box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # not by the wheel
        box.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Wheel and isinstance(watched, QWidget) and not watched.hasFocus():
            event.ignore()
            return True
        return False


class Form(QFormLayout):
    """Names on the left, fields on the right; below each other where it is narrow. `fields` go by their accessible names."""

    def __init__(self, *fields: QWidget) -> None:
        super().__init__()
        self.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setHorizontalSpacing(16)
        self.setVerticalSpacing(12)
        for field in fields:
            self.add(field.accessibleName(), field)

    def add(self, name: str, field: QWidget | QLayout) -> None:
        """One row; a box in it is kept from the wheel."""
        if isinstance(field, QComboBox | QAbstractSpinBox):
            WheelGuard(field)
        label = FieldName(name, field)
        if isinstance(field, QWidget):
            label.setBuddy(field)
            self.addRow(label, field)
        else:
            self.addRow(label, field)


class FieldName(PlainLabel):
    """As high as its field, where that has one line: a form puts the name at the field's top otherwise."""

    def __init__(self, name: str, field: QWidget | QLayout) -> None:
        super().__init__(name)
        self._field = field

    def sizeHint(self) -> QSize:
        own, beside = super().sizeHint(), self._field.sizeHint().height()
        width = max(own.width(), _NAME * self.fontMetrics().averageCharWidth())
        return QSize(width, beside if beside <= _LINES * self.fontMetrics().height() else own.height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


def remark(text: str, identifier: str = "") -> PlainLabel:
    """A quiet sentence below a field."""
    return PlainLabel(text, role="secondary", wrap=True, identifier=identifier)
