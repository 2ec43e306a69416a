"""The words, icons and colours of a card: a post or a draft in the calendar."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from PySide6.QtCore import QCoreApplication

from postdesk.domain.approval import Approval
from postdesk.domain.board import HEAD_LENGTH, Card
from postdesk.domain.posts import PostOrigin, PostState
from postdesk.domain.state_groups import AT_SERVICE
from postdesk.ui.text import QT_TRANSLATE_NOOP
from postdesk.ui.text.states import (
    Tone,
    approval_icon,
    approval_tone,
    approval_word,
    post_word,
    shown_approval,
    shown_state,
    state_icon,
    state_tone,
)

translate = QCoreApplication.translate

_LATE: Final = timedelta(minutes=5)
_SENDING: Final = QT_TRANSLATE_NOOP("Calendar", "Sending has started. This post can’t be moved any more.")
_FIXED: Final[Mapping[PostState, str]] = {
    PostState.LOCKED: QT_TRANSLATE_NOOP(
        "Calendar", "This post is locked and can’t be moved. Copy it to a new draft for a second post."
    ),
    PostState.CANCELLED: QT_TRANSLATE_NOOP("Calendar", "This post was cancelled. Copy it to a new draft for another time."),
    PostState.CONTRADICTORY: QT_TRANSLATE_NOOP("Calendar", "This post may be published already. Check the profile."),
    **dict.fromkeys(
        (PostState.PUBLISHED, PostState.CONFIRMED, PostState.PARTIAL, PostState.TO_DELETE),
        QT_TRANSLATE_NOOP("Calendar", "This post is published already. Copy it to a new draft for another time."),
    ),
    **dict.fromkeys(
        (PostState.FAILED, PostState.REJECTED),
        QT_TRANSLATE_NOOP("Calendar", "This post failed. Copy it to a new draft for another time."),
    ),
    **dict.fromkeys(
        (PostState.TO_DECIDE, PostState.CHECKING, PostState.RECEIVED),
        QT_TRANSLATE_NOOP("Calendar", "This post may be published already. Answer in the results first."),
    ),
}


def is_late(card: Card, now: datetime) -> bool:
    """Return True if MyPostShare is late with publishing the post."""
    return card.state in AT_SERVICE and now - card.due_at >= _LATE


def card_state(card: Card, now: datetime) -> str:
    """Return a card's state and approval."""
    return " · ".join(part for part in (_state_word(card, now), approval_word(card_approval(card))) if part)


def card_short_state(card: Card, now: datetime) -> str:
    """Return the meaning of a card's icon."""
    return approval_word(card_approval(card)) if shows_approval(card) else _state_word(card, now)


def _state_word(card: Card, now: datetime) -> str:
    if is_late(card, now):
        return translate("Calendar", "Late")
    return post_word(card.state, card.platform_states) if card.state else translate("Calendar", "Draft")


def card_approval(card: Card) -> Approval:
    """Return the card's approval, as long as it matters."""
    return shown_approval(card.approval, card.state)


def shows_approval(card: Card) -> bool:
    """Return True if the approval is shown instead of the state, which for a scheduled post is plain to see."""
    return card.state is PostState.SCHEDULED and bool(card_approval(card))


def card_icon(card: Card, now: datetime) -> str:
    """Return the Lucide name of a card's icon."""
    if is_late(card, now):
        return "clock"
    if shows_approval(card):
        return approval_icon(card_approval(card))
    return state_icon(shown_state(card.state, card.platform_states)) if card.state else "pencil"


def card_icon_colour(card: Card, now: datetime) -> str:
    """Return the colour name of a card's icon."""
    tone = approval_tone(card_approval(card)) if shows_approval(card) else card_tone(card, now)
    return "secondary" if tone is Tone.NEUTRAL else tone


def card_tone(card: Card, now: datetime) -> Tone:
    """Return the tone of a card."""
    if is_late(card, now):
        return Tone.ATTENTION
    return state_tone(shown_state(card.state, card.platform_states)) if card.state else Tone.NEUTRAL


def card_head(card: Card) -> str:
    """Return the first words of a card on one line, with "…" where more may follow, or why there are none."""
    if head := " ".join(card.head.split()):
        return head if len(card.head) < HEAD_LENGTH else f"{head}…"
    if card.origin is PostOrigin.ELSEWHERE:
        return translate("Calendar", "Made outside Postdesk: text not available")
    return translate("Calendar", "No text yet")


def immovable_words(card: Card) -> str:
    """Return why the post of a card can't be moved, and what to do instead."""
    if card.origin is PostOrigin.ELSEWHERE:
        return translate("Calendar", "This post was made outside Postdesk and can’t be moved here.")
    words = _FIXED.get(card.state, _SENDING) if card.state else _SENDING
    return translate("Calendar", words)
