"""A client's avatar: the initials on the client's colour."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from postdesk.domain.clients import Client

_INITIALS = 2
_DARK_TEXT = "#000000"
_LIGHT_TEXT = "#FFFFFF"
_EQUAL_CONTRAST = 0.179
"""The luminance above which dark text has more contrast than white."""
_VISIBLE = 3.0
"""The least contrast of what isn't text, by WCAG 2."""


def initials(name: str) -> str:
    """Return the first letters of the first and the last word, in capitals."""
    words = [word for word in name.split() if word[0].isalnum()] or name.split()[:1]
    chosen = words if len(words) <= _INITIALS else [words[0], words[-1]]
    return "".join(word[0] for word in chosen).upper()


def readable_on(colour: str) -> str:
    """Return white or black, whichever reads better on `colour`."""
    return _DARK_TEXT if luminance(colour) > _EQUAL_CONTRAST else _LIGHT_TEXT


def contrast(one: str, other: str) -> float:
    """Return the contrast (1–21) of two colours, as WCAG 2 defines it."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def visible_on(ground: str, colour: str) -> str:
    """Return the colour, mixed with white or black until it can be seen on the ground, as a stripe."""
    made, mixed = QColor(colour), colour
    end = 0 if readable_on(ground) == _DARK_TEXT else 255
    for share in range(0, 100, 10):
        parts = ((part * (100 - share) + end * share) // 100 for part in (made.red(), made.green(), made.blue()))
        mixed = QColor(*parts).name()
        if contrast(mixed, ground) >= _VISIBLE:
            break
    return mixed


def luminance(colour: str) -> float:
    """Return the relative luminance (0–1) of a colour, as WCAG 2 defines it."""
    made = QColor(colour)
    return 0.2126 * _linear(made.redF()) + 0.7152 * _linear(made.greenF()) + 0.0722 * _linear(made.blueF())


def _linear(share: float) -> float:
    return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)


def paint_avatar(painter: QPainter, rect: QRectF, name: str, colour: str) -> None:
    """Draw a client's avatar into `rect`."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawEllipse(rect)
    font = painter.font()
    font.setPixelSize(max(8, round(rect.height() * 0.42)))
    font.setWeight(font.Weight.DemiBold)
    painter.setFont(font)
    painter.setPen(QColor(readable_on(colour)))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, initials(name))
    painter.restore()


def avatar_pixmap(name: str, colour: str, size: int, ratio: float) -> QPixmap:
    """Return the avatar as a pixmap of `size` logical pixels."""
    pixmap = QPixmap(round(size * ratio), round(size * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    paint_avatar(painter, QRectF(0, 0, size, size), name, colour)
    painter.end()
    return pixmap


def client_icon(client: Client, size: int, ratio: float) -> QIcon:
    """Return a client's avatar as an icon, for menus, buttons and lists; a selected line doesn't tint it."""
    pixmap = avatar_pixmap(client.name, client.colour, size, ratio)
    icon = QIcon(pixmap)
    icon.addPixmap(pixmap, QIcon.Mode.Selected)
    return icon


class Avatar(QWidget):
    """A client's avatar, 24 pixels or larger with a larger font. It is decoration: the name is always beside it."""

    def __init__(self, name: str = "", colour: str = "#59616E", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._colour = name, colour
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_client(self, name: str, colour: str) -> None:
        """Show another client's avatar."""
        if (name, colour) != (self._name, self._colour):
            self._name, self._colour = name, colour
            self.update()

    def sizeHint(self) -> QSize:
        side = max(24, round(self.fontMetrics().height() * 1.4))
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_avatar(QPainter(self), QRectF(self.rect()), self._name, self._colour)
