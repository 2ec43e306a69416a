"""The words for a whole post: its platforms' states together, what is most in need first."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QCoreApplication

from postdesk.domain.posts import PostState
from postdesk.domain.state_groups import STILL_HERE, StateGroup
from postdesk.ui.text.words import state_word

translate = QCoreApplication.translate

_OUT: Final = StateGroup.PUBLISHED.value
_BAD: Final = StateGroup.FAILED.value
_IN_DOUBT: Final = frozenset({PostState.CONTRADICTORY, PostState.CHECKING, PostState.RECEIVED})


def seen_as(state: PostState, marks: Sequence[PostState]) -> PostState:
    """The state whose icon and colour a post bears: one that failed on some platforms only is partly published."""
    if state in _BAD and not set(marks) <= _BAD:
        return PostState.PARTIAL
    return PostState.PUBLISHED if state == PostState.CONFIRMED and PostState.PUBLISHED in marks else state


def post_word(state: PostState, marks: Sequence[PostState]) -> str:
    """A post's state; where its platforms (`marks`) differ, how many of them are in it: "1 to decide"."""
    alike, total = marks.count(state), len(marks)
    if total < 2 or alike == total:
        return state_word(state)
    if state in _BAD:
        return _failed(state, marks)
    if state == PostState.TO_DECIDE:
        return translate("Words", "{0} to decide").format(alike)
    doubtful = sum(mark in _IN_DOUBT for mark in marks)
    if state == PostState.HELD:
        words = translate("Words", "{0} on hold, checking {1}…") if doubtful else translate("Words", "{0} of {1} on hold")
        return words.format(alike, doubtful or total)
    if state == PostState.CONTRADICTORY:
        others = doubtful - alike
        words = (
            translate("Words", "{0} unclear, checking {1}…") if others else translate("Words", "{0} of {1}: published or not?")
        )
        return words.format(alike, others or total)
    return _in_doubt(marks) or _on_its_way(state, marks)


def _failed(state: PostState, marks: Sequence[PostState]) -> str:
    total = len(marks)
    out, doubtful, bad = (sum(mark in group for mark in marks) for group in (_OUT, _IN_DOUBT, _BAD))
    if doubtful:
        return translate("Words", "{0} failed, checking {1}…").format(bad, doubtful)
    if out:
        return translate("Words", "Partly published: {0} of {1}").format(out, total)
    if state == PostState.MISSED:
        return translate("Words", "{0} of {1} missed").format(marks.count(state), total)
    return translate("Words", "{0} of {1} failed").format(bad, total) if bad < total else state_word(PostState.FAILED)


def _in_doubt(marks: Sequence[PostState]) -> str:
    total = len(marks)
    if checking := marks.count(PostState.CHECKING) + marks.count(PostState.CONTRADICTORY):
        return translate("Words", "Checking {0} of {1}…").format(checking, total)
    received = marks.count(PostState.RECEIVED)
    return translate("Words", "{0} of {1} without a reference").format(received, total) if received else ""


def _on_its_way(state: PostState, marks: Sequence[PostState]) -> str:
    """Nothing is amiss: how much of it is out, or can't be changed any more."""
    total = len(marks)
    if state == PostState.TO_DELETE:
        return translate("Words", "{0} to be deleted").format(marks.count(state))
    out, locked = sum(mark in _OUT for mark in marks), marks.count(PostState.LOCKED)
    if out == total:
        return state_word(PostState.PUBLISHED)
    if out:
        return translate("Words", "{0} of {1} published").format(out, total)
    if locked and state in STILL_HERE:
        return translate("Words", "{0} of {1} locked").format(locked, total)
    return state_word(state)
