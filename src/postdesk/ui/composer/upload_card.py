"""The card of an offered file or an upload: picture, name, size, messages and buttons."""

from collections.abc import Collection
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QLabel, QProgressBar, QWidget

from postdesk.domain.drafts import DraftField
from postdesk.domain.media import MediaType
from postdesk.domain.uploads import LocalFile, Upload, UploadField, UploadProblem, UploadStage, UploadTarget
from postdesk.ui.composer.file_words import (
    size_words,
    upload_cancelled_words,
    upload_done_words,
    upload_offer_words,
    upload_progress_words,
)
from postdesk.ui.kit.announce import announce
from postdesk.ui.kit.buttons import Button, IconButton
from postdesk.ui.kit.flow_layout import FlowLayout
from postdesk.ui.kit.icon_label import IconLabel
from postdesk.ui.kit.identifiers import identify
from postdesk.ui.kit.layouts import column_of, parts_of, row_of
from postdesk.ui.kit.pane import Frame
from postdesk.ui.kit.plain_text import PlainLabel, set_property
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.file_problems import said_words, upload_problem_words
from postdesk.ui.text.states import Tone

_PICTURE: Final = 40
_ICON: Final = 24
_STEPS: Final = 1000
_QUIET_MS: Final = 30_000
_ICONS: Final = {Tone.GOOD: "circle-check", Tone.BAD: "circle-x", Tone.ATTENTION: "triangle-alert"}


class UploadCard(Frame):
    """`chosen` carries the id of a target, `set_up_requested` asks for the settings, `as_cover` switches between media and cover.

    `cancelled` follows "Cancel", `dismissed` the cross or "Discard", `again` "Resume" or "Try again".
    """

    chosen = Signal(int)
    set_up_requested = Signal()
    as_cover = Signal()
    again = Signal()
    cancelled = Signal()
    dismissed = Signal()

    def __init__(self, theme: Theme, identifier: str) -> None:
        super().__init__("sunk", identifier)
        self._theme, self._identifier = theme, identifier
        self._running = self._had_focus = False
        self._icon, self._picture = IconLabel(theme, "image", "secondary", _ICON), QLabel()
        self._name, self._size = PlainLabel(role="title", elide=True), PlainLabel(role="secondary")
        self._dismiss_button = IconButton(theme, "x", self.tr("Dismiss"), f"{identifier}.dismiss", on_click=self.dismissed)
        self._state = IconLabel(theme, "info")
        self._words = PlainLabel(wrap=True, identifier=f"{identifier}.text")
        self._more = PlainLabel(role="secondary", wrap=True, identifier=f"{identifier}.more")
        self._progress = QProgressBar(maximum=_STEPS, textVisible=False)
        identify(self._progress, f"{identifier}.progress", self.tr("Upload progress"))
        self._buttons = FlowLayout(spacing=8)
        self._quiet = QTimer(self, singleShot=True, interval=_QUIET_MS)
        self._quiet.timeout.connect(self._say_quiet)
        self._lay_out()

    def offer(
        self,
        file: LocalFile,
        picture: QImage | None,
        upload_field: UploadField,
        targets: Collection[UploadTarget],
        *,
        replaces: bool,
    ) -> None:
        """Offer the upload targets for a file; `replaces`: its field has another address."""
        self._show_file(file.path.name, file.size, "film" if file.type.video else "image", picture)
        more = self.tr("The current link will be replaced.") if replaces and targets else ""
        self._say(upload_offer_words(upload_field, anywhere=bool(targets)), more=more)
        for number, target in enumerate(targets):
            words = self.tr("Upload to {0}").format(target.name)
            button = self._add(words, f"target.{target.id}", role="" if number else "primary")
            button.clicked.connect(lambda _=False, chosen=target.id: self.chosen.emit(chosen))
        words = self.tr("Another target…") if targets else self.tr("Set up an upload target…")
        self._add(words, "set_up", role="link" if targets else "primary").clicked.connect(self.set_up_requested)
        if targets and file.type.image and file.type is not MediaType.GIF:
            cover = upload_field.field is DraftField.MEDIA_URL
            words = self.tr("Use as cover image") if cover else self.tr("Use as main image")
            self._add(words, "as_cover", role="link").clicked.connect(self.as_cover)

    def refuse(self, name: str, problem: UploadProblem) -> None:
        """Show the reason that the file can't be uploaded."""
        self._show_file(name)
        self._say(upload_problem_words(problem), Tone.BAD)

    def show_upload(self, upload: Upload, target: str) -> None:
        """Show the state of the upload to the named target."""
        if not self._name.text():
            self._show_file(upload.path.name)
        self._quiet.start() if upload.stage is UploadStage.SENDING and upload.size else self._quiet.stop()
        match upload.stage:
            case UploadStage.PREPARING | UploadStage.SENDING:
                self._show_progress(upload, upload_progress_words(upload, target))
            case UploadStage.DONE:
                self._say(upload_done_words(upload, target), Tone.GOOD)
            case UploadStage.STOPPED:
                self._show_stopped(upload, target)
            case UploadStage.INTERRUPTED:
                words = self.tr("Postdesk closed before the upload finished. The file isn’t in the post yet.")
                self._say(words, Tone.ATTENTION)
                self._offer_again(upload)
            case UploadStage.FAILED if upload.problem:
                words = self.tr("Not uploaded. {0}").format(upload_problem_words(upload.problem))
                self._say(words, Tone.BAD, said_words(upload.message))
                self._offer_again(upload)

    def take_focus(self) -> None:
        """Focus the first button."""
        first = next((each for each in parts_of(self._buttons) if isinstance(each, QWidget)), self._dismiss_button)
        first.setFocus()

    def _show_file(self, name: str, size: int = 0, icon: str = "image", picture: QImage | None = None) -> None:
        """Show the file; its size in bytes, 0 if unknown."""
        self._name.setText(name)
        self._size.setText(size_words(size) if size else "")
        self._icon.show_icon(icon, "secondary")
        self._icon.setVisible(picture is None)
        self._picture.setVisible(picture is not None)
        if picture is not None:
            self._picture.setPixmap(_scaled(picture, self.devicePixelRatioF()))

    def _show_progress(self, upload: Upload, words: str) -> None:
        if not self._running:
            self._say(words)
            self._running = True
            self._dismiss_button.hide()
            self._progress.show()
            self._add(self.tr("Cancel"), "cancel").clicked.connect(self.cancelled)
        self._progress.setMaximum(_STEPS if upload.size else 0)
        self._progress.setValue(_STEPS * upload.sent // upload.size if upload.size else 0)
        self._more.hide()
        if self._words.text() != words:
            self._words.setText(words)

    def _say_quiet(self) -> None:
        words = self.tr("No progress for a while. The connection is slow, or the storage doesn’t answer. Postdesk keeps trying.")
        self._more.setText(words)
        self._more.show()
        announce(self, words)

    def _say(self, words: str, tone: Tone | None = None, more: str = "") -> None:
        """Show a message without buttons."""
        self._clear()
        self._words.setText(words)
        set_property(self._words, "tone", tone or "")
        self._state.setVisible(tone is not None)
        if tone:
            self._state.show_icon(_ICONS[tone], tone)
        self._more.setText(more)
        self._more.setVisible(bool(more))
        announce(self, words, urgent=tone in {Tone.BAD, Tone.ATTENTION})

    def _show_stopped(self, upload: Upload, target: str) -> None:
        """Show a cancelled upload; if only its numbers changed, the buttons stay."""
        words, more = upload_cancelled_words(upload, target)
        if self._words.text() == words:
            self._more.setText(more)
            return
        self._say(words, Tone.ATTENTION, more)
        self._add(self.tr("Resume"), "again", role="primary").clicked.connect(self.again)
        self._add(self.tr("Discard"), "discard").clicked.connect(self.dismissed)

    def _offer_again(self, upload: Upload) -> None:
        words = self.tr("Resume") if upload.begun else self.tr("Try again")
        self._add(words, "again", role="primary").clicked.connect(self.again)
        self._add(self.tr("Upload settings…"), "set_up", role="link").clicked.connect(self.set_up_requested)

    def _add(self, words: str, name: str, *, role: str = "") -> Button:
        button = Button(self._theme, words, f"{self._identifier}.{name}", role=role)
        self._buttons.addWidget(button)
        button.show()
        if self._had_focus:  # the focus of a removed button moves to the new one
            self._had_focus = False
            button.setFocus()
        return button

    def _clear(self) -> None:
        self._running = self._had_focus = False
        self._dismiss_button.show()
        self._progress.hide()
        while item := self._buttons.takeAt(0):
            if widget := item.widget():
                self._had_focus = self._had_focus or widget.hasFocus()
                widget.hide()
                widget.setParent(None)
                widget.deleteLater()

    def _lay_out(self) -> None:
        head = row_of(self._icon, self._picture, self._name, self._size, self._dismiss_button, grow=self._name)
        head.setAlignment(self._dismiss_button, Qt.AlignmentFlag.AlignTop)
        said = row_of(self._state, self._words)
        said.setAlignment(self._state, Qt.AlignmentFlag.AlignTop)
        self.setLayout(column_of(head, said, self._more, self._progress, self._buttons, margins=(12, 8, 8, 12), spacing=8))
        for hidden in (self._picture, self._state, self._more, self._progress):
            hidden.hide()


def _scaled(picture: QImage, ratio: float) -> QPixmap:
    side = round(_PICTURE * ratio)
    keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    pixmap = QPixmap.fromImage(picture.scaled(side, side, keep, smooth))
    pixmap.setDevicePixelRatio(ratio)
    return pixmap
