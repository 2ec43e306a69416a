"""Whose posts of which days are saved."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from postdesk.domain.clients import Client
from postdesk.ui.kit.client_box import ClientBox
from postdesk.ui.kit.fields.period import Period, PeriodRow
from postdesk.ui.kit.identity import identify
from postdesk.ui.kit.theme import Theme


class SavingForm(QWidget):
    """`changed` follows each change. Archived clients can be chosen too; `all_at_once`: so can all clients."""

    changed = Signal()

    def __init__(
        self, identifier: str, clients: Sequence[Client], theme: Theme, today: Callable[[], date], *, all_at_once: bool
    ) -> None:
        super().__init__()
        self._names = {client.id: client.name for client in clients}
        everybody = ((self.tr("All clients"), None),) if all_at_once else ()
        named = ((self.tr("{0} (archived)").format(each.name) if each.archived else each.name, each.id) for each in clients)
        self._whose = ClientBox()
        identify(self._whose, f"{identifier}.whose", self.tr("Client"))
        for name, client_id in (*everybody, *named):
            self._whose.addItem(name, client_id)
        self._period = PeriodRow(theme, f"{identifier}.period", today)
        self._period.chosen.connect(self.changed)
        self._follow(self._whose)

    def choose(self, client_id: int | None, period: Period) -> None:
        """Begin with that client, or all, and these days."""
        self._whose.setCurrentIndex(max(0, self._whose.findData(client_id)))
        self._period.choose(period)

    @property
    def whose(self) -> str:
        """The client's name; empty where all are chosen, or there is none."""
        return self._names.get(self._whose.currentData(), "")

    @property
    def wanted(self) -> object | None:
        """What is saved; None while it can't be."""
        raise NotImplementedError

    @property
    def amiss(self) -> str:
        """Why nothing can be saved, in words."""
        return self._period.amiss

    @property
    def file_name(self) -> str:
        """What the file may be called."""
        raise NotImplementedError

    def _follow(self, *fields: QComboBox | QCheckBox) -> None:
        for field in fields:
            (field.currentIndexChanged if isinstance(field, QComboBox) else field.toggled).connect(self.changed)
