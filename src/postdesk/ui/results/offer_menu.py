"""What can be done with a post, as a menu."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from postdesk.domain.clients import Client
from postdesk.domain.post_actions import Action, PostAction
from postdesk.ui.kit.copies import add_copies
from postdesk.ui.kit.theme import Theme
from postdesk.ui.results.act_words import act_icon, act_word


class OfferMenu(QMenu):
    """`wanted` carries the chosen PostAction, `copy_wanted` a post's number and a client's id, one of `clients`.

    The menu deletes itself when it closes.
    """

    wanted = Signal(object)
    copy_wanted = Signal(int, int)

    def __init__(self, theme: Theme, offers: Sequence[PostAction], parent: QWidget, clients: Sequence[Client] = ()) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        acts = [offer.kind for offer in offers]
        for offer in offers:
            words = act_word(offer, several=acts.count(offer.kind) > 1)
            action = self.addAction(words.replace("&", "&&"), partial(self.wanted.emit, offer))
            if icon := act_icon(offer.kind):
                action.setIcon(theme.icon(icon))
            if offer.kind is Action.COPY:
                add_copies(self, clients, theme, partial(self.copy_wanted.emit, offer.post_id))
