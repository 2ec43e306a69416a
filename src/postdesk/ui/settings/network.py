"""Network: a proxy, and a certificate authority of one's own."""

from dataclasses import replace
from pathlib import Path
from typing import Final

from PySide6.QtCore import QUrl

from postdesk.engine.settings import SettingsBook
from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.file_choice import ask_for_file
from postdesk.ui.kit.form_page import Page, buttons_row, text_field
from postdesk.ui.kit.forms import Form, remark
from postdesk.ui.kit.notice_bar import NoticeBar
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.words import Tone

_PEM: Final = b"-----BEGIN CERTIFICATE-----"
_LARGEST_PEM: Final = 4 * 1024 * 1024


class NetworkPage(Page):
    """Both are kept when a field is left, and only when they can be used."""

    def __init__(self, book: SettingsBook, theme: Theme) -> None:
        super().__init__(self.tr("Network"), "network")
        self._book = book
        self.proxy = text_field("settings.network.proxy", self.tr("Proxy"), "http://proxy.example:3128")
        self.proxy.setText(book.current.proxy)
        self.ca_file = text_field("settings.network.ca_file", self.tr("Certificate file"), self.tr("System certificates"))
        self.ca_file.setText(book.current.ca_file)
        self._problem = NoticeBar(theme, "settings.network.problem")
        choose = Button(theme, self.tr("Select file…"), "settings.network.choose", icon="folder-open")
        choose.clicked.connect(self._choose)
        form = Form()
        form.add(self.tr("Proxy"), self.proxy)
        form.add(self.tr("Certificate file"), self.ca_file)
        self.body.addLayout(form)
        self.body.addLayout(buttons_row(choose))
        self.body.addWidget(self._problem)
        text = self.tr("Leave both empty unless your network needs them. Environment variables are ignored.")
        self.body.addWidget(remark(text))
        self.proxy.editingFinished.connect(self._change)
        self.ca_file.editingFinished.connect(self._change)

    def _choose(self) -> None:
        ask_for_file(self, "ca_file", self.tr("Certificate file (PEM)"), (), self._chosen)

    def _chosen(self, file: Path) -> None:
        self.ca_file.setText(str(file))
        self._change()

    def _change(self) -> None:
        proxy, ca_file = self.proxy.text().strip(), self.ca_file.text().strip()
        problem = self._proxy_problem(proxy) or self._ca_problem(ca_file)
        if problem:
            self._problem.tell(problem, Tone.BAD, "circle-x")
            return
        self._problem.hide()
        changed = replace(self._book.current, proxy=proxy, ca_file=ca_file)
        if changed != self._book.current:
            self._book.change(changed)

    def _proxy_problem(self, proxy: str) -> str:
        url = QUrl(proxy, QUrl.ParsingMode.StrictMode)
        if "@" in proxy:
            return self.tr("A proxy with a user name or password isn’t supported. The old one stays in use.")
        if not proxy or (url.isValid() and url.scheme() in {"http", "https"} and url.host()):
            return ""
        return self.tr("Enter the proxy like http://host:port. The old one stays in use.")

    def _ca_problem(self, file: str) -> str:
        if not file:
            return ""
        try:
            with Path(file).open("rb") as opened:
                held = opened.read(_LARGEST_PEM)
        except OSError:
            return self.tr("The certificate file can’t be read. The old one stays in use.")
        return "" if _PEM in held else self.tr("That file has no certificate (PEM). The old one stays in use.")
