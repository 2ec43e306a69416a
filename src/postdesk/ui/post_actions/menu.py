"""Menus of what can be done with a post."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QMenu

from postdesk.domain.clients import Client
from postdesk.domain.post_actions import Action, PostAction
from postdesk.ui.kit.copies import add_copies
from postdesk.ui.kit.theme import Theme
from postdesk.ui.post_actions.registry import ACTIONS, offers_words


def add_offers(
    menu: QMenu,
    theme: Theme,
    offers: Sequence[PostAction],
    run: Callable[[PostAction], object],
    clients: Sequence[Client] = (),
    copy_for: Callable[[int, int], object] = lambda post_id, client_id: None,
) -> None:
    """Add an entry for each offer, which calls `run` with it; a copy can be for one of `clients`.

    The entries are named after the menu and their action.
    """
    for offer, words in zip(offers, offers_words(offers), strict=True):
        action = menu.addAction(words.replace("&", "&&"))
        action.setObjectName(f"{menu.objectName()}.{offer.kind}")
        action.triggered.connect(partial(_run, run, offer))
        if icon := ACTIONS[offer.kind].icon:
            action.setIcon(theme.icon(icon, "secondary"))
        if offer.kind is Action.COPY:
            add_copies(menu, clients, theme, partial(copy_for, offer.post_id))


def _run(run: Callable[[PostAction], object], offer: PostAction, checked: bool = False) -> None:
    run(offer)
