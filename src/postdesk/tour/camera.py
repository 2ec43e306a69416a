"""Pictures of the window as it looks, with the dialogs and menus over it."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QWidget

from postdesk.tour.finder import shown_windows
from postdesk.tour.unlike import Unlike

_LINE: Final = "#8A909C"


def take() -> QImage:
    """All windows in view on one picture, dialogs and menus over the main one; Unlike where there is none."""
    windows = shown_windows()
    if not windows:
        raise Unlike("no window is open")
    windows.reverse()
    windows.sort(key=lambda window: window.parentWidget() is not None)
    area = _place(windows[0])
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
    """What lies over the main window gets a thin line around it, as the desktop's frame would."""
    ratio = windows[0].devicePixelRatioF()
    image = QImage(area.size() * ratio, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(QColor(_LINE))
    painter = QPainter(image)
    for number, window in enumerate(windows):
        place = _place(window).translated(-area.topLeft())
        if number:
            painter.fillRect(place.adjusted(-1, -1, 1, 1), QColor(_LINE))
        painter.drawPixmap(place.topLeft(), window.grab())
    painter.end()
    return image
