"""The other way to connect: the client does it, by a link."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from postdesk.domain.platforms import Platform
from postdesk.ui.kit.buttons import MenuButton
from postdesk.ui.kit.mark import IconLabel
from postdesk.ui.kit.plain import PlainLabel
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.words import platform_word


class LinkLine(QFrame):
    """`wanted` carries the platform of the link."""

    wanted = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        words = PlainLabel(self.tr("Send a connect link to your client instead of connecting here."), role="secondary")
        words.setWordWrap(True)
        self.button = MenuButton(theme, self.tr("Copy link for my client"), "connections.link")
        menu = QMenu(self.button)
        for platform in Platform:
            menu.addAction(platform_word(platform), partial(self.wanted.emit, str(platform)))
        self.button.setMenu(menu)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(IconLabel(theme, "link", "secondary"))
        top.addWidget(words, 1)
        foot = QHBoxLayout()
        foot.addWidget(self.button)
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 8, 10)
        column.setSpacing(4)
        column.addLayout(top)
        column.addLayout(foot)
