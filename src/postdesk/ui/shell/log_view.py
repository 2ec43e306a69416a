"""The one place that shows what went wrong in Postdesk itself."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from postdesk.ui.kit.announce import announce
from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.dialog import Dialog
from postdesk.ui.kit.identity import identify
from postdesk.ui.kit.plain import PlainLabel
from postdesk.ui.kit.theme import Theme


class LogView(Dialog):
    """The last lines of the log; `read` gives them and `diagnostics` what is copied, both free of secrets."""

    folder_asked = Signal()

    def __init__(
        self, theme: Theme, read: Callable[[], str], diagnostics: Callable[[], str], parent: QWidget | None = None
    ) -> None:
        super().__init__(self.tr("Error log"), "log_view", parent)
        self._read, self._diagnostics = read, diagnostics
        self._remark = PlainLabel(role="secondary")
        self._remark.setWordWrap(True)
        identify(self._remark, "log_view.remark")
        self.lines = QPlainTextEdit(readOnly=True, lineWrapMode=QPlainTextEdit.LineWrapMode.NoWrap)
        self.lines.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        identify(self.lines, "log_view.lines", self.tr("Errors, newest last"))
        self.body.addWidget(PlainLabel(self.tr("Error log"), role="heading"))
        self.body.addWidget(self._remark)
        self.body.addWidget(self.lines, 1)
        for words, slot, name, role in (
            (self.tr("Open folder"), self.folder_asked, "folder", ""),
            (self.tr("Reload"), self.refresh, "refresh", ""),
            (self.tr("Copy diagnostics"), self._copy, "copy", "primary"),
        ):
            button = Button(theme, words, f"log_view.{name}", role=role)
            button.clicked.connect(slot)
            self.foot.addWidget(button)
        self.refresh()

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 120, 560)

    def refresh(self) -> None:
        """Read the lines again and show the newest."""
        text = self._read()
        self.lines.setPlainText(text)
        self.lines.verticalScrollBar().setValue(self.lines.verticalScrollBar().maximum())
        nothing = self.tr("No errors so far.")
        self._remark.setText(self.tr("The log never has keys or texts of posts in it.") if text else nothing)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._diagnostics())
        words = self.tr("Copied: versions, settings and these lines, without keys or texts.")
        self._remark.setText(words)
        announce(self, words)
