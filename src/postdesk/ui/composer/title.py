"""The composer's title bar: the client, the time of the last save, undo, the sheet, the menu and close."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolButton, QWidget

from postdesk.domain.clients import Client
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.ui.composer.draft_session import DraftSession
from postdesk.ui.composer.model import ComposerModel
from postdesk.ui.kit.avatar import Avatar, visible_on
from postdesk.ui.kit.buttons import ElidedButton, IconButton
from postdesk.ui.kit.editor.editor import Editor
from postdesk.ui.kit.identifiers import identify
from postdesk.ui.kit.layouts import row_of
from postdesk.ui.kit.pane_title import PaneTitle
from postdesk.ui.kit.plain_text import PlainLabel, plain_tooltip
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.times import recent_text

_BAR = 3
_HEIGHT = 40
"""Lower than the head of a place: the room is for the text."""

_MARGINS = (14, 6, 8, 6)
"""The title begins where the text does."""

_LABEL_CHARACTERS = 12


class ComposerTitle(PaneTitle):
    """The client's colour across the top, the avatar and "For …" below it; `remark` shows the time of the last save.

    `labels` shows the draft's labels; a click on it changes them. `sheet` and `close_button` are for the window to answer.
    """

    def __init__(self, theme: Theme, model: ComposerModel, editor: Editor, parent: QWidget | None = None) -> None:
        super().__init__("", "composer.head", parent, role="title")
        self.setMinimumHeight(_HEIGHT)
        self._row.setContentsMargins(*_MARGINS)
        self._theme, self._model, self._editor = theme, model, editor
        self._colour = ""
        self._labels: Sequence[str] = ()
        self._avatar = Avatar()
        identify(self._title, "composer.for")
        self._row.insertWidget(0, self._avatar)
        self.labels = ElidedButton(theme, "", "composer.labels", role="quiet", icon="tag", colour="secondary")
        self.undo = IconButton(theme, "undo-2", self.tr("Undo typing (Ctrl+Z)"), "composer.undo", on_click=editor.undo)
        self.sheet = IconButton(theme, "maximize-2", "", "composer.sheet")
        self.menu = IconButton(theme, "ellipsis", self.tr("Drafts, copies, delete"), "composer.menu")
        self.close_button = IconButton(theme, "x", self.tr("Close (the draft is kept)"), "composer.close")
        self.menu.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.labels.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.add(self.labels)
        buttons = QWidget()  # a layout that is added to the row of a window leaves objects behind in PySide6 before 6.12
        buttons.setLayout(row_of(self.undo, self.sheet, self.menu, self.close_button, spacing=0))
        self._row.addWidget(buttons)
        self.show_wide(False)
        self._show_client(None)
        self.labels.hide()
        model.live_review.changed.connect(self._show)
        editor.undoAvailable.connect(self.undo.setEnabled)
        self.undo.setEnabled(False)

    def show_wide(self, wide: bool) -> None:
        """Offer the sheet or, in the sheet (`wide`), the panel."""
        self.sheet.set_icon("minimize-2" if wide else "maximize-2")
        self.sheet.set_words(self.tr("Back to the panel (Ctrl+Shift+N)") if wide else self.tr("Open as a sheet (Ctrl+Shift+N)"))

    def _show(self) -> None:
        if self._model.client != self._client or not self._model.draft:
            self._show_client(self._model.client)
        self._show_labels(self._model.draft.labels if self._model.draft else ())
        self.undo.setEnabled(self._editor.document().isUndoAvailable())

    def _show_client(self, client: Client | None) -> None:
        """Show the client of the open draft; None if no draft is open."""
        self._client, self._colour = client, client.colour if client else ""
        self._avatar.setVisible(client is not None)
        if client:
            self._avatar.show_client(client.name, client.colour)
        self.set_title(self.tr("For {0}").format(client.name) if client else self.tr("Composer"))
        self.undo.setVisible(client is not None)
        self.menu.setVisible(client is not None)
        self.update()

    def _show_labels(self, labels: Sequence[str]) -> None:
        """Show the draft's label, or the number of its labels."""
        if labels == self._labels:
            return
        self._labels = labels
        self.labels.setVisible(bool(labels))
        if not labels:
            return
        metrics, (first, *others) = self.labels.fontMetrics(), labels
        one = metrics.elidedText(first, Qt.TextElideMode.ElideRight, metrics.averageCharWidth() * _LABEL_CHARACTERS)
        words = self.tr("{0} labels").format(len(labels)) if others else one
        named = self.tr("Labels: {0}").format(", ".join(labels))
        self.labels.set_text(words)
        self.labels.setAccessibleName(named)
        plain_tooltip(self.labels, named)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._colour:
            QPainter(self).fillRect(0, 0, self.width(), _BAR, QColor(visible_on(self._theme.colours.surface, self._colour)))


class SavedNote(QObject):
    """Shows beside the title the time of the last save, or that the last edits aren't saved."""

    def __init__(self, session: WorkspaceSession, draft_session: DraftSession, local_zone: ZoneInfo, label: PlainLabel) -> None:
        super().__init__(label)
        self._session, self._draft_session, self._local_zone, self._label = session, draft_session, local_zone, label
        draft_session.opened.connect(self._open)
        draft_session.saved.connect(self._show)
        session.unsaved.changed.connect(self._show_unsaved)

    def _open(self) -> None:
        draft = self._draft_session.draft
        self._say("")
        if draft and draft.updated_at:
            self._show(draft.updated_at)
        self._show_unsaved()

    def _show(self, moment: datetime) -> None:
        if not self._show_unsaved():
            self._say(self.tr("saved {0}").format(recent_text(moment, self._local_zone, self._session.clock.now())))

    def _show_unsaved(self) -> bool:
        draft = self._draft_session.draft
        unsaved = draft is not None and self._session.composer.is_unsaved(draft.id)
        if unsaved:
            self._say(self.tr("not saved yet"))
        return unsaved

    def _say(self, words: str) -> None:
        if self._label.text() != words:
            self._label.setText(words)
