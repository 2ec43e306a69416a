"""The limits of one account: the platform's numbers with their sources; the user can override each."""

from typing import Final, NamedTuple

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QDoubleSpinBox, QHBoxLayout, QWidget

from postdesk.domain.limits import Bound, Limit, Measure, OwnLimit
from postdesk.domain.rules import PlatformRules
from postdesk.ui.connections.accounts import PlatformAccount
from postdesk.ui.kit.buttons import IconButton
from postdesk.ui.kit.dialog import Dialog
from postdesk.ui.kit.forms import WheelGuard, remark
from postdesk.ui.kit.identifiers import identify
from postdesk.ui.kit.layouts import column_of, fill, row_of
from postdesk.ui.kit.plain_text import PlainLabel
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text import QT_TRANSLATE_NOOP
from postdesk.ui.text.limits import amount_words, limit_amount, limit_name, severity_words, source_words
from postdesk.ui.text.names import platform_word

translate = QCoreApplication.translate

_LETTERS: Final = 72
_FIELD: Final = 18
_BETWEEN: Final = 16
_INSIDE: Final = 8
"""The gap between a number and the edge of its field, which has no buttons there (logical pixels)."""

_MOST: Final = 1e9


class AccountLimitsDialog(Dialog):
    """The dialog of limits. `kept` carries the numbers that differ from the platform's, as a tuple of OwnLimit."""

    kept = Signal(object)

    def __init__(self, its: PlatformRules, theme: Theme, account: PlatformAccount, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Limits of this account"), "connections.limits", parent, _LETTERS)
        own = account.connection.limits if account.connection else ()
        name = account.connection.remote_username if account.connection else ""
        self._lines = [LimitLine(limit, theme) for limit in its.with_own(own).limits]
        about = remark(self.tr("Some accounts have other limits. Change a number to apply it to this account only."))
        self.body.setSpacing(_BETWEEN)
        title = f"{platform_word(account.platform)} · {name}" if name else platform_word(account.platform)
        fill(self.body, PlainLabel(title, role="title"), about, *self._lines)
        self.add_main_button(theme, self.tr("Save"), "keep", self._save)

    def _save(self) -> None:
        self.kept.emit(tuple(own for line in self._lines if (own := line.own())))
        self.accept()


class Scale(NamedTuple):
    """The format of a number in its field: divided by `factor`, with so many decimals, in this unit."""

    factor: float
    decimals: int
    unit: str


_WHOLE: Final = Scale(1, 0, "")
_PIXELS: Final = Scale(1, 0, QT_TRANSLATE_NOOP("Connections", " px"))
_SCALES: Final = {
    Measure.SIZE_BYTES: Scale(1024**2, 1, QT_TRANSLATE_NOOP("Connections", " MB")),
    Measure.SECONDS: Scale(1, 1, QT_TRANSLATE_NOOP("Connections", " s")),
    Measure.FRAMES_PER_SECOND: Scale(1, 2, ""),
    Measure.BITS_PER_SECOND: Scale(1_000_000, 1, QT_TRANSLATE_NOOP("Connections", " Mbit/s")),
    Measure.WIDTH: _PIXELS,
    Measure.HEIGHT: _PIXELS,
}


class LimitLine(QWidget):
    """One limit: its name, number, consequence and source. A shape and a list of kinds can't be overridden."""

    def __init__(self, limit: Limit, theme: Theme) -> None:
        super().__init__()
        self._limit = limit
        self._theirs = limit.value if limit.default_value is None else limit.default_value
        self._scale = _SCALES.get(limit.measure, _WHOLE)
        name = limit_name(limit.part, limit.measure)
        head = row_of(PlainLabel(name))
        self._field: QDoubleSpinBox | None = None
        self._again = self._make_again(theme)
        if limit.bound is Bound.OTHER_THAN or limit.measure is Measure.RATIO:
            head.addWidget(PlainLabel(limit_amount(limit)))
        else:
            self._add_field(head, name)
        head.addWidget(self._again)
        self._below = remark("")
        self.setLayout(column_of(head, self._below, spacing=4))
        self._show_below()

    def own(self) -> OwnLimit | None:
        """Return the number that is set; None where it is the platform's."""
        if self._field is None or self._field.value() == self._shown(self._theirs):
            return None
        return OwnLimit(self._limit.key, self._field.value() * self._scale.factor)

    def _add_field(self, head: QHBoxLayout, name: str) -> None:
        above = self._limit.bound is Bound.ABOVE
        words = translate("Connections", "at most") if above else translate("Connections", "at least")
        head.addWidget(PlainLabel(words, role="secondary"))
        self._field = field = QDoubleSpinBox()
        WheelGuard(field)
        field.setProperty("role", "line")
        field.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        field.lineEdit().setTextMargins(0, 0, _INSIDE, 0)
        field.setFixedWidth(self.fontMetrics().averageCharWidth() * _FIELD)
        field.setDecimals(self._scale.decimals)
        field.setRange(10**-self._scale.decimals, _MOST)
        field.setGroupSeparatorShown(True)
        field.setSuffix(translate("Connections", self._scale.unit))
        field.setValue(self._shown(self._limit.value))
        identify(field, f"connections.limits.{self._limit.key}", f"{name}, {limit_amount(self._limit)}")
        self._again.clicked.connect(lambda: field.setValue(self._shown(self._theirs)))
        field.valueChanged.connect(self._show_below)
        head.addWidget(field)

    def _make_again(self, theme: Theme) -> IconButton:
        """Return the reset button; it keeps its room while hidden, so that all numbers are aligned."""
        words = translate("Connections", "Reset to the platform’s limit")
        again = IconButton(theme, "rotate-ccw", words, f"connections.limits.again.{self._limit.key}", colour="secondary")
        policy = again.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        again.setSizePolicy(policy)
        return again

    def _shown(self, value: float) -> float:
        return round(value / self._scale.factor, self._scale.decimals)

    def _show_below(self) -> None:
        words = [severity_words(self._limit), source_words(self._limit.source)]
        changed = self.own() is not None
        if changed:
            theirs = amount_words(self._limit.measure, self._theirs)
            words.insert(0, self.tr("Your limit. The platform’s is {0}.").format(theirs))
        self._again.setVisible(changed)
        self._below.setText(" ".join(words))
