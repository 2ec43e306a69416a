"""Sending: the undo delay, one request a platform or one for all."""

from dataclasses import replace
from datetime import timedelta

from PySide6.QtWidgets import QCheckBox, QSpinBox

from postdesk.engine.settings import SettingsBook
from postdesk.ui.kit.form_page import Page
from postdesk.ui.kit.forms import Form, give_room, remark
from postdesk.ui.kit.identity import identify

_LONGEST_DELAY_S = 120


class SendingPage(Page):
    """How posts go out."""

    def __init__(self, book: SettingsBook) -> None:
        super().__init__(self.tr("Sending"), "sending")
        self._book = book
        current = book.current
        self.undo_delay = QSpinBox(maximum=_LONGEST_DELAY_S, suffix=self.tr(" s"))
        self.undo_delay.setSpecialValueText(self.tr("no delay"))
        self.undo_delay.setValue(round(current.undo_delay.total_seconds()))
        identify(self.undo_delay, "settings.sending.undo_delay", self.tr("Undo delay"))
        give_room(self.undo_delay)
        self.bundle = QCheckBox(self.tr("Send platforms with the same text in one request"))
        self.bundle.setChecked(current.bundle_platforms)
        identify(self.bundle, "settings.sending.bundle")
        form = Form()
        form.add(self.tr("Undo delay"), self.undo_delay)
        self.body.addLayout(form)
        self.body.addWidget(remark(self.tr("After “Publish now”, a post waits this long so that you can undo.")))
        self.body.addSpacing(8)
        self.body.addWidget(self.bundle)
        text = self.tr("One request per platform is safer: if one fails, the others aren’t affected.")
        self.body.addWidget(remark(text))
        when = self.tr("Set when posts are locked in for each client, on the page “Clients”.")
        self.body.addWidget(remark(when))
        self.undo_delay.valueChanged.connect(self._change)
        self.bundle.toggled.connect(self._change)

    def _change(self) -> None:
        delay = timedelta(seconds=self.undo_delay.value())
        self._book.change(replace(self._book.current, undo_delay=delay, bundle_platforms=self.bundle.isChecked()))
