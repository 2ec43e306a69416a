"""The buttons in the panel of the selected post: those of the whole post, and those that stand at a platform."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.post_actions import Action, PostAction
from postdesk.ui.post_actions.registry import ACTIONS, action_words
from postdesk.ui.results.lines import ResultsLine

AT_PLATFORM: Final = frozenset(
    {
        Action.CHECK_PROFILE,
        Action.SAW_IT,
        Action.SEND_AGAIN,
        Action.ANOTHER_POST,
        Action.ASK_LATER,
        Action.DECIDE,
        Action.DELETED,
        Action.OPEN,
        Action.COPY_LINK,
    }
)
"""The actions that stand at their platform, if the post has several."""

_ICONS: Final = (Action.OPEN, Action.CHECK_PROFILE, Action.COPY_LINK, Action.UNDO)
_NAMED: Final = (Action.OPEN, Action.CHECK_PROFILE, Action.COPY_LINK, Action.RECONNECT)


@dataclass(frozen=True, slots=True)
class PanelButton:
    """A button as it looks, whatever post it is for. `name`: its words for screen readers."""

    identifier: str
    words: str
    name: str
    role: str
    icon: str


Offered = tuple[tuple[PostAction, ...], ...]
"""The actions of a whole post, and then those of each of its platforms."""

PanelButtons = tuple[tuple[PanelButton, ...], ...]
"""The buttons of `Offered`, in the same order."""


def offered_in_panel(line: ResultsLine, platforms: Sequence[ResultsLine]) -> Offered:
    """Return the actions of the whole post, without those that stand at one of several platforms; and these."""
    if len(platforms) < 2:
        return (line.buttons,)
    by_platform = tuple(
        tuple(
            replace(offer, primary=offer.primary and each.needs_attention) for offer in each.buttons if offer.kind in AT_PLATFORM
        )
        for each in platforms
    )
    there = {(offer.kind, offer.entry_id, offer.platform) for offers in by_platform for offer in offers}
    whole = tuple(
        offer
        for offer in line.buttons
        if (offer.kind, offer.entry_id, offer.platform) not in there and offer.kind is not Action.SHOW_PLATFORMS
    )
    return (whole, *by_platform)


def panel_buttons(offered: Offered) -> PanelButtons:
    """Return the buttons of these actions. One of several of a kind has its platform in its identifier."""
    acts = [offer.kind for offers in offered for offer in offers]
    several = {kind for kind in acts if acts.count(kind) > 1}
    return tuple(
        tuple(_button(offer, named=offer.kind in several, beside=place > 0) for offer in offers)
        for place, offers in enumerate(offered)
    )


def _button(offer: PostAction, *, named: bool, beside: bool) -> PanelButton:
    """Return the button of an action. `named`: there are others of its kind; `beside`: its platform stands before it."""
    suffix = f".{offer.platform}" if named and (beside or offer.kind in _NAMED) else ""
    name = action_words(offer, names_platform=named)
    role = "primary" if offer.primary else "quiet" if offer.kind == Action.DETAILS else ""
    icon = ACTIONS[offer.kind].icon if offer.kind in _ICONS else ""
    return PanelButton(f"results.action.{offer.kind}{suffix}", action_words(offer) if beside else name, name, role, icon)
