"""What goes with the text: a title where a platform has one, and the links of an image or a video."""

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from postdesk.domain.checks import Field
from postdesk.domain.drafts import Draft
from postdesk.domain.rules import Rules, TitleNeed
from postdesk.ui.composer.editor import whole
from postdesk.ui.parts.buttons import Button
from postdesk.ui.parts.fields import make_clearable
from postdesk.ui.parts.identity import identify
from postdesk.ui.plain import PlainLabel
from postdesk.ui.theme import Theme


class Extras(QWidget):
    """`edited` carries the draft with what was typed. Fields that nobody needs wait behind their buttons."""

    edited = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draft: Draft | None = None
        self._wanted: set[Field] = set()
        self._buttons = {
            Field.TITLE: Button(
                theme, self.tr("Title"), "composer.add_title", role="quiet", icon="file-text", colour="secondary"
            ),
            Field.MEDIA_URL: Button(
                theme, self.tr("Media link"), "composer.add_media", role="quiet", icon="image", colour="secondary"
            ),
        }
        self._fields = {
            Field.TITLE: LabelledField(self.tr("Title"), "composer.title"),
            Field.MEDIA_URL: LabelledField(self.tr("Link of an image or a video"), "composer.media_url", "https://"),
            Field.THUMBNAIL_URL: LabelledField(
                self.tr("Link of a cover image, if it has one"), "composer.thumbnail_url", "https://"
            ),
        }
        for field, button in self._buttons.items():
            button.clicked.connect(lambda _=False, field=field: self.go_to(field))
        for shown in self._fields.values():
            shown.edit.textEdited.connect(self._edited)
        self._lay_out()

    def open(self, draft: Draft) -> None:
        """Show another draft's."""
        self._wanted.clear()
        self._fill(draft)

    def show_draft(self, draft: Draft, rules: Rules | None) -> None:
        """Show what the draft's platforms ask for and what is filled in; what is being typed is not touched."""
        self._fill(draft)
        needs = {rules.for_platform(each).title.need for each in draft.platforms} if rules else set()
        title = TitleNeed.REQUIRED in needs or bool(draft.title) or Field.TITLE in self._wanted
        media = bool(draft.media_url or draft.thumbnail_url) or Field.MEDIA_URL in self._wanted
        self._show(Field.TITLE, shown=title)
        self._show(Field.MEDIA_URL, shown=media)
        self._fields[Field.THUMBNAIL_URL].setVisible(media)
        self._buttons[Field.TITLE].setVisible(not title and TitleNeed.OPTIONAL in needs)

    def go_to(self, field: Field) -> None:
        """Show the field and put the focus into it."""
        self._wanted.add(Field.MEDIA_URL if field is Field.THUMBNAIL_URL else field)
        for each in {field, Field.THUMBNAIL_URL} if field is Field.MEDIA_URL else {field}:
            self._show(each, shown=True)
        self._fields[field].edit.setFocus()

    def _show(self, field: Field, *, shown: bool) -> None:
        self._fields[field].setVisible(shown)
        if field in self._buttons:
            self._buttons[field].setVisible(not shown)

    def _fill(self, draft: Draft) -> None:
        self._draft = draft
        texts = {Field.TITLE: draft.title, Field.MEDIA_URL: draft.media_url, Field.THUMBNAIL_URL: draft.thumbnail_url}
        for field, text in texts.items():
            if self._fields[field].edit.text() != text:
                self._fields[field].edit.setText(text)

    def _edited(self) -> None:
        if self._draft:
            shown = (Field.TITLE, Field.MEDIA_URL, Field.THUMBNAIL_URL)
            title, media, thumbnail = (whole(self._fields[field].edit.text()) for field in shown)
            self.edited.emit(replace(self._draft, title=title, media_url=media, thumbnail_url=thumbnail))

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        row = QHBoxLayout()
        row.setSpacing(4)
        for button in self._buttons.values():
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)
        for field in self._fields.values():
            column.addWidget(field)


class LabelledField(QWidget):
    """A line to type in, with its name above."""

    def __init__(self, name: str, identifier: str, placeholder: str = "") -> None:
        super().__init__()
        self.edit = QLineEdit()
        self.edit.setPlaceholderText(placeholder)
        make_clearable(self.edit)
        identify(self.edit, identifier, name)
        label = PlainLabel(name, role="secondary")
        label.setBuddy(self.edit)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(label)
        column.addWidget(self.edit)
