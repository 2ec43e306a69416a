"""The words, icons and colours of states: of a post, its platforms, its holds and its approval. Never colour alone."""

from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QCoreApplication

from postdesk.domain.approval import Approval, ApprovalRecord
from postdesk.domain.delivery import Hold
from postdesk.domain.posts import Post, PostState
from postdesk.domain.state_groups import UNSENT_STATES, StateGroup
from postdesk.ui.text import QT_TRANSLATE_NOOP

if TYPE_CHECKING:
    from postdesk.engine.approvals import ApprovalChange

translate = QCoreApplication.translate


class Tone(StrEnum):
    """The meaning of a colour. The value is the colour's name in `ui.kit.colours` and the style sheet's `tone`."""

    NEUTRAL = "text"
    GOOD = "good"
    BAD = "bad"
    ATTENTION = "attention"
    LOCKED = "locked"
    ACCENT = "accent"


class StateLook(NamedTuple):
    """A state as it is shown: word, Lucide icon and tone."""

    word: str
    icon: str
    tone: Tone


# Amber if the user has to act, grey if the post can't be recalled.
_STATES: Final = {
    PostState.TO_DECIDE: StateLook(QT_TRANSLATE_NOOP("States", "Did this go out?"), "circle-question-mark", Tone.ATTENTION),
    PostState.MISSED: StateLook(QT_TRANSLATE_NOOP("States", "Missed"), "history", Tone.ATTENTION),
    PostState.REJECTED: StateLook(QT_TRANSLATE_NOOP("States", "Refused"), "circle-x", Tone.BAD),
    PostState.FAILED: StateLook(QT_TRANSLATE_NOOP("States", "Failed"), "circle-x", Tone.BAD),
    PostState.PARTIAL: StateLook(QT_TRANSLATE_NOOP("States", "Partly published"), "triangle-alert", Tone.ATTENTION),
    PostState.TO_DELETE: StateLook(QT_TRANSLATE_NOOP("States", "Published, to delete"), "trash-2", Tone.ATTENTION),
    PostState.HELD: StateLook(QT_TRANSLATE_NOOP("States", "On hold"), "circle-pause", Tone.ATTENTION),
    PostState.CHECKING: StateLook(QT_TRANSLATE_NOOP("States", "Checking if it went out…"), "hourglass", Tone.LOCKED),
    PostState.CONTRADICTORY: StateLook(QT_TRANSLATE_NOOP("States", "Published or not?"), "circle-question-mark", Tone.ATTENTION),
    PostState.SENDING: StateLook(QT_TRANSLATE_NOOP("States", "Sending"), "send", Tone.ACCENT),
    PostState.QUEUED: StateLook(QT_TRANSLATE_NOOP("States", "Queued"), "loader", Tone.ACCENT),
    PostState.PROCESSING: StateLook(QT_TRANSLATE_NOOP("States", "Publishing"), "loader", Tone.LOCKED),
    PostState.UNKNOWN: StateLook(QT_TRANSLATE_NOOP("States", "At MyPostShare"), "loader", Tone.LOCKED),
    PostState.RECEIVED: StateLook(QT_TRANSLATE_NOOP("States", "Accepted, no post ID"), "hourglass", Tone.LOCKED),
    PostState.SCHEDULED: StateLook(QT_TRANSLATE_NOOP("States", "Scheduled"), "calendar-days", Tone.ACCENT),
    PostState.NEEDS_THIS_COMPUTER: StateLook(QT_TRANSLATE_NOOP("States", "Needs this computer"), "monitor", Tone.ACCENT),
    PostState.LOCKED: StateLook(QT_TRANSLATE_NOOP("States", "Locked"), "lock", Tone.LOCKED),
    PostState.CONFIRMED: StateLook(QT_TRANSLATE_NOOP("States", "Confirmed by you"), "check", Tone.GOOD),
    PostState.PUBLISHED: StateLook(QT_TRANSLATE_NOOP("States", "Published"), "circle-check", Tone.GOOD),
    PostState.CANCELLED: StateLook(QT_TRANSLATE_NOOP("States", "Cancelled"), "circle-slash", Tone.LOCKED),
}

_HOLDS: Final = {
    Hold.UNDO_DELAY: QT_TRANSLATE_NOOP("States", "Sending in a moment, can still be undone"),
    Hold.NOT_DUE: QT_TRANSLATE_NOOP("States", "Not due yet"),
    Hold.ACCOUNT_CHANGED: QT_TRANSLATE_NOOP("States", "The connected account has changed"),
    Hold.NOT_CONNECTED: QT_TRANSLATE_NOOP("States", "The account needs reconnecting"),
    Hold.KEY_REJECTED: QT_TRANSLATE_NOOP("States", "MyPostShare doesn’t accept the API key"),
    Hold.REFUSED_PERMISSION: QT_TRANSLATE_NOOP("States", "The API key may not post for this client and platform"),
    Hold.OFFLINE: QT_TRANSLATE_NOOP("States", "MyPostShare can’t be reached"),
    Hold.CLOCK: QT_TRANSLATE_NOOP("States", "This computer’s clock differs from MyPostShare’s"),
    Hold.STORAGE: QT_TRANSLATE_NOOP("States", "Couldn’t save the send record"),
    Hold.RESTORED: QT_TRANSLATE_NOOP("States", "The profile was copied or restored, so this post waits for you"),
    Hold.CHANGED: QT_TRANSLATE_NOOP("States", "Changed since it was scheduled. Check before sending"),
    Hold.PAUSED: QT_TRANSLATE_NOOP("States", "All sending is paused"),
    Hold.MEDIA: QT_TRANSLATE_NOOP("States", "The image or video can’t be fetched from its link"),
    Hold.NOT_APPROVED: QT_TRANSLATE_NOOP("States", "The client hasn’t approved this post"),
    Hold.EARLIER_PUBLISHED: QT_TRANSLATE_NOOP("States", "The first post was published after all. This would be a second one"),
    Hold.EARLIER_UNCLEAR: QT_TRANSLATE_NOOP("States", "Waiting for MyPostShare to say what happened to the first post"),
    Hold.EARLIER_MISSING: QT_TRANSLATE_NOOP(
        "States", "MyPostShare no longer has the first post. Check the profile before sending"
    ),
}

_APPROVALS: Final = {
    Approval.WAITING: StateLook(QT_TRANSLATE_NOOP("Approval", "Waiting for approval"), "message-circle", Tone.ATTENTION),
    Approval.APPROVED: StateLook(QT_TRANSLATE_NOOP("Approval", "Approved"), "thumbs-up", Tone.GOOD),
}

_OUT: Final = StateGroup.PUBLISHED.value
_BAD: Final = StateGroup.FAILED.value
_IN_DOUBT: Final = frozenset({PostState.CONTRADICTORY, PostState.CHECKING, PostState.RECEIVED})
_NEED_APPROVAL: Final = UNSENT_STATES | {PostState.MISSED}


def state_word(state: PostState) -> str:
    """Return a post's state in words."""
    return translate("States", _STATES[state].word)


def state_icon(state: PostState) -> str:
    """Return the Lucide name of a state's icon."""
    return _STATES[state].icon


def state_tone(state: PostState) -> Tone:
    """Return the tone of a state."""
    return _STATES[state].tone


def hold_word(hold: Hold) -> str:
    """Return why a post is on hold, as a sentence without a full stop."""
    return translate("States", _HOLDS[hold])


def shown_state(state: PostState, platform_states: Sequence[PostState]) -> PostState:
    """Return the state with the post's icon and colour: one that failed on some platforms only is partly published."""
    if state in _BAD and not set(platform_states) <= _BAD:
        return PostState.PARTIAL
    return PostState.PUBLISHED if state == PostState.CONFIRMED and PostState.PUBLISHED in platform_states else state


def post_word(state: PostState, platform_states: Sequence[PostState]) -> str:
    """Return a post's state or, if its platforms (`platform_states`) differ, the number of them in it: "1 needs your answer"."""
    alike, total = platform_states.count(state), len(platform_states)
    if total < 2 or alike == total:
        return state_word(state)
    if state in _BAD:
        return _failed(state, platform_states)
    if state == PostState.TO_DECIDE:
        return to_decide_words(alike)
    doubtful = sum(mark in _IN_DOUBT for mark in platform_states)
    if state == PostState.HELD:
        words = translate("States", "{0} on hold, checking {1}…") if doubtful else translate("States", "{0} of {1} on hold")
        return words.format(alike, doubtful or total)
    if state == PostState.CONTRADICTORY:
        others = doubtful - alike
        unclear, asked = translate("States", "{0} unclear, checking {1}…"), translate("States", "{0} of {1}: published or not?")
        return (unclear if others else asked).format(alike, others or total)
    return _in_doubt(platform_states) or _on_its_way(state, platform_states)


def to_decide_words(count: int) -> str:
    """Return the number of posts or platforms that need an answer, in words."""
    return translate("States", "%n need your answer", "", count)


def _failed(state: PostState, platform_states: Sequence[PostState]) -> str:
    total = len(platform_states)
    out, doubtful, bad = (sum(mark in group for mark in platform_states) for group in (_OUT, _IN_DOUBT, _BAD))
    if doubtful:
        return translate("States", "{0} failed, checking {1}…").format(bad, doubtful)
    if out:
        return translate("States", "Partly published: {0} of {1}").format(out, total)
    if state == PostState.MISSED:
        return translate("States", "{0} of {1} missed").format(platform_states.count(state), total)
    return translate("States", "{0} of {1} failed").format(bad, total) if bad < total else state_word(PostState.FAILED)


def _in_doubt(platform_states: Sequence[PostState]) -> str:
    total = len(platform_states)
    if checking := platform_states.count(PostState.CHECKING) + platform_states.count(PostState.CONTRADICTORY):
        return translate("States", "Checking {0} of {1}…").format(checking, total)
    received = platform_states.count(PostState.RECEIVED)
    return translate("States", "{0} of {1} without a post ID").format(received, total) if received else ""


def _on_its_way(state: PostState, platform_states: Sequence[PostState]) -> str:
    """Return the number of published, locked or deletable platforms of a post without failures."""
    total = len(platform_states)
    if state == PostState.TO_DELETE:
        return translate("States", "{0} to delete").format(platform_states.count(state))
    out, locked = sum(mark in _OUT for mark in platform_states), platform_states.count(PostState.LOCKED)
    if out == total:
        return state_word(PostState.PUBLISHED)
    if out:
        return translate("States", "{0} of {1} published").format(out, total)
    if locked and state in UNSENT_STATES:
        return translate("States", "{0} of {1} locked").format(locked, total)
    return state_word(state)


def shown_approval(approval: Approval, state: PostState | None) -> Approval:
    """Return the approval as long as it matters: NONE once a post is published or locked."""
    return approval if state in _NEED_APPROVAL else Approval.NONE


def approval_word(approval: Approval) -> str:
    """Return an approval in a few words; empty if none is required."""
    return translate("Approval", _APPROVALS[approval].word) if approval else ""


def approval_icon(approval: Approval) -> str:
    """Return the Lucide name of an approval's icon."""
    return _APPROVALS[approval].icon if approval else ""


def approval_tone(approval: Approval) -> Tone:
    """Return the tone of an approval: attention while the client has to be asked."""
    return _APPROVALS[approval].tone if approval else Tone.GOOD


def approval_story(post: Post) -> str:
    """Return a post's approval as a sentence; empty if it doesn't matter."""
    match shown_approval(post.approval.state, post.state):
        case Approval.WAITING if has_changed_since_approval(post.approval):
            return translate("Approval", "Changed after the client approved it. It needs approval again.")
        case Approval.WAITING:
            return translate("Approval", "Waiting for the client’s approval.")
        case Approval.APPROVED:
            return translate("Approval", "Approved by the client.")
        case _:
            return ""


def has_changed_since_approval(record: ApprovalRecord) -> bool:
    """Return True if the client approved an earlier version."""
    return record.state is Approval.WAITING and bool(record.fingerprints)


def approval_change_words(marked: "ApprovalChange") -> str:
    """Return the result of setting the approval of several posts."""
    count = len(marked.before)
    if not count:
        return translate("Approval", "Nothing changed: already set, or too late to change.")
    if marked.approval is Approval.APPROVED:
        return translate("Approval", "%n posts approved.", "", count)
    return translate("Approval", "%n posts wait for approval.", "", count)
