"""Form fields, their names, and forms of them."""

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QFormLayout,
    QLayout,
    QLineEdit,
    QSizePolicy,
    QSpinBox,
    QWidget,
)

from postdesk.ui.kit.identifiers import identify
from postdesk.ui.kit.plain_text import PlainLabel

translate = QCoreApplication.translate

_NAME: Final = 13
"""The least width of a name, in characters: fields of several forms are then aligned."""

_LINES: Final = 3
"""The height in lines above which a field doesn't count as a one-line field."""


def pad_spin_box(box: QAbstractSpinBox) -> None:
    """Add room at the left edge of a spin box, which a style sheet's padding doesn't reach."""
    if edit := box.findChild(QLineEdit):
        edit.setTextMargins(6, 0, 0, 0)


def make_clearable(field: QLineEdit) -> None:
    """Add a button that clears the field, with an accessible name, which Qt's own lacks."""
    field.setClearButtonEnabled(True)
    if clear := field.findChild(QAction, "_q_qlineeditclearaction"):
        clear.setText(translate("Fields", "Clear"))


def check_box(identifier: str, words: str, *, on: bool = False) -> QCheckBox:
    """Return a check box."""
    tick = QCheckBox(words)
    tick.setChecked(on)
    identify(tick, identifier, words)
    return tick


def choice_box(identifier: str, name: str, choices: Iterable[tuple[str, object]]) -> QComboBox:
    """Return a combo box of words, each with its value as the item's data."""
    box = QComboBox()
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)  # also after its choices change
    identify(box, identifier, name)
    for words, value in choices:
        box.addItem(words, value)
    return box


def number_box(identifier: str, name: str, least: int, most: int, unit: str = "") -> QSpinBox:
    """Return a spin box for a whole number within these bounds, with its unit."""
    box = QSpinBox(minimum=least, maximum=most, suffix=unit)
    identify(box, identifier, name)
    pad_spin_box(box)
    return box


class WheelGuard(QObject):
    """Lets the wheel scroll the area around an unfocused box, instead of changing the box's value."""

    def __init__(self, box: QComboBox | QAbstractSpinBox) -> None:
        super().__init__(box)
        box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # no focus by the wheel
        box.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Wheel and isinstance(watched, QWidget) and not watched.hasFocus():
            event.ignore()
            return True
        return False


class FieldForm(QFormLayout):
    """A form with names on the left, or above the fields if it is narrow. `fields` are named by their accessible names."""

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
        """Add a row; boxes are guarded from the wheel."""
        if isinstance(field, QComboBox | QAbstractSpinBox):
            WheelGuard(field)
        if isinstance(field, PlainLabel):  # a sentence uses the width of the form, as a field does
            policy = field.sizePolicy()
            policy.setHorizontalPolicy(QSizePolicy.Policy.Expanding)
            field.setSizePolicy(policy)
        label = FieldName(name, field)
        if isinstance(field, QWidget):
            label.setBuddy(field)
            self.addRow(label, field)
        else:
            self.addRow(label, field)


class FieldName(PlainLabel):
    """A field's name, as high as a one-line field: a form would otherwise put the name at the field's top."""

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
    """Return a quiet sentence for below a field."""
    return PlainLabel(text, role="secondary", wrap=True, identifier=identifier)
