"""The page of weekly slots: the usual times of a client's posts, and the gap between them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import time, timedelta
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QListWidgetItem

from postdesk.domain.clients import Client
from postdesk.domain.slots import Slot
from postdesk.engine.changes import Changes
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.client_box import ClientBox
from postdesk.ui.kit.forms import FieldForm, WheelGuard, remark
from postdesk.ui.kit.layouts import ROOM, fill, row_of
from postdesk.ui.kit.list_boxes import list_box
from postdesk.ui.kit.notice_bar import NoticeBar
from postdesk.ui.kit.settings_page import SettingsPage
from postdesk.ui.kit.theme import Theme
from postdesk.ui.settings.slot_fields import GapRow, SlotEntry
from postdesk.ui.settings.slot_grid import SlotGrid
from postdesk.ui.text.names import zone_word
from postdesk.ui.text.states import Tone
from postdesk.ui.text.times import slot_words

_ROWS: Final = 5


class SlotsPage(SettingsPage):
    """One client's week; changes count at once, and removed slots can be restored."""

    def __init__(self, session: WorkspaceSession, theme: Theme) -> None:
        intro = self.tr(
            "The usual times of a client’s posts. A new post is offered the next free slot, and you can schedule several "
            "drafts into slots."
        )
        super().__init__(self.tr("Weekly slots"), "slots", intro)
        self._clients, self._slots = session.clients, session.slots
        self._gone: tuple[Slot, ...] = ()
        self.client = ClientBox("settings.slots.client", self.tr("Client"))
        self._zone = remark("")
        self.week = SlotGrid(theme)
        self.entry = SlotEntry(theme)
        self.list = list_box(
            "settings.slots.list", self.tr("Slots"), _ROWS, self.tr("No slots yet. Click a time above, or enter times.")
        )
        self.remove = Button(theme, self.tr("Remove"), "settings.slots.remove", role="quiet", icon="trash-2")
        self.other = ClientBox("settings.slots.other", self.tr("Another client"))
        self.copy = Button(theme, self.tr("Copy slots"), "settings.slots.copy", icon="copy")
        self.notice = NoticeBar(theme, "settings.slots.notice", dismissible=True)
        self.gap = GapRow()
        self._lay_out()
        self._wire(session.changes)
        opened = session.composer.last_open()
        self._read_clients(opened.client_id if opened else None)

    def _wire(self, changes: Changes) -> None:
        for signal, slot in (
            (self.client.currentIndexChanged, self._turn),
            (self.week.slot_requested, lambda day, at: self._add((day,), (at,))),
            (self.week.removal_requested, self._remove),
            (self.entry.added, self._add),
            (self.list.itemSelectionChanged, self._enable),
            (self.remove.clicked, self._remove_chosen),
            (self.copy.clicked, self._copy),
            (self.notice.action.clicked, self._bring_back),
            (self.gap.chosen, self._keep_gap),
            (self._slots.changed, self._show),
            (changes.clients, self._read_clients),
        ):
            signal.connect(slot)
        # With the slot passed to the constructor as well, PySide ignores the context.
        QShortcut(QKeySequence("Del"), self.list, context=Qt.ShortcutContext.WidgetShortcut).activated.connect(
            self._remove_chosen
        )

    def _chosen(self) -> Client | None:
        return self._clients.get(self.client.currentData())

    def _read_clients(self, client_id: int | None = None) -> None:
        """Read the clients, and select the one before, or that one."""
        wanted = client_id or self.client.currentData()
        self.client.show_clients(self._clients.all(), wanted)
        self._show()

    def _turn(self) -> None:
        self.notice.hide()
        self._show()

    def _show(self) -> None:
        client = self._chosen()
        for part in (self.client, self.week, self.entry, self.list, self.gap):
            part.setEnabled(client is not None)
        if client is None:
            self._zone.setText(self.tr("Add a client or brand first, on the page “Clients”."))
            return
        self._zone.setText(self.tr("Times in {0}.").format(zone_word(client.zone)))
        self._show_slots(self._slots.of(client.id))
        self.gap.show_gap(client.gap)
        self._show_others(client)

    def _show_slots(self, slots: Sequence[Slot]) -> None:
        self.week.show_slots(slots)
        row = self.list.currentRow()
        self.list.clear()
        for slot in slots:
            item = QListWidgetItem(slot_words(slot), self.list)
            item.setData(Qt.ItemDataRole.UserRole, slot)
        if row >= 0 and slots:
            self.list.setCurrentRow(min(row, len(slots) - 1))
        self._enable()

    def _show_others(self, client: Client) -> None:
        """Show the other clients that have slots."""
        others = [each for each in self._clients.all() if each.id != client.id and self._slots.of(each.id)]
        self.other.show_clients(others, self.other.currentData())
        for part in (self.other, self.copy):
            part.setVisible(self.other.count() > 0)

    def _enable(self) -> None:
        self.remove.setEnabled(bool(self.list.selectedItems()))

    def _add(self, weekdays: Sequence[int], times: Sequence[time]) -> None:
        if client := self._chosen():
            self.notice.hide()
            self._slots.add(Slot(0, client.id, self.entry.platform, day, at) for day in weekdays for at in times)

    def _copy(self) -> None:
        if (client := self._chosen()) and (other := self.other.currentData()) is not None:
            self._slots.copy(other, client.id)

    def _remove_chosen(self) -> None:
        self._remove(tuple(item.data(Qt.ItemDataRole.UserRole) for item in self.list.selectedItems()))

    def _remove(self, gone: tuple[Slot, ...]) -> None:
        if gone:
            self._gone = gone
            self._slots.remove(gone)
            self.notice.tell(self.tr("%n slots were removed.", "", len(gone)), Tone.GOOD, "trash-2", self.tr("Undo"))

    def _bring_back(self) -> None:
        self._slots.add(self._gone)
        self._gone = ()
        self.notice.hide()

    def _keep_gap(self, gap: timedelta) -> None:
        client = self._chosen()
        if client and client.gap != gap:
            self._clients.update(replace(client, gap=gap))

    def _lay_out(self) -> None:
        fill(self.body, FieldForm(self.client), self._zone, self.week)
        self.add_remark(self.tr("Click or Enter adds a slot, Del removes it."))
        self.body.addWidget(self.entry)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        fill(self.body, self.list, self.notice, row_of(self.remove, ROOM, self.other, self.copy))
        self.add_heading(self.tr("Minimum distance"))
        for box in (self.other, self.client):
            WheelGuard(box)
        fill(self.body, self.gap, ROOM)
