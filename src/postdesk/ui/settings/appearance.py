"""Appearance: light, dark, or as the desktop."""

from dataclasses import replace

from PySide6.QtWidgets import QButtonGroup, QRadioButton

from postdesk.domain.settings import Appearance
from postdesk.engine.settings import SettingsBook
from postdesk.ui.kit.form_page import Page
from postdesk.ui.kit.identity import identify
from postdesk.ui.kit.theme import Theme


class AppearancePage(Page):
    """The palette; it changes at once."""

    def __init__(self, book: SettingsBook, theme: Theme) -> None:
        super().__init__(self.tr("Appearance"), "appearance")
        self._book, self._theme = book, theme
        self._choices = QButtonGroup(self)
        for appearance, words in (
            (Appearance.SYSTEM, self.tr("Match system")),
            (Appearance.LIGHT, self.tr("Light")),
            (Appearance.DARK, self.tr("Dark")),
        ):
            choice = QRadioButton(words)
            identify(choice, f"settings.appearance.{appearance}")
            choice.setChecked(book.current.appearance is appearance)
            choice.toggled.connect(lambda on, chosen=appearance: self._change(chosen) if on else None)
            self._choices.addButton(choice)
            self.body.addWidget(choice)

    def _change(self, appearance: Appearance) -> None:
        self._book.change(replace(self._book.current, appearance=appearance))
        self._theme.set_appearance(appearance)
