"""The draft's files, below their fields: a thumbnail, the facts and the platforms' verdicts."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from postdesk.domain.drafts import DraftField
from postdesk.domain.problems import ProblemField
from postdesk.engine.media_checks import MediaChecks
from postdesk.ui.composer.file_words import FileCheckState, FileView, facts_words, file_name, file_view, media_addresses, verdicts
from postdesk.ui.composer.model import ComposerModel
from postdesk.ui.kit.announce import announce
from postdesk.ui.kit.buttons import IconButton
from postdesk.ui.kit.icon_label import StateLabel
from postdesk.ui.kit.identifiers import identify
from postdesk.ui.kit.layouts import ROOM, column_of, row_of
from postdesk.ui.kit.pane import Frame
from postdesk.ui.kit.plain_text import PlainLabel
from postdesk.ui.kit.theme import Theme
from postdesk.ui.kit.thumbnail import Thumbnail

_ABOVE_VERDICTS: Final = 2
"""The number of labels above the first verdict: name and facts."""


class MediaFileRow(Frame):
    """One file, hidden if there is none; `name` is the file's purpose.

    `again_requested` carries the address to check again, `edit` leads to the field with it.
    """

    again_requested = Signal(str)

    def __init__(self, theme: Theme, identifier: str, name: str = "") -> None:
        super().__init__("sunk", identifier)
        self._theme, self._identifier = theme, identifier
        self._view: FileView | None = None
        self._name = name
        self._picture = Thumbnail(theme)
        self._title = PlainLabel(role="title", elide=True, identifier=f"{identifier}.name")
        self._facts = PlainLabel(role="secondary", elide=True, identifier=f"{identifier}.facts")
        self._verdicts: list[StateLabel] = []
        self._again = IconButton(theme, "refresh-cw", self.tr("Check the file again"), f"{identifier}.again")
        self._again.clicked.connect(self._ask_again)
        self.edit = IconButton(theme, "pencil", self.tr("Edit the link"), f"{identifier}.edit")
        self._lay_out()
        self.hide()

    @property
    def is_checked(self) -> bool:
        """True while a file is shown that could be loaded."""
        return not self.isHidden() and self._view is not None and self._view.state is FileCheckState.CHECKED

    def add(self, note: QWidget) -> None:
        """Add a note below the picture and the verdicts."""
        self._column.addWidget(note)

    def show_file(self, view: FileView | None, when: Callable[[datetime], str]) -> None:
        """Show the file; `when` puts a moment into words."""
        before, self._view = self._view, view
        if view is None or view == before:
            self.setVisible(view is not None)
            return
        said = verdicts(view, when)
        self._picture.show_picture(view.picture, "play" if view.facts and view.facts.type.video else "image")
        name = file_name(view.url) or self.tr("Image or video")
        self._title.setText(self.tr("{0}: {1}").format(self._name, name) if self._name else name)
        self._facts.setText(facts_words(view.facts) if view.facts else "")
        self._facts.setVisible(view.facts is not None)
        while len(self._verdicts) < len(said):
            self._add_verdict()
        for place, mark in enumerate(self._verdicts):
            mark.setVisible(place < len(said))
            if place < len(said):
                mark.show_state(said[place].icon, said[place].words, said[place].tone)
        self._again.setVisible(view.state is not FileCheckState.UNCHECKED)
        self._again.setEnabled(not view.checking)
        self.show()
        if before and before.checking and not view.checking and before.url == view.url:
            announce(self, ". ".join((*self._spoken(), *(each.words.removesuffix(".") for each in said))))

    def _spoken(self) -> tuple[str, ...]:
        return tuple(filter(None, (self._title.text(), self._facts.text())))

    def _ask_again(self) -> None:
        if self._view:
            self.again_requested.emit(self._view.url)

    def _add_verdict(self) -> None:
        mark = StateLabel(self._theme, "loader", "", wrap=True)
        identify(mark.label, f"{self._identifier}.verdict.{len(self._verdicts)}")
        self._words.insertWidget(_ABOVE_VERDICTS + len(self._verdicts), mark)
        self._verdicts.append(mark)

    def _lay_out(self) -> None:
        self._words = words = column_of(self._title, self._facts, ROOM, spacing=2)
        row = row_of(self._picture, words, self.edit, self._again, grow=words, spacing=0)
        row.insertSpacing(1, 8)
        for part in (self._picture, self.edit, self._again):
            row.setAlignment(part, Qt.AlignmentFlag.AlignTop)
        self._column = column_of(row, spacing=4, margins=(8, 8, 4, 8))
        self.setLayout(self._column)


class MediaStatus(QWidget):
    """Has the draft's files checked while the draft names them, and shows the results.

    `edit_requested` carries the DraftField with the link of a file.
    """

    edit_requested = Signal(object)

    def __init__(self, theme: Theme, model: ComposerModel, media: MediaChecks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model, self._media = model, media
        self._lines = {
            ProblemField.MEDIA_URL: MediaFileRow(theme, "composer.media_file"),
            ProblemField.THUMBNAIL_URL: MediaFileRow(theme, "composer.cover_file", self.tr("Cover image")),
        }
        for field, line in self._lines.items():
            line.again_requested.connect(media.recheck)
            line.edit.clicked.connect(lambda _=False, field=field: self.edit_requested.emit(DraftField(field.value)))
        self.setLayout(column_of(*self._lines.values(), spacing=8))
        self.hide()
        model.live_review.changed.connect(self._show)

    def has_card(self, field: DraftField) -> bool:
        """Return True while the file at the field's address is shown, and could be loaded."""
        return self._lines[ProblemField(field.value)].is_checked

    @property
    def has_media(self) -> bool:
        """True while the image or the video is shown."""
        return not self._lines[ProblemField.MEDIA_URL].isHidden()

    def add(self, note: QWidget) -> None:
        """Add a note to the image or the video."""
        self._lines[ProblemField.MEDIA_URL].add(note)

    def _show(self) -> None:
        """Show the files of the shown platform, or the shared ones."""
        view, platform = self._model.review, self._model.platform
        if view is None:
            return
        self._media.follow(media_addresses(view.draft))
        failed = {each.platform for each in self._model.context.failed_attempts(view.draft) if each.of_content}
        shown = {field: file_view(field, view, platform, self._media, failed) for field in self._lines}
        for field, line in self._lines.items():
            line.show_file(shown[field], self._model.context.when)
        self.setVisible(any(shown.values()))
