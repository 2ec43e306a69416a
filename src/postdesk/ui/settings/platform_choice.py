"""Which platforms a client's new post begins with."""

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from postdesk.domain.platforms import Platform, platform_label
from postdesk.ui.kit.identity import identify

_COLUMNS: Final = 3


class PlatformChoice(QWidget):
    """A box for each platform; `chosen` follows a click."""

    chosen = Signal()

    def __init__(self, identifier: str) -> None:
        super().__init__()
        self._boxes = {platform: QCheckBox(platform_label(platform)) for platform in Platform}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(8)
        grid.setColumnStretch(_COLUMNS, 1)
        for place, (platform, box) in enumerate(self._boxes.items()):
            identify(box, f"{identifier}.{platform}")
            box.clicked.connect(self.chosen)
            grid.addWidget(box, *divmod(place, _COLUMNS))

    @property
    def platforms(self) -> tuple[Platform, ...]:
        """Those that are ticked."""
        return tuple(platform for platform, box in self._boxes.items() if box.isChecked())

    def show_platforms(self, platforms: Iterable[Platform]) -> None:
        """Tick these."""
        ticked = frozenset(platforms)
        for platform, box in self._boxes.items():
            box.setChecked(platform in ticked)
