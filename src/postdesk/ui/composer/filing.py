"""The files of the open draft: looked at, and shown on the sheet."""

from PySide6.QtCore import QObject

from postdesk.engine.media import Media
from postdesk.ui.composer.file_words import addresses
from postdesk.ui.composer.sheet import Sheet
from postdesk.ui.composer.showing import Showing


class Filing(QObject):
    """Has what the draft names looked at while it is named, and shows what was seen on the sheet; previews ask themselves."""

    def __init__(self, media: Media, showing: Showing, sheet: Sheet) -> None:
        super().__init__(sheet)
        self._media, self._showing, self._sheet = media, showing, sheet
        showing.shown.connect(self._follow)
        media.changed.connect(showing.refresh)  # what is there counts for the findings too
        sheet.files.again_asked.connect(media.look_again)

    def _follow(self) -> None:
        view = self._showing.view
        if view is None:
            return
        self._media.follow(addresses(view.draft))
        self._sheet.files.show_view(view, self._sheet.texts.platform, self._media, self._showing.when)
