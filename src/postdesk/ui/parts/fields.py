"""What the fields of all forms have in common."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractSpinBox, QFormLayout, QLineEdit

from postdesk.ui.plain import PlainLabel


def give_room(box: QAbstractSpinBox) -> None:
    """Keep a number or a date off the left edge: a style sheet's padding does not reach it."""
    if edit := box.findChild(QLineEdit):
        edit.setTextMargins(6, 0, 0, 0)


def form_layout() -> QFormLayout:
    """Names on the left, fields on the right; below each other where it is narrow."""
    form = QFormLayout()
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
    form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
    form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    form.setHorizontalSpacing(16)
    form.setVerticalSpacing(12)
    return form


def remark(text: str) -> PlainLabel:
    """A quiet sentence below a field."""
    label = PlainLabel(text, role="secondary")
    label.setWordWrap(True)
    return label
