"""What happened to a post, in a sentence: in our words, and in the service's own where it gave any."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication

from postdesk.domain.delivery import Evidence, Hold, Reason, State, read_reason
from postdesk.domain.post_actions import pressing
from postdesk.domain.posts import (
    Entry,
    Mode,
    Post,
    PostState,
    effective,
    entry_state,
    may_be_another,
    may_be_ours,
    other_tries,
    platform_state,
)
from postdesk.domain.state_groups import AT_SERVICE, TO_DO
from postdesk.ui.results.contradiction import contradiction_words
from postdesk.ui.results.waiting_words import trouble_words, waiting_words
from postdesk.ui.text.approvals import approval_story
from postdesk.ui.text.posts import post_word, seen_as
from postdesk.ui.text.said import one_line, said
from postdesk.ui.text.words import Tone, hold_word, platform_word, state_icon, state_tone, when_text, zone_word

translate = QCoreApplication.translate

_LATE: Final = (60, 15, 5)
"""Minutes past its time from which a post at MyPostShare is called late, ever more pressingly (API gap G31)."""

WORTH_A_LOOK: Final = 15
"""From so many minutes on the profile is worth a look."""

_TOLD: Final = TO_DO | {PostState.CHECKING, PostState.RECEIVED}
"""Each platform in one of these states is told of, whatever became of the others."""


@dataclass(frozen=True, slots=True)
class Scene:
    """From where the results are seen: the zone of the times, the present moment, and the platforms to reconnect.

    `agreed`: the platforms with an account that the user agreed to.
    """

    zone: ZoneInfo
    now: datetime
    to_reconnect: frozenset[str] = frozenset()
    put_off: frozenset[int] = frozenset()
    agreed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Standing:
    """A state as it is shown: word, icon and tone."""

    word: str
    icon: str
    tone: Tone


def standing(state: PostState, entries: tuple[Entry, ...], now: datetime, marks: Sequence[PostState] = ()) -> Standing:
    """The state's word, or "15 min late" for what MyPostShare should have published by now; `marks`: a whole post's platforms."""
    late = late_minutes(state, entries, now)
    if late:
        words = translate("Results", "{0} min late") if late < _LATE[0] else ""
        word = words.format(late) if words else translate("Results", "Over an hour late")
        return Standing(word, "clock", Tone.ATTENTION)
    if state == PostState.UNKNOWN and (word := next((one_line(entry.remote_status) for entry in entries), "")):
        return Standing(translate("Results", "MyPostShare: “{0}”").format(word), state_icon(state), Tone.LOCKED)
    face = seen_as(state, marks)
    return Standing(post_word(state, marks), state_icon(face), state_tone(face))


def late_minutes(state: PostState, entries: tuple[Entry, ...], now: datetime) -> int:
    """5, 15 or 60 for what is at least so late at MyPostShare, otherwise 0."""
    if state not in AT_SERVICE:
        return 0
    due = [entry.due_at for entry in entries if entry_state(entry) in AT_SERVICE and entry.state == State.ACCEPTED]
    minutes = (now - min(due)) / timedelta(minutes=1) if due else 0
    return next((mark for mark in _LATE if minutes >= mark), 0)


def post_story(post: Post, scene: Scene) -> str:
    """What happened to the whole post, or what will: each platform that something is the matter with is named."""
    entries = effective(post.entries)
    troubled = [entry for entry in entries if entry_state(entry) in _TOLD]
    told = troubled if post.state in _TOLD else pressing(post)
    stories = _by_story(told, scene)
    if len(stories) == 1 and len(told) == len(entries):
        words = next(iter(stories))
    else:
        words = " · ".join(f"{', '.join(names)}: {story}" for story, names in stories.items() if story)
    more = [part for part in (approval_story(post), _tried_too(post), _tried_again(post), _reconnect_before(post, scene)) if part]
    return " ".join([_ended(words) if more else words, *more]).strip()


def _ended(words: str) -> str:
    """With a full stop where another sentence follows."""
    return f"{words}." if words and not words.endswith((".", "…", ".”")) else words


def _tried_again(post: Post) -> str:
    """That a post of its own tries again what failed."""
    return translate("Results", "It was tried again since.") if post.retried_by else ""


def _tried_too(post: Post) -> str:
    """That something else was tried of what is up; the details of the post say what became of it."""
    names = dict.fromkeys(platform for entry in other_tries(post.entries) for platform in entry.platforms)
    words = translate("Results", "Another try for {0} did not go out.")
    return words.format(", ".join(map(platform_word, names))) if names else ""


def _by_story(entries: Iterable[Entry], scene: Scene) -> dict[str, list[str]]:
    """The platforms' names by what happened to them, in the order of their pressing."""
    stories: dict[str, list[str]] = {}
    for entry in sorted(entries, key=lambda each: tuple(PostState).index(entry_state(each))):
        stories.setdefault(entry_story(entry, scene), []).extend(map(platform_word, entry.platforms))
    return stories


def entry_story(entry: Entry, scene: Scene) -> str:
    """What happened to one request."""
    state = entry_state(entry)
    late = late_minutes(state, (entry,), scene.now)
    if late:
        return _late(late)
    match state:
        case PostState.SCHEDULED | PostState.FROM_HERE:
            return _planned(entry, scene)
        case PostState.QUEUED | PostState.HELD:
            return waiting_words(entry, scene.zone, scene.now)
        case PostState.TO_DECIDE | PostState.CHECKING | PostState.RECEIVED:
            return _in_doubt(entry)
        case PostState.CONTRADICTORY:
            return contradiction_words(entry, entry.platforms)
        case PostState.CONFIRMED if entry.stands_since:
            return translate("Results", "You said so {0}.").format(when_text(entry.stands_since, scene.zone, scene.now))
        case PostState.MISSED | PostState.REJECTED | PostState.CANCELLED:
            return _not_sent(entry)
        case _:
            return " ".join(part for part in (_found(entry), _taken(entry, state)) if part)


def platform_story(entry: Entry, platform: str, scene: Scene) -> str:
    """What happened on one platform, the service's own words first."""
    if platform_state(entry, platform) == PostState.CONTRADICTORY:
        return contradiction_words(entry, (platform,))
    told = next((result.detail for result in entry.results if result.platform == platform), "")
    return _quoted(told) if told else entry_story(entry, scene)


def _planned(entry: Entry, scene: Scene) -> str:
    due = translate("Results", "{0} {1} time").format(when_text(entry.due_at, scene.zone, scene.now), zone_word(scene.zone.key))
    if entry.lock_in_at:
        when = when_text(entry.lock_in_at, scene.zone, scene.now)
        return translate("Results", "Editable until {0}").format(when)
    if entry.lockable and read_reason(entry.reason)[0] != Reason.LATE_LOCK_IN:
        return translate("Results", "Goes out {0}: leave Postdesk running, or lock it in before.").format(due)
    return translate("Results", "Goes out {0}: leave Postdesk running.").format(due)


def _in_doubt(entry: Entry) -> str:
    state, happened = entry_state(entry), _lost(entry)
    if read_reason(entry.reason)[0] == Reason.RESTORED:
        return _perhaps_sent_by_another_copy(entry)
    promise = translate("Results", "Postdesk doesn’t send it again unless you say so.")
    if state == PostState.RECEIVED:
        return translate("Results", "MyPostShare took it, but its answer was cut short: it has no reference here.")
    if state == PostState.CHECKING:
        if read_reason(entry.reason)[0] == Reason.RATE_LIMITED:
            return translate("Results", "{0} Postdesk tries again once it is sure that nothing was taken.").format(happened)
        if entry.mode == Mode.SCHEDULED:
            return translate("Results", "{0} It is looked for again after its time; it is not sent twice.").format(happened)
        return translate("Results", "{0} Postdesk looks for it; it is not sent twice.").format(happened)
    if entry.evidence == Evidence.VERY_LIKELY_NOT:
        return translate("Results", "Very likely not posted: MyPostShare never showed it. {0}").format(promise)
    return f"{happened} {promise}"


def _perhaps_sent_by_another_copy(entry: Entry) -> str:
    why = translate("Results", "The profile was copied or restored, so this post may have been sent already.")
    if entry.state == State.UNCERTAIN:
        return translate("Results", "{0} Postdesk asks MyPostShare before anything is sent.").format(why)
    if entry.evidence == Evidence.VERY_LIKELY_NOT:
        return translate("Results", "{0} MyPostShare doesn’t have it. Postdesk sends it only if you say so.").format(why)
    return translate("Results", "{0} MyPostShare can’t tell. Postdesk sends it only if you say so.").format(why)


def _lost(entry: Entry) -> str:
    reason, words = read_reason(entry.reason)
    match reason:
        case Reason.SERVER_TROUBLE:
            error = translate("Results", "MyPostShare answered with an error ({0}), and may have taken it all the same.")
            return error.format(trouble_words(words))
        case Reason.NOT_THE_SERVICE:
            return translate("Results", "The answer didn’t come from MyPostShare.")
        case Reason.STOPPED_WHILE_SENDING:
            return translate("Results", "Postdesk ended while it was being sent.")
        case Reason.RATE_LIMITED:
            return translate("Results", "MyPostShare asked to wait.")
        case _:
            return translate("Results", "The line dropped after it was sent.")


def _not_sent(entry: Entry) -> str:
    reason, words = read_reason(entry.reason)
    match reason:
        case Reason.REFUSED:
            return translate("Results", "MyPostShare refused it: {0}").format(said(words))
        case Reason.HELD_TOO_LONG if words in set(Hold):
            return translate("Results", "Not sent: {0}.").format(_lower_first(hold_word(Hold(words))))
        case Reason.AWAY:
            return translate("Results", "Not sent: Postdesk was not running, or this computer was asleep.")
        case Reason.CLOCK_MOVED:
            return translate("Results", "Not sent: the practice clock was moved past its time.")
        case Reason.REPLACED:
            return translate("Results", "A changed version took its place.")
        case Reason.UNDONE:
            return translate("Results", "It became a draft again.")
        case _ if entry.state == State.MISSED:
            return translate("Results", "Not sent: its time passed before it could be.")
        case _:
            return said(words) if reason is None and words else ""


def _taken(entry: Entry, state: PostState) -> str:
    told = [result for result in entry.results if result.detail]
    several = len(entry.platforms) > 1
    details = [f"{platform_word(each.platform)}: {_quoted(each.detail)}" if several else _quoted(each.detail) for each in told]
    match state:
        case PostState.LOCKED if read_reason(entry.reason)[0] == Reason.UNWANTED:
            return translate("Results", "Goes out by itself, can’t be changed. You are reminded to delete it then.")
        case PostState.LOCKED:
            return translate("Results", "Goes out by itself, can’t be changed")
        case PostState.TO_DELETE:
            return translate("Results", "It is up. You wanted to delete it, which only works on the platform itself.")
        case PostState.FAILED | PostState.PARTIAL:
            return " · ".join(details) or translate("Results", "MyPostShare gave no reason.")
        case PostState.PROCESSING | PostState.UNKNOWN if read_reason(entry.reason)[0] == Reason.NO_REFERENCE:
            return translate("Results", "MyPostShare can’t be asked about this post. Look at the profile.")
        case PostState.PROCESSING | PostState.UNKNOWN:
            return translate("Results", "MyPostShare is working on it.")
        case _:
            return " · ".join([*_after_all(entry), *details])


def _found(entry: Entry) -> str:
    """How sure it is that what was found is the post, where that is not certain."""
    if may_be_ours(entry):
        return translate("Results", "This may be the post that you said is up.")
    return translate("Results", "Found it: looks like this one.") if may_be_another(entry) else ""


def _after_all(entry: Entry) -> list[str]:
    """That the user had called it not sent, and was wrong."""
    match read_reason(entry.reason)[0]:
        case Reason.UP_TWICE:
            return [translate("Results", "The first one did go out after all: it is up twice.")]
        case Reason.WENT_OUT_AFTER_ALL:
            return [translate("Results", "It did go out after all.")]
        case _:
            return []


def _quoted(words: str) -> str:
    """What the service said of a platform, as a sentence of its own."""
    quote = said(words)
    return quote if quote.startswith("“") else f"{quote[:1].upper()}{quote[1:]}."


def _late(minutes: int) -> str:
    if minutes == _LATE[2]:
        return translate("Results", "MyPostShare is late with it. There is nothing to do yet.")
    if minutes == _LATE[1]:
        return translate("Results", "MyPostShare is late with it. Look at the profile; Postdesk goes on asking.")
    return translate("Results", "Ask MyPostShare’s support what became of it, and look at the profile before you post it anew.")


def _reconnect_before(post: Post, scene: Scene) -> str:
    """What has to be connected again for a post that still waits here."""
    planned = [entry for entry in effective(post.entries) if entry_state(entry) in (PostState.SCHEDULED, PostState.FROM_HERE)]
    names = [platform for entry in planned for platform in entry.platforms if platform in scene.to_reconnect]
    if not names:
        return ""
    listed = ", ".join(platform_word(platform) for platform in dict.fromkeys(names))
    return translate("Results", "Reconnect {0} before.").format(listed)


def _lower_first(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:] if not sentence.startswith("MyPostShare") else sentence
