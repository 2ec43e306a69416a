"""What is known of the files that posts name by their addresses, as far as cards show it."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from postdesk.domain.media import Look
from postdesk.ui.previews.pictured import is_video


@dataclass(frozen=True, slots=True)
class Known:
    """A file: `ratio` is its width by height, 0 where that is not known, `picture` a small one of it."""

    video: bool
    ratio: float = 0.0
    picture: QImage | None = None


class Pictures(QObject):
    """`seen` gives what was seen at an address; `changed` carries one of which more or something else is known now."""

    changed = Signal(str)

    def __init__(
        self, seen: Callable[[str], tuple[Look | None, QImage | None]] = lambda url: (None, None), parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._seen = seen

    def known(self, url: str) -> Known:
        """What is known of the file; by its name, where it was not seen."""
        look, picture = self._seen(url)
        facts = look.facts if look else None
        video, ratio = (facts.type.video, facts.ratio) if facts else (is_video(url), 0.0)
        if picture is None or picture.isNull():
            return Known(video, ratio)
        return Known(video, picture.width() / picture.height(), picture)
