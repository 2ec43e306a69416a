"""What the composer's acts say: to whom, how much stands against them, what was left out, and what came of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from PySide6.QtCore import QCoreApplication

from postdesk.domain.limits import Severity
from postdesk.domain.posts import Post, PostState
from postdesk.domain.review import BlockedReason, DraftReview, Replacement
from postdesk.domain.submitting import Act
from postdesk.ui.composer.words import Remark
from postdesk.ui.text.names import names
from postdesk.ui.text.posts import post_word, seen_as
from postdesk.ui.text.problems import problem_words
from postdesk.ui.text.words import Tone, state_tone

translate = QCoreApplication.translate

_LONGEST_NAME: Final = 16
WAITING: Final = frozenset({PostState.SCHEDULED, PostState.FROM_HERE})
_UNDERWAY: Final = frozenset({PostState.QUEUED, PostState.SENDING})


def accounts_words(count: int) -> str:
    """So many accounts."""
    if count == 1:
        return translate("Composer", "1 account")
    return translate("Composer", "{0} accounts").format(count)


def act_words(view: DraftReview, client: str) -> str:
    """What the first button does, for whom and to how many accounts; some of them where others are left out."""
    ready, chosen = len(view.ready), len(view.draft.platforms)
    who = client if len(client) <= _LONGEST_NAME else f"{client[: _LONGEST_NAME - 1].rstrip()}…"
    some = 0 < ready < chosen
    if view.draft.template:
        return translate("Composer", "Save template")
    if view.replacement is Replacement.SCHEDULED:
        words = (
            translate("Composer", "Save changes for {0} to {1} of {2}") if some else translate("Composer", "Save changes for {0}")
        )
        return words.format(who, ready, chosen)
    if some:
        return translate("Composer", "Schedule for {0} to {1} of {2}").format(who, ready, chosen)
    if ready == 0 or view.draft.empty:
        return translate("Composer", "Schedule for {0}").format(who)
    return translate("Composer", "Schedule for {0} to {1}").format(who, accounts_words(ready))


def publish_words(view: DraftReview, client: str) -> str:
    """What publishing now does, for whom."""
    words = translate("Composer", "Publish now to {0} for {1}")
    return words.format(accounts_words(len(view.ready)), client)


def short_publish_words(view: DraftReview, *, asks: bool) -> str:
    """What the button says that publishes now: the client stands above, an ellipsis where it asks first."""
    words = translate("Composer", "Publish now to {0}").format(accounts_words(len(view.ready)))
    words = words if view.ready else translate("Composer", "Publish now")
    return translate("Composer", "{0}…").format(words) if asks else words


def standing_words(view: DraftReview) -> str:
    """What stands against it, next to the act: how much of it, since it may be out of sight. Empty where nothing does."""
    stops, warnings = view.count(Severity.STOP), view.count(Severity.WARN)
    if view.draft.template:
        return ""
    if view.blocked is BlockedReason.TOO_LATE:
        return translate("Composer", "Too late to change it")
    if view.blocked is BlockedReason.CALLED_OFF:
        return translate("Composer", "The post was cancelled")
    if view.blocked is BlockedReason.NO_PLATFORM:
        return translate("Composer", "Choose an account")
    said = []
    if stops:
        said.append(translate("Composer", "1 problem") if stops == 1 else translate("Composer", "{0} problems").format(stops))
    if warnings and not view.draft.empty and not (stops and view.blocked):
        said.append(
            translate("Composer", "1 warning") if warnings == 1 else translate("Composer", "{0} warnings").format(warnings)
        )
    words = ", ".join(said)
    return translate("Composer", "Can’t go out yet: {0}").format(words) if stops and view.blocked else words


def to_whom_words(view: DraftReview) -> str:
    """The accounts that it goes to, where nothing stands against it."""
    goes = bool(view.ready) and not view.draft.template
    return translate("Composer", "To {0}").format(names(view.ready)) if goes else ""


def left_out_words(view: DraftReview, when: Callable[[datetime], str]) -> str:
    """Which platforms were left out and why, and that nothing of it is lost; `when` gives the words for a moment."""
    reasons = []
    for finding in view.problems:
        behind = tuple(platform for platform in finding.platforms if platform in view.held_back)
        if behind and finding.severity is Severity.STOP:
            reasons.append(problem_words(replace(finding, platforms=behind), when))
    words = translate("Composer", "{0} was left out, and is kept as a draft.")
    if len(view.held_back) > 1:
        words = translate("Composer", "{0} were left out, and are kept as a draft.")
    return " ".join((words.format(names(view.held_back)), *reasons))


@dataclass(frozen=True, slots=True)
class Done:
    """What came of an act: the state of its post now, and of each of its accounts (`marks`), and how it is said.

    `paused`: all sending is.
    """

    act: Act
    state: PostState
    marks: tuple[PostState, ...]
    client: str
    when: str
    changed: bool = False
    paused: bool = False


def done_remark(done: Done) -> Remark | None:
    """What is true of it now, for whom; None where there is nothing to say any more."""
    underway = sum(mark in _UNDERWAY for mark in done.marks)
    to = accounts_words(underway or len(done.marks))
    match done.state:
        case PostState.CANCELLED:
            return None
        case PostState.SCHEDULED | PostState.FROM_HERE if done.changed and {*done.marks} <= WAITING:
            return Remark(translate("Composer", "Changes saved for {0}, {1}").format(done.client, done.when), Tone.GOOD)
        case PostState.SCHEDULED | PostState.FROM_HERE if {*done.marks} <= WAITING:
            return Remark(translate("Composer", "Scheduled for {0} to {1}, {2}").format(done.client, to, done.when), Tone.GOOD)
        case PostState.QUEUED | PostState.HELD if done.paused:
            words = translate("Composer", "Waits for {0}: all sending is paused").format(done.client)
            return Remark(words, state_tone(PostState.HELD))
        case PostState.QUEUED | PostState.SENDING if done.act is Act.PUBLISH_NOW:
            return Remark(translate("Composer", "Publishing now for {0} to {1}").format(done.client, to), Tone.GOOD)
        case PostState.QUEUED | PostState.SENDING:
            return Remark(translate("Composer", "Locking in for {0} to {1}, {2}").format(done.client, to, done.when), Tone.GOOD)
        case PostState.LOCKED if {*done.marks} == {PostState.LOCKED}:
            return Remark(translate("Composer", "Locked for {0} to {1}, {2}").format(done.client, to, done.when), Tone.GOOD)
        case PostState.PUBLISHED | PostState.CONFIRMED:
            return Remark(translate("Composer", "Published for {0} to {1}").format(done.client, to), Tone.GOOD)
        case state:
            words = translate("Composer", "For {0}: {1}").format(done.client, post_word(state, done.marks))
            return Remark(words, state_tone(seen_as(state, done.marks)))


@dataclass(frozen=True, slots=True)
class Part:
    """One of the posts that a draft became, with the state of each of its accounts, and its time in words."""

    post: Post
    marks: tuple[PostState, ...]
    when: str


def parts_remark(client: str, parts: Sequence[Part]) -> Remark:
    """What is true of several posts now, of whom at which time."""
    if all({*part.marks} <= WAITING for part in parts):
        times = [translate("Composer", "{0} {1}").format(names(part.post.platforms), part.when) for part in parts]
        return Remark(translate("Composer", "Scheduled for {0}: {1}").format(client, "; ".join(times)), Tone.GOOD)
    words = translate("Composer", "{0} {1} ({2})")
    states = [words.format(names(part.post.platforms), part.when, post_word(part.post.state, part.marks)) for part in parts]
    return Remark(translate("Composer", "For {0}: {1}").format(client, "; ".join(states)), Tone.GOOD)
