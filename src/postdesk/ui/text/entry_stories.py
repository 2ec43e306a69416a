"""The story of one request in a sentence: in our words, and in the service's own if it gave any."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication

from postdesk.domain.delivery import Evidence, Hold, Reason, State, parse_reason
from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.media import MediaProblem
from postdesk.domain.posts import Entry, PostState, SendMode, entry_state, may_be_another, may_be_ours, platform_state
from postdesk.domain.state_groups import AT_SERVICE
from postdesk.ui.text import QT_TRANSLATE_NOOP
from postdesk.ui.text.failures import quote_answer
from postdesk.ui.text.file_problems import media_problem_words
from postdesk.ui.text.names import one_line, platform_word, zone_word
from postdesk.ui.text.states import hold_word
from postdesk.ui.text.times import clock_text, when_text

translate = QCoreApplication.translate

LATE_MINUTES: Final = (60, 15, 5)
"""The delays in minutes from which a post at MyPostShare is called late, the most pressing first."""

CHECK_PROFILE_MINUTES: Final = 15
"""The delay in minutes from which the profile is worth a check."""

_LATE_WORDS: Final = {
    5: QT_TRANSLATE_NOOP("Results", "MyPostShare is late. There is nothing to do yet."),
    15: QT_TRANSLATE_NOOP("Results", "MyPostShare is late. Check the profile; Postdesk keeps asking."),
    60: QT_TRANSLATE_NOOP("Results", "Ask MyPostShare’s support about it. Check the profile before posting again."),
}
_LOST: Final = {
    Reason.NOT_THE_SERVICE: QT_TRANSLATE_NOOP("Results", "The answer didn’t come from MyPostShare."),
    Reason.STOPPED_WHILE_SENDING: QT_TRANSLATE_NOOP("Results", "Postdesk stopped while sending it."),
    Reason.RATE_LIMITED: QT_TRANSLATE_NOOP("Results", "MyPostShare asked to wait."),
}
_NOT_SENT: Final = {
    Reason.AWAY: QT_TRANSLATE_NOOP("Results", "Not sent: Postdesk was not running, or this computer was asleep."),
    Reason.CLOCK_MOVED: QT_TRANSLATE_NOOP("Results", "Not sent: the practice clock was moved past its time."),
    Reason.REPLACED: QT_TRANSLATE_NOOP("Results", "A changed version replaced it."),
    Reason.UNDONE: QT_TRANSLATE_NOOP("Results", "Moved back to the drafts."),
}


@dataclass(frozen=True, slots=True)
class StoryContext:
    """The zone of the times, the present moment, the platforms to reconnect, and the entries with a postponed question.

    `confirmed_platforms`: the platforms whose account the user confirmed.
    """

    zone: ZoneInfo
    now: datetime
    to_reconnect: frozenset[str] = frozenset()
    postponed: frozenset[int] = frozenset()
    confirmed_platforms: frozenset[str] = frozenset()


def late_minutes(state: PostState, entries: tuple[Entry, ...], now: datetime) -> int:
    """Return 60, 15 or 5 if a post at MyPostShare is at least that many minutes late, otherwise 0."""
    if state not in AT_SERVICE:
        return 0
    due = [entry.due_at for entry in entries if entry_state(entry) in AT_SERVICE and entry.state == State.ACCEPTED]
    minutes = (now - min(due)) / timedelta(minutes=1) if due else 0
    return next((mark for mark in LATE_MINUTES if minutes >= mark), 0)


def entry_story(entry: Entry, context: StoryContext) -> str:
    """Return the story of one request: what happened to it, or when it goes out."""
    state = entry_state(entry)
    if late := late_minutes(state, (entry,), context.now):
        return translate("Results", _LATE_WORDS[late])
    match state:
        case PostState.SCHEDULED | PostState.NEEDS_THIS_COMPUTER:
            return _planned(entry, context)
        case PostState.QUEUED | PostState.HELD:
            return _waiting(entry, context)
        case PostState.TO_DECIDE | PostState.CHECKING | PostState.RECEIVED:
            return _in_doubt(entry)
        case PostState.CONTRADICTORY:
            return _contradiction(entry, entry.platforms)
        case PostState.CONFIRMED if entry.stage_since:
            return translate("Results", "You confirmed it {0}.").format(when_text(entry.stage_since, context.zone, context.now))
        case PostState.MISSED | PostState.REJECTED | PostState.CANCELLED:
            return _not_sent(entry)
        case _:
            return " ".join(part for part in (_found(entry), _taken(entry, state)) if part)


def platform_story(entry: Entry, platform: str, context: StoryContext) -> str:
    """Return the story of one platform: the service's words about it, or else the request's story."""
    if platform_state(entry, platform) == PostState.CONTRADICTORY:
        return _contradiction(entry, (platform,))
    told = next((result.detail for result in entry.results if result.platform == platform), "")
    return _quoted(told) if told else entry_story(entry, context)


def _planned(entry: Entry, context: StoryContext) -> str:
    due = translate("Results", "{0} {1} time").format(
        when_text(entry.due_at, context.zone, context.now), zone_word(context.zone.key)
    )
    if entry.lock_in_at:
        when = when_text(entry.lock_in_at, context.zone, context.now)
        return translate("Results", "Editable until {0}").format(when)
    if entry.lockable and parse_reason(entry.reason)[0] != Reason.LATE_LOCK_IN:
        return translate("Results", "Goes out {0}. Keep Postdesk running, or lock it in before.").format(due)
    return translate("Results", "Goes out {0}. Keep Postdesk running.").format(due)


def _waiting(entry: Entry, context: StoryContext) -> str:
    """Return why the request waits, or when it is sent."""
    if entry.hold and entry.hold != Hold.NOT_DUE:
        return _held(entry, entry.hold)
    locks_in = entry.mode == SendMode.SCHEDULED
    if entry.not_before and entry.not_before > context.now:
        words = translate("Results", "Locks in at {0}.") if locks_in else translate("Results", "Goes out at {0}.")
        return words.format(clock_text(entry.not_before, context.zone))
    return translate("Results", "Locking in now.") if locks_in else translate("Results", "Goes out in a moment.")


def _held(entry: Entry, hold: Hold) -> str:
    reason, words = parse_reason(entry.reason)
    if hold == Hold.ACCOUNT_CHANGED and words:
        return translate("Results", "{0}: {1}.").format(hold_word(hold), one_line(words))
    if hold == Hold.MEDIA and words in set(MediaProblem):
        return translate("Results", "{0}: {1}").format(hold_word(hold), media_problem_words(MediaProblem(words)))
    if hold == Hold.OFFLINE and reason == Reason.SERVER_FAILURE:
        return translate("Results", "Not sent: MyPostShare has a problem ({0}). Postdesk tries again.").format(_error(words))
    if hold == Hold.OFFLINE and reason == Reason.NOT_THE_SERVICE:
        return translate("Results", "Not sent: the answer didn’t come from MyPostShare. Postdesk tries again.")
    if hold == Hold.OFFLINE:
        return translate("Results", "Not sent: MyPostShare can’t be reached. Postdesk tries again.")
    why = f" ({quote_answer(words)})" if words and hold == Hold.REFUSED_PERMISSION else ""
    return f"{hold_word(hold)}{why}."


def _in_doubt(entry: Entry) -> str:
    state, happened, reason = entry_state(entry), _lost(entry), parse_reason(entry.reason)[0]
    if reason == Reason.RESTORED:
        return _perhaps_sent_by_another_copy(entry)
    promise = translate("Results", "Postdesk doesn’t send it again unless you say so.")
    if state == PostState.RECEIVED:
        return translate("Results", "MyPostShare accepted it, but the answer was cut off. The post ID is missing.")
    if state == PostState.CHECKING:
        if reason == Reason.RATE_LIMITED:
            return translate("Results", "{0} Postdesk tries again once it is sure that nothing was accepted.").format(happened)
        if entry.mode == SendMode.SCHEDULED:
            return translate("Results", "{0} Postdesk looks for it again after its time, and doesn’t send it twice.").format(
                happened
            )
        return translate("Results", "{0} Postdesk looks for it, and doesn’t send it twice.").format(happened)
    if entry.evidence == Evidence.VERY_LIKELY_NOT:
        return translate("Results", "Very likely not posted: MyPostShare never listed it. {0}").format(promise)
    return f"{happened} {promise}"


def _perhaps_sent_by_another_copy(entry: Entry) -> str:
    why = translate("Results", "The profile was copied or restored, so this post may have been sent already.")
    if entry.state == State.UNCERTAIN:
        return translate("Results", "{0} Postdesk asks MyPostShare before it sends anything.").format(why)
    if entry.evidence == Evidence.VERY_LIKELY_NOT:
        return translate("Results", "{0} MyPostShare doesn’t have it. Postdesk sends it only if you say so.").format(why)
    return translate("Results", "{0} MyPostShare can’t tell. Postdesk sends it only if you say so.").format(why)


def _lost(entry: Entry) -> str:
    reason, words = parse_reason(entry.reason)
    if reason == Reason.SERVER_FAILURE:
        error = translate("Results", "MyPostShare answered with an error ({0}), but may have accepted it.")
        return error.format(_error(words))
    if reason in _LOST:
        return translate("Results", _LOST[reason])
    return translate("Results", "The connection dropped before an answer came.")


def _error(words: str) -> str:
    """Return an error's number as it is, its words quoted."""
    return words if words.isdigit() else quote_answer(words)


def _not_sent(entry: Entry) -> str:
    reason, words = parse_reason(entry.reason)
    if reason in _NOT_SENT:
        return translate("Results", _NOT_SENT[reason])
    if reason == Reason.REFUSED and not words:
        return translate("Results", "MyPostShare refused it, and gave no reason.")
    if reason == Reason.REFUSED:
        return translate("Results", "MyPostShare refused it: {0}").format(quote_answer(words))
    if reason == Reason.HELD_TOO_LONG and words in set(Hold):
        return translate("Results", "Not sent: {0}.").format(_lower_first(hold_word(Hold(words))))
    if entry.state == State.MISSED:
        return translate("Results", "Not sent: its time passed first.")
    return quote_answer(words) if reason is None and words else ""


def _taken(entry: Entry, state: PostState) -> str:
    told = [result for result in entry.results if result.detail]
    several = len(entry.platforms) > 1
    details = [f"{platform_word(each.platform)}: {_quoted(each.detail)}" if several else _quoted(each.detail) for each in told]
    reason = parse_reason(entry.reason)[0]
    match state:
        case PostState.LOCKED if reason == Reason.UNWANTED:
            return translate("Results", "Goes out by itself and can’t be changed. Postdesk reminds you to delete it then.")
        case PostState.LOCKED:
            return translate("Results", "Goes out by itself, can’t be changed")
        case PostState.TO_DELETE:
            return translate("Results", "Delete it on the platform itself, as planned.")
        case PostState.FAILED | PostState.PARTIAL:
            return " · ".join(details) or translate("Results", "MyPostShare gave no reason.")
        case PostState.PROCESSING | PostState.UNKNOWN if reason == Reason.NO_REFERENCE:
            return translate("Results", "MyPostShare can’t be asked about this post. Check the profile.")
        case PostState.PROCESSING | PostState.UNKNOWN:
            return translate("Results", "MyPostShare is working on it.")
        case _:
            return " · ".join([*_after_all(reason), *details])


def _found(entry: Entry) -> str:
    """Return how certain a found post is the right one; empty if it is certain."""
    if may_be_ours(entry):
        return translate("Results", "This may be the post that you confirmed.")
    return translate("Results", "Found: this looks like your post.") if may_be_another(entry) else ""


def _after_all(reason: Reason | None) -> list[str]:
    """Return the note that a post marked as not sent was published after all; empty if it wasn't."""
    if reason == Reason.PUBLISHED_TWICE:
        return [translate("Results", "The first one was published after all, so it is there twice.")]
    return [translate("Results", "It was published after all.")] if reason == Reason.PUBLISHED_AFTER_ALL else []


def _quoted(words: str) -> str:
    """Return the service's words about a platform as a sentence."""
    quote = quote_answer(words)
    return quote if quote.startswith("“") else f"{quote[:1].upper()}{quote[1:]}."


def _lower_first(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:] if not sentence.startswith("MyPostShare") else sentence


def _contradiction(entry: Entry, platforms: Iterable[str]) -> str:
    """Return the service's contradictory states of the request and of its platforms, quoted."""
    told = {platform: [result.status for result in entry.results if result.platform == platform] for platform in platforms}
    each = [
        translate("Results", "{0} says {1}").format(platform_word(platform), _listed(words))
        if words
        else translate("Results", "{0} says nothing").format(platform_word(platform))
        for platform, words in told.items()
    ]
    words = translate("Results", "MyPostShare says {0}, but {1}. Check the profile. Postdesk keeps asking.")
    return words.format(_listed([entry.remote_status]), ", ".join(each))


def _listed(words: Iterable[str]) -> str:
    return ", ".join(f"“{one_line(word)}”" for word in words)
