"""The drop target of the composer for files and pictures. Text is left to the editor."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from postdesk.ui.kit.editor.mime_media import MimeMediaKind, kind_of_drop, read_media
from postdesk.ui.kit.icon_label import IconLabel
from postdesk.ui.kit.layouts import ROOM, column_of
from postdesk.ui.kit.pane import Frame
from postdesk.ui.kit.plain_text import PlainLabel
from postdesk.ui.kit.theme import Theme

_OVER: Final = (QEvent.Type.DragEnter, QEvent.Type.DragMove)
_LEFT_MS: Final = 80
"""The time in ms after which a drag counts as gone: between two widgets of the composer it leaves the first one briefly."""


class DropTarget(QObject):
    """Accepts files, links and pictures anywhere over the composer; text goes to the widget below.

    `dropped` carries a `MimeMedia`; `hint` returns the text about what a drop of a kind does.
    """

    dropped = Signal(object)

    def __init__(self, area: QWidget, theme: Theme, hint: Callable[[MimeMediaKind], str]) -> None:
        super().__init__(area)
        self._hint = hint
        self._held: MimeMediaKind | None = None
        self._overlay = DropOverlay(area, theme)
        self._left = QTimer(self, singleShot=True, interval=_LEFT_MS)
        self._left.timeout.connect(self._overlay.hide)
        area.setAcceptDrops(True)
        for each in (area, *(part for part in area.findChildren(QWidget) if part.acceptDrops())):
            each.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QDragEnterEvent) and event.type() == QEvent.Type.DragEnter:
            self._held = _accepted_kind(watched, event)
        if isinstance(event, QDragMoveEvent) and event.type() in _OVER and self._held:
            self._take(event)
            self._left.stop()
            self._overlay.say(self._hint(self._held), "link" if self._held is MimeMediaKind.LINK else "upload")
            return True
        if event.type() == QEvent.Type.DragLeave:
            self._left.start()
        if isinstance(event, QDropEvent) and event.type() == QEvent.Type.Drop and (kind := _accepted_kind(watched, event)):
            self._take(event)
            self._overlay.hide()
            self.dropped.emit(read_media(event.mimeData(), kind))
            return True
        return super().eventFilter(watched, event)

    def _take(self, event: QDropEvent) -> None:
        """Accept the drop as a copy: a move would delete the file from its folder."""
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()


def _accepted_kind(watched: QObject, event: QDropEvent) -> MimeMediaKind | None:
    """Return the kind that is accepted there, if any; a line edit takes a link itself."""
    kind = kind_of_drop(event.mimeData())
    return None if kind is MimeMediaKind.LINK and isinstance(watched, QLineEdit) else kind


class DropOverlay(Frame):
    """The overlay over the composer during a drag."""

    def __init__(self, area: QWidget, theme: Theme) -> None:
        super().__init__("veil", "composer.drop", parent=area)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._icon = IconLabel(theme, "upload", "accent", 32)
        self._label = PlainLabel(role="title", wrap=True, identifier="composer.drop.text")
        self._label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = column_of(ROOM, self._icon, self._label, ROOM, margins=(24, 24, 24, 24), spacing=8)
        column.setAlignment(self._icon, Qt.AlignmentFlag.AlignHCenter)
        self.setLayout(column)
        self.hide()

    def say(self, words: str, icon: str) -> None:
        """Show the effect of a drop over the whole area."""
        self._icon.show_icon(icon, "accent")
        self._label.setText(words)
        area = self.parentWidget()
        assert area
        self.setGeometry(area.rect())
        self.raise_()
        self.show()
