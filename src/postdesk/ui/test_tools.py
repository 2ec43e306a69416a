"""Practice mode's test tools: its clock, and what can be made to go wrong."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from PySide6.QtCore import QDateTime, QSize, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateTimeEdit,
    QGroupBox,
    QHBoxLayout,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from postdesk.domain.platforms import Platform, platform_label
from postdesk.domain.practice import ArmedFault, FaultKind, FaultOrder, Operation
from postdesk.engine.changes import Changes
from postdesk.engine.practice import Practice
from postdesk.ui.fault_words import WITH_DELAY, WITH_PLATFORM, fault_word, operation_word
from postdesk.ui.parts.buttons import Button, IconButton
from postdesk.ui.parts.dialog import Dialog
from postdesk.ui.parts.fields import Form, give_room
from postdesk.ui.parts.flow_layout import FlowLayout
from postdesk.ui.parts.identity import identify
from postdesk.ui.plain import PlainLabel
from postdesk.ui.theme import Theme
from postdesk.ui.words import when_text

_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)
_USUAL_DELAY_S = 10


class TestTools(Dialog):
    """Both tools, beside the main window."""

    __test__ = False

    def __init__(self, practice: Practice, changes: Changes, theme: Theme, here: ZoneInfo, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Test tools"), "test_tools", parent)
        self._clock = ClockTool(practice, theme, here)
        self._faults = FaultTool(practice, theme)
        self.body.addWidget(PlainLabel(self.tr("Test tools"), role="heading"))
        remark = self.tr("They only touch practice mode: nothing here reaches MyPostShare.")
        self.body.addWidget(PlainLabel(remark, role="secondary"))
        self.body.addWidget(self._clock)
        self.body.addWidget(self._faults)
        self.body.addStretch(1)
        close = Button(theme, self.tr("Close"), "test_tools.close")
        close.clicked.connect(self.close)
        self.foot.addWidget(close)
        changes.practice.connect(self.refresh)
        changes.posts.connect(self.refresh)
        self.refresh()

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 88, 620)

    def refresh(self) -> None:
        """Show the sandbox's present state."""
        self._clock.refresh()
        self._faults.refresh()


class ClockTool(QGroupBox):
    """The sandbox's clock: it can be moved on, and set back to the computer's."""

    def __init__(self, practice: Practice, theme: Theme, here: ZoneInfo) -> None:
        super().__init__(self.tr("The clock"))
        self._practice, self._here = practice, here
        self._now = PlainLabel(role="title")
        identify(self._now, "test_tools.now")
        self._next_event = PlainLabel(role="secondary")
        self._next_event.setWordWrap(True)
        identify(self._next_event, "test_tools.next_event")
        self._moment = QDateTimeEdit(calendarPopup=True, displayFormat="ddd d MMM yyyy HH:mm")
        give_room(self._moment)
        identify(self._moment, "test_tools.moment", self.tr("Set the clock to"))
        buttons = FlowLayout()
        for words, name, slot in (
            (self.tr("1 hour on"), "hour", lambda: practice.advance(_HOUR)),
            (self.tr("1 day on"), "day", lambda: practice.advance(_DAY)),
            (self.tr("To the next thing that happens"), "next", practice.to_next),
            (self.tr("Back to the real time"), "reset", practice.reset_clock),
        ):
            buttons.addWidget(_button(theme, words, f"test_tools.clock.{name}", slot))
        setting = QHBoxLayout()
        setting.addWidget(self._moment, 1)
        setting.addWidget(_button(theme, self.tr("Set the clock"), "test_tools.clock.set", self._set))
        column = QVBoxLayout(self)
        column.addWidget(self._now)
        column.addWidget(self._next_event)
        column.addLayout(buttons)
        column.addLayout(setting)

    def refresh(self) -> None:
        """Show the clock and what comes next."""
        state = self._practice.state
        if state is None:
            self._now.setText(self.tr("Practice mode is starting…"))
            return
        real = state.now - state.offset
        self._now.setText(self.tr("It is {0} there").format(when_text(state.now, self._here, real)))
        coming = self._practice.coming()
        if coming is None:
            self._next_event.setText(self.tr("Nothing happens by itself from here on."))
        else:
            what = coming.what or self.tr("a post leaves this computer")
            self._next_event.setText(self.tr("Next: {0}, {1}").format(what, when_text(coming.at, self._here, state.now)))
        if not self._moment.hasFocus():
            there = state.now.astimezone(self._here).replace(tzinfo=None, second=0, microsecond=0)
            self._moment.setDateTime(QDateTime.fromString(there.isoformat(), Qt.DateFormat.ISODate))

    def _set(self) -> None:
        chosen = datetime.fromisoformat(self._moment.dateTime().toString(Qt.DateFormat.ISODate))
        self._practice.set_clock(chosen.replace(tzinfo=self._here).astimezone(UTC))


class FaultTool(QGroupBox):
    """Arms faults, and lists the armed ones."""

    def __init__(self, practice: Practice, theme: Theme) -> None:
        super().__init__(self.tr("Make something go wrong"))
        self._practice, self._theme = practice, theme
        self._shown: tuple[ArmedFault, ...] | None = None
        self._kind = _choice("test_tools.fault", self.tr("What goes wrong"), [(fault_word(kind), kind) for kind in FaultKind])
        requests = [(operation_word(operation), operation) for operation in Operation]
        self._operation = _choice("test_tools.operation", self.tr("In which requests"), requests)
        platforms = [(platform_label(platform), platform) for platform in Platform]
        self._platform = _choice("test_tools.platform", self.tr("Platform"), platforms)
        self._count = QSpinBox(minimum=1, maximum=999)
        identify(self._count, "test_tools.count", self.tr("How many times"))
        self._always = QCheckBox(self.tr("Until disarmed"))
        identify(self._always, "test_tools.always")
        self._always.toggled.connect(self._count.setDisabled)
        self._delay = QSpinBox(minimum=1, maximum=600, value=_USUAL_DELAY_S, suffix=self.tr(" s"))
        identify(self._delay, "test_tools.delay", self.tr("How long"))
        give_room(self._count)
        give_room(self._delay)
        self._list = QVBoxLayout()
        self._rows: Sequence[QWidget] = ()
        self._form = self._lay_out()
        self._kind.currentIndexChanged.connect(self._show_fields)
        self._show_fields()

    def refresh(self) -> None:
        """List the armed faults."""
        state = self._practice.state
        armed = tuple(fault for fault in state.faults if fault.armed) if state else ()
        if armed == self._shown:
            return
        self._shown = armed
        for row in self._rows:
            row.deleteLater()
        nothing = self.tr("Nothing is armed: all works as it should.")
        self._rows = [ArmedRow(fault, self._practice, self._theme) for fault in armed] or [PlainLabel(nothing, role="secondary")]
        for row in self._rows:
            self._list.addWidget(row)

    def _lay_out(self) -> Form:
        times = QHBoxLayout()
        times.addWidget(self._count)
        times.addWidget(self._always)
        times.addStretch(1)
        form = Form()
        form.add(self.tr("What"), self._kind)
        form.add(self.tr("In"), self._operation)
        form.add(self.tr("Platform"), self._platform)
        form.add(self.tr("How long"), self._delay)
        form.add(self.tr("Times"), times)
        arm = Button(self._theme, self.tr("Arm"), "test_tools.arm", role="primary")
        arm.clicked.connect(self._arm)
        disarm = _button(self._theme, self.tr("Disarm all"), "test_tools.disarm_all", self._practice.disarm_all)
        acts = QHBoxLayout()
        acts.addWidget(arm)
        acts.addWidget(disarm)
        acts.addStretch(1)
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addLayout(form)
        column.addLayout(acts)
        column.addLayout(self._list)
        return form

    def _show_fields(self) -> None:
        kind = FaultKind(self._kind.currentData())
        self._form.setRowVisible(self._platform, kind in WITH_PLATFORM)
        self._form.setRowVisible(self._operation, kind not in WITH_PLATFORM)
        self._form.setRowVisible(self._delay, kind in WITH_DELAY)

    def _arm(self) -> None:
        kind = FaultKind(self._kind.currentData())
        of_platform = kind in WITH_PLATFORM
        self._practice.arm(
            FaultOrder(
                kind,
                Operation.ANY if of_platform else Operation(self._operation.currentData()),
                None if self._always.isChecked() else self._count.value(),
                platform=self._platform.currentData() if of_platform else "",
                delay=timedelta(seconds=self._delay.value()) if kind in WITH_DELAY else None,
            )
        )


class ArmedRow(QWidget):
    """One armed fault, with its cross."""

    def __init__(self, fault: ArmedFault, practice: Practice, theme: Theme) -> None:
        super().__init__()
        left = self.tr("until disarmed") if fault.remaining is None else self.tr("{0} more").format(fault.remaining)
        seen = self.tr("happened {0} times").format(fault.fired)
        words = f"{fault_word(fault.kind)} · {operation_word(fault.operation)} · {left} · {seen}"
        disarm = IconButton(theme, "x", self.tr("Disarm: {0}").format(fault_word(fault.kind)), f"test_tools.disarm.{fault.id}")
        disarm.clicked.connect(lambda: practice.disarm(fault.id))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(PlainLabel(words, elide=True), 1)
        row.addWidget(disarm, 0, Qt.AlignmentFlag.AlignRight)


def _button(theme: Theme, words: str, identifier: str, slot: Callable[[], object]) -> Button:
    button = Button(theme, words, identifier)
    button.clicked.connect(slot)
    return button


def _choice(identifier: str, name: str, options: Iterable[tuple[str, str]]) -> QComboBox:
    box = QComboBox()
    identify(box, identifier, name)
    for words, value in options:
        box.addItem(words, value)
    return box
