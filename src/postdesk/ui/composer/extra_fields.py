"""The fields beside the text: the title and the links of the media, shared or for one platform."""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QMenu, QWidget

from postdesk.domain.checks import is_image
from postdesk.domain.drafts import Draft, DraftField
from postdesk.domain.platforms import Platform
from postdesk.domain.rules import TitleNeed
from postdesk.domain.samples import Sample
from postdesk.engine.practice import PracticeMode
from postdesk.ui.composer.file_words import sample_words
from postdesk.ui.composer.model import ComposerModel
from postdesk.ui.composer.words import other_platforms_words, share_words
from postdesk.ui.kit.buttons import Button, MenuButton
from postdesk.ui.kit.editor.editor import join_surrogates
from postdesk.ui.kit.flow_layout import FlowLayout
from postdesk.ui.kit.forms import make_clearable
from postdesk.ui.kit.identifiers import identify
from postdesk.ui.kit.layouts import column_of, row_of
from postdesk.ui.kit.plain_text import PlainLabel
from postdesk.ui.kit.theme import Theme


class LabelledField(QWidget):
    """A field with its name. `shared_again` follows "Use shared", which is shown for a platform's own value."""

    shared_again = Signal()

    def __init__(self, theme: Theme, piece: DraftField, name: str, example: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.edit = QLineEdit(placeholderText=example)
        make_clearable(self.edit)
        identify(self.edit, f"composer.{piece}", name)
        self._label = PlainLabel(name, role="secondary", wrap=True)
        self._label.setBuddy(self.edit)
        self._whose = PlainLabel(role="secondary", identifier=f"composer.{piece}.whose")
        self._share = Button(theme, self.tr("Use shared"), f"composer.{piece}.share", role="link")
        self._share.setAccessibleName(share_words(piece))
        self._share.clicked.connect(self._shared)
        self._lay_out()
        self.show_others("")

    def show_words(self, words: str) -> None:
        """Show `words`, from their beginning unless the field has the focus; an equal text is left as it is typed."""
        if self.edit.text() != words:
            self.edit.setText(words)
            if not self.edit.hasFocus():
                self.edit.setCursorPosition(0)

    def show_whose(self, *, own: bool) -> None:
        """Mark the platform's value as its own or as the shared one."""
        self._say("" if own else self.tr("shared"), described=self.tr("its own") if own else self.tr("shared"))
        self._share.setVisible(own)

    def show_others(self, words: str) -> None:
        """Mark the shared value; `words` name the platforms that have their own."""
        self._say(words, described=words)
        self._share.hide()

    def _say(self, words: str, *, described: str) -> None:
        self._whose.setVisible(bool(words))
        self._whose.setText(words)
        self.edit.setAccessibleDescription(described)

    def _shared(self) -> None:
        self.edit.setFocus()
        self.shared_again.emit()

    def _lay_out(self) -> None:
        names = row_of(self._label, self._whose, self._share, grow=self._label)
        self.setLayout(column_of(names, self.edit, spacing=4))


_MEDIA: Final = (DraftField.MEDIA_URL, DraftField.THUMBNAIL_URL)


class ExtraFields(QWidget):
    """The extra fields. Editing a platform's field gives the platform its own value. Unneeded fields are behind buttons."""

    def __init__(self, theme: Theme, model: ComposerModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._wanted: set[DraftField] = set()
        self._buttons = {
            piece: Button(theme, words, f"composer.add_{name}", role="quiet", icon=icon, colour="secondary")
            for piece, words, name, icon in (
                (DraftField.TITLE, self.tr("Title"), "title", "file-text"),
                (DraftField.MEDIA_URL, self.tr("Media link"), "media", "image"),
            )
        }
        self._fields = {
            piece: LabelledField(theme, piece, name, example)
            for piece, name, example in (
                (DraftField.TITLE, self.tr("Title"), ""),
                (DraftField.MEDIA_URL, self.tr("Image or video URL"), "https://"),
                (DraftField.THUMBNAIL_URL, self.tr("Cover image URL (optional)"), "https://"),
            )
        }
        for piece, button in self._buttons.items():
            button.clicked.connect(lambda _=False, piece=piece: self.go_to(piece))
        for piece, field in self._fields.items():
            field.edit.textEdited.connect(lambda words, piece=piece: self.fill(piece, join_surrogates(words)))
            field.shared_again.connect(lambda piece=piece: self._share(piece))
        self._lay_out()
        model.opened.connect(self._forget)
        model.review_changed.connect(self._show_draft)

    def offer(self, button: QWidget) -> None:
        """Add a button that fills a field in another way."""
        self._row.addWidget(button)

    def _show_draft(self) -> None:
        """Show the filled fields and those that the draft's platforms, or the shown one, ask for; typing is not disturbed.

        The cover field is hidden for an image.
        """
        draft, platform, known = self._model.draft, self._model.platform, self._model.context.review_context()
        if draft is None:
            return
        url, rules = draft.value_for(platform, DraftField.MEDIA_URL), known.rules if known else None
        image = is_image(url, known.look(url) if known else None)
        self._fill(draft, platform)
        asking = (platform,) if platform else draft.platforms
        needs = {rules.for_platform(each).title.need for each in asking} if rules else set()
        used = platform is None or needs != {TitleNeed.IGNORED}
        title = self._fills(draft, DraftField.TITLE, used=used) or TitleNeed.REQUIRED in needs
        media = any(self._fills(draft, piece) for piece in _MEDIA)
        self._show(DraftField.TITLE, shown=title)
        cover = self._fields[DraftField.THUMBNAIL_URL].edit
        self._show(DraftField.MEDIA_URL, shown=media)
        self._show(DraftField.THUMBNAIL_URL, shown=media and (not image or bool(cover.text()) or cover.hasFocus()))
        self._buttons[DraftField.TITLE].setVisible(not title and TitleNeed.OPTIONAL in needs)

    def fill(self, piece: DraftField, words: str) -> None:
        """Set a field's text as if it were typed there."""
        self._model.edit(self._model.platform, piece, words)

    def go_to(self, piece: DraftField) -> None:
        """Show the field and focus it."""
        self._wanted.add(DraftField.MEDIA_URL if piece in _MEDIA else piece)
        for each in _MEDIA if piece in _MEDIA else (piece,):
            self._show(each, shown=True)
        self._fields[piece].edit.setFocus()

    def _forget(self) -> None:
        """Hide the empty fields again for another draft."""
        self._wanted.clear()

    def _fills(self, draft: Draft, piece: DraftField, *, used: bool = True) -> bool:
        """Return True if the field is filled or the user opened it; `used`: the shared value has an effect here."""
        platform = self._model.platform
        if platform and piece in draft.variant(platform).own:
            return True
        return used and (piece in self._wanted or bool(draft.value_for(platform, piece)))

    def _share(self, piece: DraftField) -> None:
        if platform := self._model.platform:
            self._model.share(platform, (piece,))

    def _show(self, piece: DraftField, *, shown: bool) -> None:
        self._fields[piece].setVisible(shown)
        if piece in self._buttons:
            self._buttons[piece].setVisible(not shown)

    def _fill(self, draft: Draft, platform: Platform | None) -> None:
        own = draft.variant(platform).own if platform else ()
        for piece, field in self._fields.items():
            field.show_words(draft.value_for(platform, piece))
            if platform:
                field.show_whose(own=piece in own)
            else:
                field.show_others(other_platforms_words(draft, piece))

    def _lay_out(self) -> None:
        self._row = FlowLayout(spacing=4)
        for button in self._buttons.values():
            self._row.addWidget(button)
        self.setLayout(column_of(self._row, *self._fields.values(), spacing=8))


class SampleButton(MenuButton):
    """A menu of the sandbox server's sample files, valid and invalid ones."""

    def __init__(self, theme: Theme, practice: PracticeMode, extras: ExtraFields, parent: QWidget | None = None) -> None:
        super().__init__(theme, "", "composer.use_sample", parent=parent)
        self.set_text(self.tr("Use a sample"))
        self._practice, self._extras = practice, extras
        menu = QMenu(self)
        identify(menu, "composer.samples", self.tr("Samples"))
        for sample in Sample:
            menu.addAction(sample_words(sample)).triggered.connect(lambda _=False, sample=sample: self._use(sample))
        self.setMenu(menu)

    def _use(self, sample: Sample) -> None:
        if url := self._practice.sample_url(sample):
            self._extras.fill(DraftField.MEDIA_URL, url)
