"""Pictures of the window as it looks, with the dialogs and menus over it."""

from pathlib import Path

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QWidget

from postdesk.tour.finder import shown_windows
from postdesk.tour.unlike import Unlike


def take() -> QImage:
    """All windows in view on one picture, the largest at the bottom; Unlike where there is none."""
    windows = shown_windows()[::-1]
    if not windows:
        raise Unlike("no window is open")
    windows.sort(key=lambda window: window.parentWidget() is not None)
    area = windows[0].frameGeometry()
    for window in windows[1:]:
        area = area.united(_place(window))
    return _painted(windows, area)


def save(picture: QImage, file: Path) -> None:
    """As PNG; Unlike where it can't be written."""
    if not picture.convertToFormat(QImage.Format.Format_RGB888).save(str(file)):
        raise Unlike(f"the picture {file.name} can't be written")


def _place(window: QWidget) -> QRect:
    return QRect(window.mapToGlobal(QPoint()), window.size())


def _painted(windows: list[QWidget], area: QRect) -> QImage:
    ratio = windows[0].devicePixelRatioF()
    image = QImage(area.size() * ratio, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(QColor("#808080"))
    painter = QPainter(image)
    for window in windows:
        painter.drawPixmap(window.mapToGlobal(QPoint()) - area.topLeft(), window.grab())
    painter.end()
    return image
