"""The defaults for rows of a file: client, platforms, and the order of day and month."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QSizePolicy, QWidget

from postdesk.domain.clients import Client
from postdesk.domain.import_facts import ImportDefaults
from postdesk.domain.platforms import Platform
from postdesk.domain.written_times import DateOrder
from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.client_box import ClientBox
from postdesk.ui.kit.flow_layout import FlowLayout
from postdesk.ui.kit.forms import FieldForm
from postdesk.ui.kit.identifiers import identify
from postdesk.ui.kit.layouts import column_of
from postdesk.ui.kit.theme import Theme


class RowDefaults(QObject):
    """The `form` of the defaults. `changed` follows each choice.

    `proven_order`: the date order that the file's own dates prove.
    """

    changed = Signal()

    def __init__(self, theme: Theme, clients: Callable[[], Sequence[Client]]) -> None:
        super().__init__()
        self.proven_order: DateOrder | None = None
        self._needs_client = False
        self.client = ClientBox("importing.client", self.tr("Client for rows without a client"))
        self.client.show_clients(clients(), everybody=self.tr("None (rows can’t be imported)"))
        self.platforms = PlatformButtons(theme)
        self.orders = DateOrderChoice()
        self.form = FieldForm()
        self.form.add(self.tr("Date order"), self.orders)
        self.form.add(self.tr("Rows without a client"), self.client)
        self.form.add(self.tr("Rows without platforms"), self.platforms)
        for signal in (self.client.activated, self.platforms.changed, self.orders.changed):
            signal.connect(self.changed)

    def ask_for_missing(self, *, client: bool, example: str) -> None:
        """Ask for a client, and for the order of day and month of `example`; an empty one asks for none."""
        self._needs_client = client
        self.orders.show_example(example)
        self.form.setRowVisible(self.orders, self.orders.asks)

    def lacking(self) -> str:
        """Return the request to select what is missing; empty where nothing is."""
        if self._needs_client and not self.client.currentData():
            return self.tr("Select a client. No column contains one.")
        return self.tr("Select the date order.") if self.orders.asks and self.orders.order is None else ""

    @property
    def unanswered(self) -> QWidget | None:
        """The field that still needs an answer; None without one."""
        if self._needs_client and not self.client.currentData():
            return self.client
        return self.orders.first if self.orders.asks and self.orders.order is None else None

    def usual(self) -> ImportDefaults:
        """Return the selected defaults."""
        order = self.orders.order if self.orders.asks else self.proven_order
        return ImportDefaults(self.client.currentData(), self.platforms.chosen(), order)


class PlatformButtons(QWidget):
    """Buttons for platforms; with none selected, the client's usual platforms count."""

    changed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._buttons = {each: Button(theme, each.short, f"importing.platform.{each}") for each in Platform}
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        row = FlowLayout(self)
        self._usual = Button(theme, self.tr("Same as a new post"), "importing.platform.usual")
        self._usual.setCheckable(True)
        self._usual.setChecked(True)
        self._usual.clicked.connect(self._choose_usual)
        row.addWidget(self._usual)
        for button in self._buttons.values():
            button.setCheckable(True)
            button.clicked.connect(self._choose)
            row.addWidget(button)

    def chosen(self) -> tuple[Platform, ...]:
        """Return the selected platforms, none for the usual ones."""
        return tuple(platform for platform, button in self._buttons.items() if button.isChecked())

    def _choose(self) -> None:
        self._usual.setChecked(not self.chosen())
        self.changed.emit()

    def _choose_usual(self) -> None:
        self._usual.setChecked(True)
        for button in self._buttons.values():
            button.setChecked(False)
        self.changed.emit()


class DateOrderChoice(QWidget):
    """The two ways to read a date; shown where the file doesn't decide."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.asks = False
        self._group = QButtonGroup(self)
        self._buttons = {order: QRadioButton() for order in DateOrder}
        for order, button in self._buttons.items():
            self._group.addButton(button)
            identify(button, f"importing.order.{order}")
            button.clicked.connect(self.changed)
        self.setLayout(column_of(*self._buttons.values(), spacing=4))

    @property
    def order(self) -> DateOrder | None:
        """The selected order."""
        return next((order for order, button in self._buttons.items() if button.isChecked()), None)

    @property
    def first(self) -> QWidget:
        """The first of the two."""
        return self._buttons[DateOrder.DAY_FIRST]

    def show_example(self, example: str) -> None:
        """Ask how to read this date; hidden for an empty one."""
        self.asks = bool(example)
        words = {DateOrder.DAY_FIRST: self.tr("{0} (day first)"), DateOrder.MONTH_FIRST: self.tr("{0} (month first)")}
        for order, button in self._buttons.items():
            button.setText(words[order].format(example))
