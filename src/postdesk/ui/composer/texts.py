"""The draft's texts: the shared one and the platforms', each with a note on whether it is shared."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from postdesk.domain.drafts import DraftField
from postdesk.domain.platforms import Platform
from postdesk.domain.review import over_limit_from, reserved_in
from postdesk.ui.composer.comparison import Comparison
from postdesk.ui.composer.model import ComposerModel
from postdesk.ui.composer.tabs import PlatformTabs
from postdesk.ui.composer.tools import CaretHints, TextTools
from postdesk.ui.composer.words import own_or_shared_words, share_words, tally_texts
from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.editor.editor import Editor
from postdesk.ui.kit.flow_layout import FlowLayout
from postdesk.ui.kit.layouts import column_of, row_of
from postdesk.ui.kit.steady_label import SteadyLabel
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.names import short_name


class OwnFieldsNote(QWidget):
    """A sentence about a platform's own values, and a button to share again; it keeps its height without the button."""

    shared_again = Signal()

    def __init__(self, theme: Theme, identifier: str, action: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.label = SteadyLabel(role="secondary", lines=1, identifier=f"{identifier}.text")
        self.button = Button(theme, action, identifier, role="link", on_click=self.shared_again)
        self.setLayout(row_of(self.label, self.button, grow=self.label))
        self.setMinimumHeight(self.button.sizeHint().height())
        self.hide()

    def show_words(self, words: str, *, own: bool) -> None:
        """Show the sentence, with the button if there are own values; hidden without words."""
        self.setVisible(bool(words))
        if self.label.text() != words:
            self.label.setText(words)
        self.button.setVisible(own)


_SHARED = "shared"


class DraftTexts(QWidget):
    """The tabs and the editor. Editing a platform's text gives the platform its own."""

    def __init__(self, theme: Theme, model: ComposerModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.bar = PlatformTabs(theme)
        self._difference = OwnFieldsNote(theme, "composer.share_all", self.tr("Use everything shared"))
        self.editor = Editor(theme)
        self.tools = TextTools(theme)
        self.caret_words = CaretHints(self.editor, self.tools)
        self._own = OwnTextBar(theme)
        self._comparison = Comparison(theme)
        self._lay_out()
        for signal, slot in (
            (self.bar.turned, model.show_platform),
            (self.editor.edited, self._edited),
            (self._difference.shared_again, self._share_all),
            (self._own.button.clicked, self._change_own),
            (self._own.compare.toggled, self._show),
            (model.opened, self._open),
            (model.draft_changed, self._show),
            (model.live_review.changed, self._mark),
            (model.focus_requested, self.editor.setFocus),
            (model.submission.focus_requested, self.editor.setFocus),
            (model.submission.pending_changed, self.editor.setReadOnly),
        ):
            signal.connect(slot)

    def replace_text(self, platform: Platform | None, text: str) -> None:
        """Show the platform's text, and replace it as one undo step of the editor."""
        self._model.show_platform(platform)
        if self._model.platform is platform:
            self.editor.change_to(text)

    def _open(self) -> None:
        """Show another draft; the editor's undo history is cleared."""
        self.editor.forget()
        self._show()

    def _show(self) -> None:
        """Show the draft; an unchanged text is not touched."""
        draft, platform = self._model.draft, self._model.platform
        if draft is None:
            return
        own = draft.variant(platform).own if platform else ()
        self.bar.show_draft(draft, platform)
        # If only the text is its own, the button below the editor shares it again.
        self._difference.show_words(own_or_shared_words(platform, own) if platform else "", own=bool({*own} - {DraftField.TEXT}))
        self.editor.show_text(platform or _SHARED, draft.text_for(platform))
        self._own.show_for(platform, own=DraftField.TEXT in own)
        self._comparison.show_texts(draft.text, draft.text_for(platform))
        self._comparison.setVisible(DraftField.TEXT in own and self._own.compare.isChecked())

    def _mark(self) -> None:
        """Show the counts of the text, and mark what exceeds the limit."""
        review, platform, context = self._model.review, self._model.platform, self._model.context.review_context()
        if review is None:
            return
        if context:
            self.editor.analysis.set_odd_characters(*reserved_in(review, platform, context), context.counter.emoji)
            self.tools.tally.say(tally_texts(review, platform, context))
        self.editor.mark_from(over_limit_from(review, platform, context), review.draft.text_for(platform))

    def _edited(self, text: str) -> None:
        self._model.edit(self._model.platform, DraftField.TEXT, text)

    def _change_own(self) -> None:
        draft, platform = self._model.draft, self._model.platform
        if draft and platform and draft.variant(platform).text is not None:
            self._model.share(platform, (DraftField.TEXT,))
        elif platform:
            self._model.customise(platform)

    def _share_all(self) -> None:
        draft, platform = self._model.draft, self._model.platform
        if draft and platform:
            self._model.share(platform, draft.variant(platform).own)
            self.editor.setFocus()

    def _lay_out(self) -> None:
        parts = (self.bar, self._difference, self.editor, self.tools, self._own, self._comparison)
        self.setLayout(column_of(*parts, grow=self.editor, spacing=8))


class OwnTextBar(QWidget):
    """The button that gives a platform its own text or shares again, and the comparison with the shared text."""

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
        """Show the buttons for this platform; hidden for the shared text."""
        self.setVisible(platform is not None)
        self.compare.setVisible(own)
        if platform:
            action = share_words(DraftField.TEXT) if own else self.tr("Customise {0}").format(short_name(platform))
            if self.button.accessibleName() != action:
                self.button.set_text(action)
