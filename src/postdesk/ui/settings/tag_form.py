"""The tags of a client's links: for all platforms, and for one that differs."""

from dataclasses import fields, replace

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QWidget

from postdesk.domain.clients import Client
from postdesk.domain.outgoing import tag_query
from postdesk.domain.platforms import Platform, platform_label
from postdesk.domain.utm import NO_TAGS, Tags, TagSettings, sites_of, tagged_text
from postdesk.ui.kit.fields.zone_list import Now
from postdesk.ui.kit.forms import FieldForm, check_box, choice_box, remark
from postdesk.ui.kit.layouts import column_of
from postdesk.ui.kit.settings_page import text_field

_EXAMPLE = "https://example.com/"
_MAY_BREAK = "\u200b"


class TagForm(QWidget):
    """The fields of link tags. `changed` follows when a field is left with a new value."""

    changed = Signal()

    def __init__(self, now: Now, identifier: str) -> None:
        super().__init__()
        self.tagging, self._now = NO_TAGS, now
        self._client: Client | None = None
        self.on = check_box(f"{identifier}.on", self.tr("Add UTM tags to links"))
        platforms = ((self.tr("All platforms"), None), *((platform_label(each), each) for each in Platform))
        self.platform = choice_box(f"{identifier}.platform", self.tr("For"), platforms)
        names = (self.tr("Source"), self.tr("Medium"), self.tr("Campaign"), self.tr("Term"), self.tr("Content"))
        self._fields = {
            each.name: text_field(f"{identifier}.{each.name}", name) for each, name in zip(fields(Tags), names, strict=True)
        }
        self.sites = text_field(
            f"{identifier}.sites", self.tr("Only these sites"), self.tr("Any site, or yours: example.com, shop.example.com")
        )
        self._example = remark("", f"{identifier}.example")
        self._lay_out()
        self.on.toggled.connect(self._tell)
        self.platform.currentIndexChanged.connect(self._show_tags)
        for field in (*self._fields.values(), self.sites):
            field.editingFinished.connect(self._tell)
            field.textEdited.connect(self._show_example)

    def show_client(self, client: Client) -> None:
        """Show this client's tags."""
        self._client, self.tagging = client, client.tagging
        with QSignalBlocker(self.on):
            self.on.setChecked(client.tagging.on)
        self.sites.setText(", ".join(client.tagging.sites))
        self.platform.setCurrentIndex(0)
        self._show_tags()

    def _show_tags(self) -> None:
        """Show the selected platform's own tags, with the shared ones as placeholders."""
        platform = self._platform()
        shown = self.tagging.tags if platform is None else self.tagging.own_for(platform)
        for name, field in self._fields.items():
            field.setText(getattr(shown, name))
            field.setPlaceholderText(getattr(self.tagging.tags, name) if platform else "")
        self._show_example()

    def _platform(self) -> Platform | None:
        return Platform(chosen) if (chosen := self.platform.currentData()) else None

    def _as_typed(self) -> TagSettings:
        tags = Tags(**{name: field.text().strip() for name, field in self._fields.items()})
        tagging = replace(self.tagging, on=self.on.isChecked(), sites=sites_of(self.sites.text()))
        platform = self._platform()
        return replace(tagging, tags=tags) if platform is None else tagging.with_own(platform, tags)

    def _tell(self) -> None:
        typed = self._as_typed()
        if self._client and typed != self.tagging:
            self.tagging = typed
            self.changed.emit()
        self._show_example()

    def _show_example(self) -> None:
        """Show a link with the typed tags."""
        tagging, platform = self._as_typed(), self._platform() or Platform.LINKEDIN
        if self._client:
            link = tagged_text(_EXAMPLE, tag_query(replace(self._client, tagging=tagging), platform, self._now()), ())
            words = self.tr("On {0}: {1}").format(platform_label(platform), link.replace("&", f"&{_MAY_BREAK}"))
            self._example.setText("\n".join(filter(None, (words, self._unknown(tagging.tags_for(platform))))))
        self._below.setVisible(self.on.isChecked())

    def _unknown(self, tags: Tags) -> str:
        names = ", ".join(f"{{{name}}}" for name in tags.unknown)
        return self.tr("Unknown, sent as written: {0}").format(names) if names else ""

    def _lay_out(self) -> None:
        form = FieldForm(self.platform, *self._fields.values(), self.sites)
        filled_in = self.tr("{platform}, {client}, {date} and {campaign} are filled in. Empty fields are left out.")
        self._below = QWidget()
        self._below.setLayout(column_of(form, remark(filled_in), self._example))
        text = self.tr("Links that already have UTM tags stay unchanged. The composer shows the final links.")
        self.setLayout(column_of(self.on, self._below, remark(text)))
