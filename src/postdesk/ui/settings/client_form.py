"""The form of a client or brand: name, colour, time zone, platforms, approval and lock-in."""

from collections.abc import Collection
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QColorDialog, QGridLayout, QWidget

from postdesk.domain.clients import Client, LockIn, LockInRule
from postdesk.domain.platforms import Platform, platform_label
from postdesk.engine.clients import COLOURS
from postdesk.ui.kit.buttons import IconButton
from postdesk.ui.kit.fields.zone_list import Now
from postdesk.ui.kit.forms import FieldForm, check_box, choice_box, number_box, remark
from postdesk.ui.kit.icons import scale_to_font
from postdesk.ui.kit.identifiers import identify
from postdesk.ui.kit.layouts import ROOM, column_of, row_of
from postdesk.ui.kit.plain_text import plain_tooltip
from postdesk.ui.kit.settings_page import text_field
from postdesk.ui.kit.theme import Theme
from postdesk.ui.settings.zones import ZoneField


class ColourButton(QAbstractButton):
    """A round colour button; the selected one has a ring, the focused one an accented ring."""

    def __init__(self, theme: Theme, colour: str, name: str, identifier: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.colour = colour
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        identify(self, identifier, name)
        plain_tooltip(self, name)

    def sizeHint(self) -> QSize:
        side = scale_to_font(self.fontMetrics(), 28)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.isChecked() or self.hasFocus():
            ring = self._theme.colours.accent if self.hasFocus() else self._theme.colours.text
            painter.setPen(QPen(QColor(ring), 2))
            painter.drawEllipse(QRectF(self.rect()).adjusted(2, 2, -2, -2))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.colour))
        painter.drawEllipse(QRectF(self.rect()).adjusted(5, 5, -5, -5))


_LONGEST_LEAD_H = 24 * 90
_COLUMNS: Final = 3


class ClientForm(QWidget):
    """The fields of one client; `changed` follows when a field is left with a new, valid value."""

    changed = Signal()

    def __init__(self, theme: Theme, now: Now, colours: tuple[str, ...], identifier: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = text_field(f"{identifier}.name", self.tr("Name"), self.tr("Your name for this client"))
        self.email = text_field(f"{identifier}.email", self.tr("E-mail"), self.tr("Optional"))
        self.zone = ZoneField(theme, now, f"{identifier}.zone", self.tr("Time zone"))
        self._colour = ColourRow(theme, colours, identifier)
        rules = (
            (self.tr("The day before"), LockInRule.DAY_BEFORE),
            (self.tr("Hours before"), LockInRule.HOURS_BEFORE),
            (self.tr("Right away"), LockInRule.IMMEDIATE),
            (self.tr("Only manually"), LockInRule.MANUAL),
        )
        self.rule = choice_box(f"{identifier}.lock_in", self.tr("Lock in"), rules)
        hours_before = self.tr(" hours before")
        self.hours = number_box(f"{identifier}.hours", self.tr("Hours before"), 1, _LONGEST_LEAD_H, hours_before)
        self.platforms = PlatformChoice(f"{identifier}.platforms")
        self.approval = check_box(f"{identifier}.approval", self.tr("Posts need the client’s approval"))
        self._client: Client | None = None
        self._lay_out()
        fields = self.name.editingFinished, self.email.editingFinished, self.zone.chosen, self.platforms.chosen
        for signal in (*fields, self.approval.clicked, self.rule.activated, self.hours.valueChanged, self._colour.chosen):
            signal.connect(self._tell)
        self.rule.currentIndexChanged.connect(self._show_hours)

    def show_client(self, client: Client) -> None:
        """Show this client's values."""
        self._client = None
        self.name.setText(client.name)
        self.email.setText(client.email)
        self.zone.show_zone(client.zone)
        self._colour.show_colour(client.colour)
        self.rule.setCurrentIndex(self.rule.findData(client.lock_in.rule))
        self.hours.setValue(client.lock_in.hours)
        self._show_hours()
        self.platforms.show_platforms(client.platforms)
        self.approval.setChecked(client.approval)
        self._client = client

    def follow(self, client: Client) -> None:
        """Take over a client that was changed here or elsewhere; values without a field come from the stored one."""
        if self._client is not None and self._client.id == client.id:
            self._client = client

    def client(self) -> Client | None:
        """Return the shown client with the typed values; invalid ones (no name, no zone) keep the former value."""
        if self._client is None:
            return None
        return replace(
            self._client,
            name=self.name.text().strip() or self._client.name,
            email=self.email.text().strip(),
            zone=self.zone.zone or self._client.zone,
            colour=self._colour.colour,
            lock_in=LockIn(LockInRule(self.rule.currentData()), self.hours.value()),
            platforms=self.platforms.platforms,
            approval=self.approval.isChecked(),
        )

    def _tell(self) -> None:
        if self._client is not None and self.client() != self._client:
            self._client = self.client()
            self.changed.emit()

    def _show_hours(self) -> None:
        self._form.setRowVisible(self.hours, self.rule.currentData() == LockInRule.HOURS_BEFORE)

    def _lay_out(self) -> None:
        self._form = FieldForm()
        self._form.add(self.tr("Name"), self.name)
        self._form.add(self.tr("Colour"), self._colour)
        self._form.add(self.tr("Time zone"), self.zone)
        self._form.add(self.tr("E-mail"), self.email)
        self._form.add(self.tr("New posts go to"), self.platforms)
        self._form.add("", remark(self.tr("If none is ticked, the last post’s platforms are used.")))
        self._form.add(self.tr("Approval"), self.approval)
        asked = self.tr(
            "Posts without approval are neither locked in nor sent. If their time passes, Postdesk asks you what to do."
        )
        self._form.add("", remark(asked))
        self._form.add(self.tr("Lock in"), self.rule)
        self._form.add("", self.hours)
        text = self.tr(
            "You can edit a post until it is locked in, which needs this computer to be on. Then it goes out by itself and "
            "can’t be edited. Changes here apply to posts that you schedule from now on."
        )
        self.setLayout(column_of(self._form, remark(text)))


class ColourRow(QWidget):
    """A few colours to select, and any other."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, colours: tuple[str, ...], identifier: str) -> None:
        super().__init__()
        self.colour = colours[0]
        self._group = QButtonGroup(self)
        for number, colour in enumerate(colours, start=1):
            button = ColourButton(theme, colour, self._word(colour), f"{identifier}.colour.{number}")
            button.clicked.connect(lambda _, chosen=colour: self._choose(chosen))
            self._group.addButton(button)
        other = IconButton(theme, "ellipsis", self.tr("Another colour"), f"{identifier}.colour.other")
        other.clicked.connect(self._ask)
        self.setLayout(row_of(*self._group.buttons(), other, ROOM, spacing=6))

    def _word(self, colour: str) -> str:
        first = self.tr("Blue"), self.tr("Green"), self.tr("Red"), self.tr("Brown")
        words = *first, self.tr("Purple"), self.tr("Teal"), self.tr("Pink"), self.tr("Grey")
        return dict(zip(COLOURS, words, strict=True)).get(colour, colour)

    def show_colour(self, colour: str) -> None:
        """Mark the client's colour."""
        self.colour = colour
        self._group.setExclusive(False)
        for button in self._group.buttons():
            button.setChecked(isinstance(button, ColourButton) and button.colour.lower() == colour.lower())
        self._group.setExclusive(True)
        chosen = self._group.checkedButton()
        for button in self._group.buttons():
            # Qt lets the Tab key lead to the checked one alone, but only once a button of the group had the focus.
            leads = chosen in (None, button)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if leads else Qt.FocusPolicy.ClickFocus)

    def _choose(self, colour: str) -> None:
        self.show_colour(colour)
        self.chosen.emit(colour)

    def _ask(self) -> None:
        dialog = QColorDialog(QColor(self.colour), self)
        dialog.colorSelected.connect(lambda colour: self._choose(colour.name()))
        dialog.open()


class PlatformChoice(QWidget):
    """A box for each platform; `chosen` follows a click."""

    chosen = Signal()

    def __init__(self, identifier: str) -> None:
        super().__init__()
        self._boxes = {each: check_box(f"{identifier}.{each}", platform_label(each)) for each in Platform}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(8)
        grid.setColumnStretch(_COLUMNS, 1)
        for place, box in enumerate(self._boxes.values()):
            box.clicked.connect(self.chosen)
            grid.addWidget(box, *divmod(place, _COLUMNS))

    @property
    def platforms(self) -> tuple[Platform, ...]:
        """The selected platforms."""
        return tuple(platform for platform, box in self._boxes.items() if box.isChecked())

    def show_platforms(self, platforms: Collection[Platform]) -> None:
        """Select these platforms."""
        for platform, box in self._boxes.items():
            box.setChecked(platform in platforms)
