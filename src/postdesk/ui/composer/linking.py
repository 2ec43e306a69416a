"""Puts the address of a picture into the open draft: a public one needs no upload."""

from PySide6.QtCore import QCoreApplication

from postdesk.domain.uploads import Spot
from postdesk.ui.composer.drafting import Drafting
from postdesk.ui.composer.sent_words import spot_words
from postdesk.ui.composer.telling import Telling
from postdesk.ui.text.words import Tone

translate = QCoreApplication.translate


class Linking:
    """Says what it did, and takes it back when asked to."""

    def __init__(self, drafting: Drafting, telling: Telling) -> None:
        self._drafting, self._telling = drafting, telling

    def put(self, spot: Spot, address: str) -> None:
        """The spot has this address now, in the place of any other."""
        draft = self._drafting.draft
        if draft is None:
            return
        before = draft.variant(spot.platform).media_url if spot.platform else draft.media_url
        self._drafting.change(spot.filled(draft, address))
        words = translate("Uploads", "The picture’s address is in {0} now.").format(spot_words(spot))
        undo = translate("Uploads", "Undo")
        self._telling.tell(words, Tone.GOOD, "link", undo, lambda: self._put_back(spot, before), passes=True)

    def _put_back(self, spot: Spot, before: str | None) -> None:
        draft = self._drafting.draft
        if draft and draft.id == spot.draft_id:
            self._drafting.change(draft.with_piece(spot.platform, spot.field, before))
