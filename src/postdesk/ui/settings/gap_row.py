"""How far apart a client's posts to a platform are wanted."""

from datetime import timedelta
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSpinBox, QWidget

from postdesk.domain.gaps import PROPOSED_GAP
from postdesk.ui.kit.forms import WheelGuard, give_room
from postdesk.ui.kit.identity import identify

_MINUTE: Final = timedelta(minutes=1)
_A_DAY: Final = 24 * 60


class GapRow(QWidget):
    """`chosen` carries the gap, 0 where none is wanted."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.warn = QCheckBox(self.tr("Warn about posts to one platform less than"))
        identify(self.warn, "settings.slots.warn")
        self.minutes = QSpinBox(minimum=1, maximum=_A_DAY, value=PROPOSED_GAP // _MINUTE, suffix=self.tr(" minutes apart"))
        identify(self.minutes, "settings.slots.gap", self.tr("Minutes apart"))
        give_room(self.minutes)
        WheelGuard(self.minutes)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.warn)
        row.addWidget(self.minutes)
        row.addStretch(1)
        self.show_gap(timedelta())
        self.warn.toggled.connect(self._tell)
        self.minutes.valueChanged.connect(self._tell)

    def show_gap(self, gap: timedelta) -> None:
        """Show that gap; where there is none, what is proposed stands beside it."""
        self.blockSignals(True)
        self.warn.setChecked(bool(gap))
        self.minutes.setValue((gap or PROPOSED_GAP) // _MINUTE)
        self.minutes.setEnabled(bool(gap))
        self.blockSignals(False)

    def _tell(self) -> None:
        self.minutes.setEnabled(self.warn.isChecked())
        self.chosen.emit(self.minutes.value() * _MINUTE if self.warn.isChecked() else timedelta())
