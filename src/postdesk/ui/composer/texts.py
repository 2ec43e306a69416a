"""The draft's texts: a tab for the shared one and one for each platform, which may have its own."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QHBoxLayout, QTabBar, QVBoxLayout, QWidget

from postdesk.domain.drafts import Draft
from postdesk.domain.platforms import Platform
from postdesk.ui.composer.editor import Editor
from postdesk.ui.composer.words import short_name
from postdesk.ui.parts.buttons import Button
from postdesk.ui.parts.identity import identify
from postdesk.ui.plain import PlainLabel
from postdesk.ui.theme import Theme
from postdesk.ui.words import platform_word

_SHARED = "shared"
_NAMED = 4
_CLOSE = "QTabBar::tab { padding: 6px 6px; margin-right: 2px; min-width: 0; } QToolButton { padding: 1px; }"


class Texts(QWidget):
    """A platform's text is its own from the first key that changes it.

    `edited` carries the platform (None: the shared text) and its new text, `shared_again` the platform, `turned` a new tab.
    """

    edited = Signal(object, str)
    shared_again = Signal(object)
    turned = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._draft: Draft | None = None
        self._tabs: tuple[str, ...] = ()
        self._shown: tuple[Platform | None, bool, str] | None = None
        self.editor = Editor(theme)
        self.bar = QTabBar()
        identify(self.bar, "composer.tabs", self.tr("Whose text"))
        self.bar.setDrawBase(False)
        self.bar.setExpanding(False)
        self.bar.setUsesScrollButtons(True)
        self.bar.setStyleSheet(_CLOSE)
        self._own = OwnText(theme)
        self._lay_out()
        self.bar.currentChanged.connect(self._turned)
        self.editor.edited.connect(self._edited)
        theme.changed.connect(self._dress)
        self._own.button.clicked.connect(self._change_own)

    @property
    def platform(self) -> Platform | None:
        """Whose text is shown; None for the shared one."""
        index = self.bar.currentIndex()
        key = self._tabs[index] if 0 <= index < len(self._tabs) else _SHARED
        return None if key == _SHARED else Platform(key)

    def open(self, draft: Draft) -> None:
        """Show another draft, its shared text first."""
        self.editor.forget()
        self._draft = draft
        self._show_tabs(draft)
        self.bar.setCurrentIndex(0)
        self._show_text()

    def show_draft(self, draft: Draft) -> None:
        """Follow the draft; what is being typed is not touched."""
        self._draft = draft
        self._show_tabs(draft)
        if self._wanted() != self._shown:
            self._show_text()

    def turn_to(self, platform: Platform | None) -> None:
        """Show the platform's text."""
        key = platform or _SHARED
        if key in self._tabs:
            self.bar.setCurrentIndex(self._tabs.index(key))

    def customise(self, platform: Platform) -> None:
        """Give the platform a text of its own, which begins as the shared one, and start to edit it."""
        self.turn_to(platform)
        if self._draft and not self._is_own():
            self.edited.emit(platform, self._draft.text)
        self.editor.setFocus()

    def _show_tabs(self, draft: Draft) -> None:
        """One tab a platform, with a dot where its text is its own; none where there is only one text anyway."""
        own = {text.platform for text in draft.texts}
        tabs = (_SHARED, *draft.platforms)
        if tabs != self._tabs:
            self._rebuild(tabs)
        for index, platform in enumerate(draft.platforms, start=1):
            name = short_name(platform) if len(draft.platforms) <= _NAMED else ""
            words = f"{name} •".strip() if platform in own else name
            spoken = (self.tr("{0}, its own text") if platform in own else "{0}").format(platform_word(platform))
            if self.bar.accessibleTabName(index) != spoken:
                self.bar.setTabText(index, words)
                self.bar.setAccessibleTabName(index, spoken)
                self.bar.setTabToolTip(index, spoken)
        self.bar.setVisible(len(draft.platforms) > 1 or not own.isdisjoint(draft.platforms))

    def _rebuild(self, tabs: tuple[str, ...]) -> None:
        current = self.platform or _SHARED
        self.bar.blockSignals(True)
        while self.bar.count():
            self.bar.removeTab(0)
        self.bar.addTab(self.tr("Shared text"))
        for _ in tabs[1:]:
            self.bar.addTab("")
        self._tabs = tabs
        self._dress()
        self.bar.setCurrentIndex(tabs.index(current) if current in tabs else 0)
        self.bar.blockSignals(False)

    def _dress(self) -> None:
        """Many platforms are told apart by their marks: their names would not fit."""
        for index, platform in enumerate(self._tabs[1:], start=1):
            self.bar.setTabIcon(index, self._theme.brand_icon(platform) if len(self._tabs) - 1 > _NAMED else QIcon())

    def _turned(self) -> None:
        self._show_text()
        self.turned.emit()

    def _wanted(self) -> tuple[Platform | None, bool, str] | None:
        """Whose text is to be shown, whether it is its own, and the text."""
        if self._draft is None:
            return None
        platform, draft = self.platform, self._draft
        own = any(text.platform is platform for text in draft.texts)
        return platform, own, draft.text_for(platform) if platform else draft.text

    def _show_text(self) -> None:
        if wanted := self._wanted():
            platform, own, text = self._shown = wanted
            self.editor.show_text(platform or _SHARED, text)
            self._own.show_for(platform, own=own)

    def _is_own(self) -> bool:
        wanted = self._wanted()
        return wanted is not None and wanted[1]

    def _edited(self, text: str) -> None:
        platform = self.platform
        self._shown = platform, platform is not None, text
        self._own.show_for(platform, own=True)
        self.edited.emit(platform, text)

    def _change_own(self) -> None:
        platform = self.platform
        if platform and self._is_own():
            self.shared_again.emit(platform)
        elif platform:
            self.customise(platform)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.bar)
        column.addWidget(self.editor, 1)
        column.addWidget(self._own)


class OwnText(QWidget):
    """Says whether a platform has its own text, and changes it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._label = PlainLabel(role="secondary")
        self._label.setWordWrap(True)
        self.button = Button(theme, "", "composer.own_text", role="link")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._label, 1)
        row.addWidget(self.button)
        self.hide()

    def show_for(self, platform: Platform | None, *, own: bool) -> None:
        """Show it for this platform; nothing for the shared text."""
        self.setVisible(platform is not None)
        if platform:
            words = self.tr("{0} has its own text.") if own else self.tr("{0} gets the shared text.")
            self._label.setText(words.format(short_name(platform)))
            action = self.tr("Use the shared text again") if own else self.tr("Customise {0}").format(short_name(platform))
            if self.button.accessibleName() != action:
                self.button.set_text(action)
