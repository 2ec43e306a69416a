"""What says that something is a platform's own or shared, and takes it back."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from postdesk.domain.drafts import Draft, Piece
from postdesk.domain.platforms import Platform
from postdesk.ui.composer.comparison import Comparison
from postdesk.ui.composer.tabs import PlatformTabs
from postdesk.ui.composer.tools import CaretWords, Tools
from postdesk.ui.composer.words import differs_words, share_words, time_words
from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.editor.editor import Editor
from postdesk.ui.kit.flow_layout import FlowLayout
from postdesk.ui.kit.identity import identify
from postdesk.ui.kit.steady_label import SteadyLabel
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.names import short_name


class Own(QWidget):
    """A sentence, and a button that shares again; it is as high without it."""

    shared_again = Signal()

    def __init__(self, theme: Theme, identifier: str, action: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.label = SteadyLabel(role="secondary", lines=1)
        identify(self.label, f"{identifier}.text")
        self.button = Button(theme, action, identifier, role="link")
        self.button.clicked.connect(self.shared_again)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.label, 1)
        row.addWidget(self.button)
        self.setMinimumHeight(self.button.sizeHint().height())
        self.hide()

    def show_words(self, words: str, *, own: bool) -> None:
        """Say it; nothing is shown without words."""
        self.setVisible(bool(words))
        if self.label.text() != words:
            self.label.setText(words)
        self.button.setVisible(own)


class Difference(Own):
    """Says what a platform has of its own, of all that can be; where that is its text alone, the way back stands below that."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "composer.share_all", self.tr("Use all that is shared"), parent)

    def show_for(self, platform: Platform | None, pieces: tuple[Piece, ...]) -> None:
        """Say it of this platform; nothing in the shared tab."""
        self.show_words(differs_words(platform, pieces) if platform else "", own=bool(set(pieces) - {Piece.TEXT}))


class OwnTime(Own):
    """Says whether a platform goes out with the others."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "composer.share_time", self.tr("Use the shared time again"), parent)

    def show_for(self, platform: Platform | None, *, own: bool) -> None:
        """Say it of this platform; nothing in the shared tab."""
        self.show_words(time_words(platform, own=own) if platform else "", own=own)


_SHARED = "shared"


class Texts(QWidget):
    """A platform's text is its own from the first key that changes it.

    `edited` carries the platform (None: what is shared), the piece and its words, `shared_again` the platform and the pieces that
    it has no more of its own, `turned` follows another tab.
    """

    edited = Signal(object, object, str)
    shared_again = Signal(object, object)
    turned = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draft: Draft | None = None
        self._shown: tuple[Platform | None, bool, str] | None = None
        self.bar = PlatformTabs(theme)
        self._difference = Difference(theme)
        self.editor = Editor(theme)
        self.tools = Tools(theme)
        self.caret_words = CaretWords(self.editor, self.tools)
        self._own = OwnText(theme)
        self._comparison = Comparison(theme)
        self._lay_out()
        self.bar.turned.connect(self._turned)
        self.editor.edited.connect(self._edited)
        self._difference.shared_again.connect(self._share_all)
        self._own.button.clicked.connect(self._change_own)
        self._own.compare.toggled.connect(self._show_comparison)

    @property
    def platform(self) -> Platform | None:
        """Whose text is shown; None for the shared one."""
        return self.bar.platform

    def open(self, draft: Draft) -> None:
        """Show another draft, its shared text first."""
        self.editor.forget()
        self._draft = draft
        self.bar.turn_to(None)
        self._follow(draft)
        self._show_text()

    def show_draft(self, draft: Draft) -> None:
        """Follow the draft; what is being typed is not touched."""
        self._draft = draft
        self._follow(draft)
        if self._wanted() != self._shown:
            self._show_text()

    def turn_to(self, platform: Platform | None) -> None:
        """Show the platform's text."""
        self.bar.turn_to(platform)

    def customise(self, platform: Platform) -> None:
        """Give the platform a text of its own, which begins as the shared one, and start to edit it."""
        self.turn_to(platform)
        if self._draft and not self._is_own():
            self.edited.emit(platform, Piece.TEXT, self._draft.text)
        self.editor.setFocus()

    def mend(self, platform: Platform | None, text: str) -> None:
        """Show the platform's text, and make it this one as if it were typed: Ctrl+Z takes it back."""
        self.turn_to(platform)
        if self.platform is platform:
            self.editor.change_to(text)

    def _follow(self, draft: Draft) -> None:
        self.bar.show_draft(draft)
        platform = self.platform
        self._difference.show_for(platform, draft.variant(platform).own if platform else ())
        self._comparison.show_texts(draft.text, draft.text_for(platform))

    def _turned(self) -> None:
        if self._draft:
            self._follow(self._draft)
        self._show_text()
        self.turned.emit()

    def _wanted(self) -> tuple[Platform | None, bool, str] | None:
        """Whose text is to be shown, whether it is its own, and the text."""
        if self._draft is None:
            return None
        platform, draft = self.platform, self._draft
        own = platform is not None and draft.variant(platform).text is not None
        return platform, own, draft.text_for(platform)

    def _show_text(self) -> None:
        if wanted := self._wanted():
            platform, own, text = self._shown = wanted
            self.editor.show_text(platform or _SHARED, text)
            self._show_own(own=own)

    def _is_own(self) -> bool:
        wanted = self._wanted()
        return wanted is not None and wanted[1]

    def _edited(self, text: str) -> None:
        platform = self.platform
        if self._shown and self._shown[2] == text:
            return  # colours are a change of the document too
        self._shown = platform, platform is not None, text
        self._show_own(own=True)
        self.edited.emit(platform, Piece.TEXT, text)

    def _show_own(self, *, own: bool) -> None:
        self._own.show_for(self.platform, own=own)
        self._show_comparison()

    def _show_comparison(self) -> None:
        self._comparison.setVisible(self._shown is not None and self._shown[1] and self._own.compare.isChecked())

    def _change_own(self) -> None:
        platform = self.platform
        if platform and self._is_own():
            self.shared_again.emit(platform, (Piece.TEXT,))
        elif platform:
            self.customise(platform)

    def _share_all(self) -> None:
        if self._draft and self.platform:
            self.shared_again.emit(self.platform, self._draft.variant(self.platform).own)
            self.editor.setFocus()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for part in (self.bar, self._difference, self.editor, self.tools, self._own, self._comparison):
            column.addWidget(part, 1 if part is self.editor else 0)


class OwnText(QWidget):
    """Gives a platform its own text or takes it back, and unfolds in what it differs."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.button = Button(theme, "", "composer.own_text", role="link")
        words = self.tr("Compare with the shared text")
        self.compare = Button(theme, words, "composer.compare", role="link", icon="chevron-right")
        self.compare.setCheckable(True)
        self.compare.toggled.connect(lambda on: self.compare.set_icon("chevron-down" if on else "chevron-right"))
        row = FlowLayout(self, spacing=4)
        row.addWidget(self.button)
        row.addWidget(self.compare)
        self.hide()

    def show_for(self, platform: Platform | None, *, own: bool) -> None:
        """Show it for this platform; nothing for the shared text."""
        self.setVisible(platform is not None)
        self.compare.setVisible(own)
        if platform:
            action = share_words(Piece.TEXT) if own else self.tr("Customise {0}").format(short_name(platform))
            if self.button.accessibleName() != action:
                self.button.set_text(action)
