"""The dialog that adds a client or brand."""

from PySide6.QtWidgets import QWidget

from postdesk.domain.times import local_zone_name
from postdesk.engine.clients import COLOURS, ClientBook
from postdesk.ui.kit.dialog import Dialog
from postdesk.ui.kit.fields.zone_list import Now
from postdesk.ui.kit.forms import FieldForm
from postdesk.ui.kit.plain_text import PlainLabel
from postdesk.ui.kit.settings_page import text_field
from postdesk.ui.kit.theme import Theme
from postdesk.ui.settings.client_form import ColourRow
from postdesk.ui.settings.zones import ZoneField


class AddClientDialog(Dialog):
    """The dialog for name, colour and zone of a new client; the rest can be set later."""

    def __init__(self, book: ClientBook, theme: Theme, now: Now, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Add a client or brand"), "add_client", parent)
        self._book = book
        self.name = text_field("add_client.name", self.tr("Name"), self.tr("Your name for this client"))
        self._colour = ColourRow(theme, COLOURS, "add_client")
        self._colour.show_colour(book.next_colour())
        self.zone = ZoneField(theme, now, "add_client.zone", self.tr("Time zone"))
        self.zone.show_zone(local_zone_name())
        form = FieldForm()
        form.add(self.tr("Name"), self.name)
        form.add(self.tr("Colour"), self._colour)
        form.add(self.tr("Time zone"), self.zone)
        self.body.addWidget(PlainLabel(self.tr("Add a client or brand"), role="heading"))
        self.body.addLayout(form)
        self.add_remark(self.tr("You schedule this client’s posts in its time zone."))
        self.add = self.add_main_button(theme, self.tr("Add"), "add", self._add)
        self.name.textChanged.connect(self._can_add)
        self.zone.shown.connect(self._can_add)
        self._can_add()
        self.name.setFocus()

    def _can_add(self) -> None:
        self.add.setEnabled(bool(self.name.text().strip()) and self.zone.is_certain)

    def _add(self) -> None:
        self._book.add(self.name.text().strip(), self.zone.zone, self._colour.colour)
        self.accept()
