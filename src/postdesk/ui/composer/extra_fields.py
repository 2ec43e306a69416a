"""The fields beside the text: the title and the links of the media, shared or for one platform."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QLineEdit, QMenu, QToolButton, QWidget

from postdesk.domain.checks import is_image
from postdesk.domain.drafts import Draft, DraftField
from postdesk.domain.platforms import Platform
from postdesk.domain.rules import TitleNeed
from postdesk.domain.samples import Sample
from postdesk.engine.practice import PracticeMode
from postdesk.ui.composer.file_words import sample_words
from postdesk.ui.composer.model import ComposerModel
from postdesk.ui.composer.tools import TextTools
from postdesk.ui.composer.words import other_platforms_words, share_words
from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.editor.editor import join_surrogates
from postdesk.ui.kit.forms import make_clearable
from postdesk.ui.kit.identifiers import identify
from postdesk.ui.kit.layouts import column_of, row_of
from postdesk.ui.kit.plain_text import PlainLabel
from postdesk.ui.kit.theme import Theme

translate = QCoreApplication.translate


class LabelledField(QWidget):
    """A field with its name. `shared_again` follows "Use shared", which is shown for a platform's own value."""

    shared_again = Signal()

    def __init__(self, theme: Theme, field: DraftField, name: str, example: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.edit = QLineEdit(placeholderText=example)
        make_clearable(self.edit)
        identify(self.edit, f"composer.{field}", name)
        self._label = PlainLabel(name, role="secondary", wrap=True)
        self._label.setBuddy(self.edit)
        self._whose = PlainLabel(role="secondary", identifier=f"composer.{field}.whose")
        self._share = Button(theme, self.tr("Use shared"), f"composer.{field}.share", role="link", on_click=self._shared)
        self._share.setAccessibleName(share_words(field))
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
    """The extra fields. Editing a platform's field gives the platform its own value.

    `tools` has buttons for unneeded fields. The link of a file that `has_card` (a DraftField) is hidden until it is asked for.
    """

    def __init__(self, theme: Theme, model: ComposerModel, tools: TextTools, has_card: Callable[[DraftField], bool]) -> None:
        super().__init__()
        self._model, self._has_card = model, has_card
        self._wanted: set[DraftField] = set()
        self._buttons = {
            field: tools.add(icon, words, f"composer.add_{name}")
            for field, words, name, icon in (
                (DraftField.MEDIA_URL, self.tr("Image or video link"), "media", "image"),
                (DraftField.TITLE, self.tr("Title"), "title", "file-text"),
            )
        }
        self._fields = {
            field: LabelledField(theme, field, name, example)
            for field, name, example in (
                (DraftField.TITLE, self.tr("Title"), ""),
                (DraftField.MEDIA_URL, self.tr("Image or video URL"), "https://"),
                (DraftField.THUMBNAIL_URL, self.tr("Cover image URL (optional)"), "https://"),
            )
        }
        for field, button in self._buttons.items():
            button.clicked.connect(lambda _=False, field=field: self.go_to(field))
        for field, row in self._fields.items():
            row.edit.textEdited.connect(lambda words, field=field: self.fill(field, join_surrogates(words)))
            row.shared_again.connect(lambda field=field: self._share(field))
        self._lay_out()
        model.opened.connect(self._forget)
        model.live_review.changed.connect(self._show_draft)

    def _show_draft(self) -> None:
        """Show the filled fields and those that the draft's platforms, or the shown one, ask for; typing is not disturbed.

        The cover field is hidden for an image.
        """
        draft, platform, known = self._model.draft, self._model.platform, self._model.context.review_context()
        if draft is None:
            return
        url, rules = draft.value_for(platform, DraftField.MEDIA_URL), known.rules if known else None
        image = is_image(url, known.cached_check(url) if known else None)
        self._fill(draft, platform)
        asking = (platform,) if platform else draft.platforms
        needs = {rules.for_platform(each).title.need for each in asking} if rules else set()
        used = platform is None or needs != {TitleNeed.IGNORED}
        title = self._fills(draft, DraftField.TITLE, used=used) or TitleNeed.REQUIRED in needs
        media = any(self._fills(draft, field) for field in _MEDIA)
        self._fields[DraftField.TITLE].setVisible(title)
        cover = self._fields[DraftField.THUMBNAIL_URL].edit
        link, covered = (media and not self._is_settled(draft, field) for field in _MEDIA)
        self._fields[DraftField.MEDIA_URL].setVisible(link)
        self._fields[DraftField.THUMBNAIL_URL].setVisible(covered and (not image or bool(cover.text()) or cover.hasFocus()))
        self._buttons[DraftField.TITLE].setVisible(not title and TitleNeed.OPTIONAL in needs)
        self.setVisible(any(not row.isHidden() for row in self._fields.values()))

    def fill(self, field: DraftField, words: str) -> None:
        """Set a field's text as if it were typed there."""
        self._model.edit(self._model.platform, field, words)

    def go_to(self, field: DraftField) -> None:
        """Show the field and focus it."""
        self._wanted.add(DraftField.MEDIA_URL if field in _MEDIA else field)
        for each in _MEDIA if field in _MEDIA else (field,):
            self._fields[each].show()
        self._buttons[DraftField.TITLE].setVisible(self._fields[DraftField.TITLE].isHidden())
        self.show()
        self._fields[field].edit.setFocus()

    def _forget(self) -> None:
        """Hide the empty fields again for another draft."""
        self._wanted.clear()

    def _fills(self, draft: Draft, field: DraftField, *, used: bool = True) -> bool:
        """Return True if the field is filled or the user opened it; `used`: the shared value has an effect here."""
        platform = self._model.platform
        if platform and field in draft.variant(platform).own:
            return True
        return used and (field in self._wanted or bool(draft.value_for(platform, field)))

    def _is_settled(self, draft: Draft, field: DraftField) -> bool:
        """Return True if the card of the file says enough: nobody asked for its link, and no platform has another one."""
        own = any(field in variant.own for variant in draft.variants)
        asked = DraftField.MEDIA_URL in self._wanted or self._fields[field].edit.hasFocus()
        return self._has_card(field) and not (own or asked)

    def _share(self, field: DraftField) -> None:
        if platform := self._model.platform:
            self._model.share(platform, (field,))

    def _fill(self, draft: Draft, platform: Platform | None) -> None:
        own = draft.variant(platform).own if platform else ()
        for field, row in self._fields.items():
            row.show_words(draft.value_for(platform, field))
            if platform:
                row.show_whose(own=field in own)
            else:
                row.show_others(other_platforms_words(draft, field))

    def _lay_out(self) -> None:
        self.setLayout(column_of(*self._fields.values(), spacing=8))
        self.hide()


def add_samples(practice: PracticeMode, extras: ExtraFields, tools: TextTools) -> None:
    """Add a tool with a menu of the sandbox server's sample files, valid and invalid ones."""
    button = tools.add("flask-conical", translate("ExtraFields", "Use a sample"), "composer.use_sample")
    menu = QMenu(button)
    identify(menu, "composer.samples", translate("ExtraFields", "Samples"))
    for sample in Sample:
        action = menu.addAction(sample_words(sample))
        action.triggered.connect(lambda _=False, sample=sample: _use_sample(practice, extras, sample))
    button.setMenu(menu)
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)


def _use_sample(practice: PracticeMode, extras: ExtraFields, sample: Sample) -> None:
    if url := practice.sample_url(sample):
        extras.fill(DraftField.MEDIA_URL, url)
