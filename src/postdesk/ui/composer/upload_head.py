"""A file's picture, name and size, and a cross that puts it away."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from postdesk.ui.composer.sent_words import size_words
from postdesk.ui.kit.buttons import IconButton
from postdesk.ui.kit.mark import IconLabel
from postdesk.ui.kit.plain import PlainLabel
from postdesk.ui.kit.theme import Theme

_PICTURE: Final = 40
_ICON: Final = 24


class UploadHead(QWidget):
    """`cross.clicked` follows the cross."""

    def __init__(self, theme: Theme, identifier: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self._picture = IconLabel(theme, "image", "secondary", _ICON), QLabel()
        self._name, self._size = PlainLabel(role="title", elide=True), PlainLabel(role="secondary")
        self.cross = IconButton(theme, "x", self.tr("Put away"), f"{identifier}.dismiss")
        self._picture.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._icon)
        row.addWidget(self._picture)
        row.addWidget(self._name, 1)
        row.addWidget(self._size)
        row.addWidget(self.cross, 0, Qt.AlignmentFlag.AlignTop)

    @property
    def empty(self) -> bool:
        """Whether no file was shown yet."""
        return not self._name.text()

    def show_file(self, name: str, size: int = 0, icon: str = "image", picture: QImage | None = None) -> None:
        """Show this one; its size in bytes, 0 where it is not known."""
        self._name.setText(name)
        self._size.setText(size_words(size) if size else "")
        self._icon.show_icon(icon, "secondary")
        self._icon.setVisible(picture is None)
        self._picture.setVisible(picture is not None)
        if picture is not None:
            self._picture.setPixmap(_scaled(picture, self.devicePixelRatioF()))


def _scaled(picture: QImage, ratio: float) -> QPixmap:
    side = round(_PICTURE * ratio)
    keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    pixmap = QPixmap.fromImage(picture.scaled(side, side, keep, smooth))
    pixmap.setDevicePixelRatio(ratio)
    return pixmap
