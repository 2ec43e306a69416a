"""Practice mode's faults: arms them, and lists the armed and the used ones."""

from datetime import timedelta
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGroupBox, QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from postdesk.domain.platforms import Platform, platform_label
from postdesk.domain.practice import ArmedFault, FaultKind, FaultOrder, Operation
from postdesk.engine.practice import PracticeMode
from postdesk.ui.kit.buttons import Button, IconButton
from postdesk.ui.kit.forms import FieldForm, WheelGuard, check_box, choice_box, number_box
from postdesk.ui.kit.icon_label import IconLabel
from postdesk.ui.kit.layouts import ROOM, clear_layout, column_of, fill, row_of
from postdesk.ui.kit.plain_text import PlainLabel
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.faults import (
    OF_CONNECTIONS,
    WITH_DELAY,
    WITH_PLATFORM,
    fault_place_word,
    fault_status_words,
    fault_target_words,
    fault_word,
    operation_word,
)

_USUAL_DELAY_S: Final = 10
_USED_SHOWN: Final = 5
_NARROWEST: Final = 64
"""Characters in a line, so that the explanation of a fault fits into two lines."""


class FaultTool(QGroupBox):
    """The form and the list of faults. Its layout is stable: fields that don't apply to the selected fault leave their room."""

    def __init__(self, practice: PracticeMode, theme: Theme, local_zone: ZoneInfo) -> None:
        super().__init__(self.tr("Arm a fault"))
        self._practice, self._theme, self._local_zone = practice, theme, local_zone
        self._shown: tuple[ArmedFault, ...] | None = None
        self._kind = choice_box("test_tools.fault", self.tr("Fault"), [(fault_word(kind), kind) for kind in FaultKind])
        requests = [(_capital(operation_word(operation)), operation) for operation in Operation]
        self._operation = choice_box("test_tools.operation", self.tr("Requests"), requests)
        self._kind.setCurrentIndex(self._kind.findData(FaultKind.DROP_AFTER))
        # "Any request" would be met by one of the app's own in the background.
        self._operation.setCurrentIndex(self._operation.findData(Operation.PUBLISH))
        platforms = [(platform_label(platform), platform) for platform in Platform]
        self._platform = choice_box("test_tools.platform", self.tr("Platform"), platforms)
        self._count = number_box("test_tools.count", self.tr("Number of times"), 1, 999)
        self._always = check_box("test_tools.always", self.tr("Until disarmed"))
        self._delay = number_box("test_tools.delay", self.tr("Duration"), 1, 600, self.tr(" s"))
        self._delay.setValue(_USUAL_DELAY_S)
        self._catches = PlainLabel(role="secondary", wrap=True, identifier="test_tools.catches")
        self._list = column_of()
        self._lay_out()
        changes = (box.currentIndexChanged for box in (self._kind, self._operation, self._platform))
        for signal in (*changes, self._count.valueChanged, self._always.toggled):
            signal.connect(self._show_fields)
        self._show_fields()

    def refresh(self) -> None:
        """List the armed faults, then the used ones, the last first."""
        state = self._practice.state
        known = state.faults if state else ()
        used = [fault for fault in reversed(known) if not fault.armed]
        shown = (*(fault for fault in known if fault.armed), *used[:_USED_SHOWN])
        if shown == self._shown:
            return
        self._shown = shown
        clear_layout(self._list)
        fill(self._list, *(FaultRow(fault, self._practice, self._theme, self._local_zone) for fault in shown))
        if not shown:
            self._list.addWidget(PlainLabel(self.tr("No faults armed."), role="secondary"))

    def _lay_out(self) -> None:
        self._catches.setAlignment(Qt.AlignmentFlag.AlignTop)
        metrics = self._catches.fontMetrics()
        self._catches.setFixedHeight(2 * metrics.lineSpacing())
        self._catches.setMinimumWidth(_NARROWEST * metrics.averageCharWidth())
        column = QVBoxLayout(self)
        column.setSpacing(12)
        fill(column, self._form(), self._catches, self._acts(), self._list, ROOM)

    def _form(self) -> FieldForm:
        for field in (self._count, self._delay, self._operation, self._platform):
            WheelGuard(field)
        connection = PlainLabel(_capital(operation_word("connection")))
        self._where = QStackedWidget()
        for page in (self._operation, self._platform, connection):
            self._where.addWidget(page)
        self._where.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._how_long = PlainLabel(self.tr("Duration"))
        times = row_of(self._count, self._always, self._how_long, self._delay, ROOM, spacing=12)
        for part in (self._how_long, self._delay):
            policy = part.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            part.setSizePolicy(policy)
        form = FieldForm()
        form.add(self.tr("Fault"), self._kind)
        form.add(self.tr("Requests"), self._where)
        self._where_name = form.labelForField(self._where)
        form.add(self.tr("Times"), times)
        return form

    def _acts(self) -> QHBoxLayout:
        arm = Button(self._theme, self.tr("Arm"), "test_tools.arm", role="primary")
        arm.clicked.connect(lambda: self._practice.arm(self._order()))
        disarm = Button(self._theme, self.tr("Disarm all"), "test_tools.disarm_all")
        disarm.clicked.connect(self._practice.disarm_all)
        return row_of(arm, disarm, ROOM, spacing=12)

    def _show_fields(self) -> None:
        kind = FaultKind(self._kind.currentData())
        self._where.setCurrentIndex(1 if kind in WITH_PLATFORM else 2 if kind in OF_CONNECTIONS else 0)
        if isinstance(self._where_name, PlainLabel):
            self._where_name.setText(self.tr("Platform") if kind in WITH_PLATFORM else self.tr("Requests"))
        lasts = kind is FaultKind.REFUSE_CONNECTION
        self._always.setDisabled(lasts)
        self._count.setDisabled(lasts or self._always.isChecked())
        for part in (self._how_long, self._delay):
            part.setVisible(kind in WITH_DELAY)
        self._catches.setText(fault_target_words(self._order()))

    def _order(self) -> FaultOrder:
        kind = FaultKind(self._kind.currentData())
        anywhere = kind in WITH_PLATFORM | OF_CONNECTIONS
        return FaultOrder(
            kind,
            Operation.ANY if anywhere else Operation(self._operation.currentData()),
            None if self._always.isChecked() else self._count.value(),
            platform=self._platform.currentData() if kind in WITH_PLATFORM else "",
            delay=timedelta(seconds=self._delay.value()) if kind in WITH_DELAY else None,
        )


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


class FaultRow(QWidget):
    """One fault: its kind and place, its state, and a cross that removes it."""

    def __init__(self, fault: ArmedFault, practice: PracticeMode, theme: Theme, local_zone: ZoneInfo) -> None:
        super().__init__()
        what = PlainLabel(f"{fault_word(fault.kind)} · {fault_place_word(fault)}", elide=True)
        identifier = f"test_tools.standing.{fault.id}"
        how = PlainLabel(fault_status_words(fault, local_zone), role="secondary", elide=True, identifier=identifier)
        words = self.tr("Disarm: {0}") if fault.armed else self.tr("Forget: {0}")
        disarm = IconButton(theme, "x", words.format(fault_word(fault.kind)), f"test_tools.disarm.{fault.id}")
        disarm.clicked.connect(lambda: practice.disarm(fault.id))
        icon = IconLabel(theme, "bug" if fault.armed else "check", "attention" if fault.armed else "secondary")
        lines = column_of(what, how, spacing=0)
        row = row_of(icon, lines, disarm, grow=lines)
        row.setAlignment(icon, Qt.AlignmentFlag.AlignTop)
        row.setAlignment(disarm, Qt.AlignmentFlag.AlignRight)
        self.setLayout(row)
