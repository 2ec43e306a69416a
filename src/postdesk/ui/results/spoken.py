"""Announces new states of posts to screen readers while the window is open."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QCoreApplication

from postdesk.domain.posts import PostState
from postdesk.domain.state_groups import OUTCOMES

translate = QCoreApplication.translate

MOST_NAMED: Final = 3
"""More than so many are only counted."""


def news(before: Mapping[int, PostState], after: Mapping[int, PostState]) -> dict[int, PostState]:
    """The posts that were known and have another outcome now."""
    return {
        post_id: state for post_id, state in after.items() if state in OUTCOMES and post_id in before and before[post_id] != state
    }


def news_words(named: Mapping[str, str], total: int) -> str:
    """ "We are live: Published", for the words of states by titles; only their number where there are many."""
    if total > MOST_NAMED:
        return translate("Results", "{0} posts have news").format(total)
    return ". ".join(f"{title}: {word}" for title, word in named.items())
