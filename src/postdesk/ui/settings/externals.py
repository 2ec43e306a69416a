"""Connections and commands that came with a copied profile: each is shown, and off until its switch is set."""

from typing import Final

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QCheckBox, QPlainTextEdit, QWidget

from postdesk.domain.externals import External, ExternalKind
from postdesk.engine.externals import Externals
from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.dialog import Dialog
from postdesk.ui.kit.forms import check_box
from postdesk.ui.kit.identifiers import identify
from postdesk.ui.kit.layouts import fill
from postdesk.ui.kit.plain_text import PlainLabel
from postdesk.ui.kit.theme import Theme

translate = QCoreApplication.translate

_LETTERS: Final = 92
_MOST_LINES: Final = 6
_MOST_OF_NAME: Final = 40


class ExternalsDialog(Dialog):
    """The dialog of all that is off; the checked ones are used once its button is pressed."""

    def __init__(self, externals: Externals, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Confirm connections and commands"), "externals", parent, _LETTERS)
        self._externals = externals
        self._switches: list[tuple[QCheckBox, External]] = []
        self.body.addWidget(PlainLabel(self.tr("Off until you confirm"), role="heading"))
        text = self.tr(
            "This profile was copied, restored, imported or changed outside Postdesk. Nothing below is contacted or run "
            "until you turn it on. Turn on only what you know."
        )
        self.add_remark(text)
        self.add_remark(self.tr("Enter your API keys and storage secrets again. Each belongs to one profile and one address."))
        for external in externals.unconfirmed():
            self._add(external)
        self.body.addStretch(1)
        self._use = Button(theme, self.tr("Use selected"), "externals.use", role="primary")
        self._use.clicked.connect(self._choose)
        self.offer(theme, self._use).setFocus()
        self._count()

    def _add(self, external: External) -> None:
        name = f"externals.{external.kind}.{external.owner}"
        words = external_words(external)
        switch = check_box(name, words)
        switch.setText(words.replace("&", "&&"))  # a single & would mark a mnemonic
        parts = "\n".join(map(reveal_invisible, external.parts))
        shown = QPlainTextEdit(parts, readOnly=True, tabChangesFocus=True)
        # One row more, for a wrapped line: without that room its end would be hidden.
        lines = min(_MOST_LINES, max(len(external.parts), 1) + 1)
        shown.setFixedHeight(self.fontMetrics().lineSpacing() * lines + 16)
        identify(shown, f"{name}.text", words)
        switch.toggled.connect(self._count)
        self._switches.append((switch, external))
        fill(self.body, 4, switch, shown)

    def _count(self) -> None:
        self._use.setEnabled(any(switch.isChecked() for switch, _ in self._switches))

    def _choose(self) -> None:
        self._externals.confirm(external for switch, external in self._switches if switch.isChecked())
        self.accept()


def external_words(external: External) -> str:
    """Return the text of an external's switch."""
    words = {
        ExternalKind.ADDRESS: translate("Externals", "Contact MyPostShare for “{0}” at this address"),
        ExternalKind.PROXY: translate("Externals", "Send all requests through this proxy"),
        ExternalKind.CA_FILE: translate("Externals", "Trust the certificates in this file"),
        ExternalKind.BUCKET: translate("Externals", "Upload files for “{0}” to this storage, with this public address"),
        ExternalKind.COMMAND: translate("Externals", "Run this program for uploads to “{0}”, with these arguments"),
    }
    return words[external.kind].format(reveal_invisible(external.name)[:_MOST_OF_NAME])


def reveal_invisible(text: str) -> str:
    """Return the text with invisible characters, and those that change the reading direction, as their numbers."""
    return "".join(each if each.isprintable() else f"\\u{{{ord(each):x}}}" for each in text)
