"""Texts about the times of a draft, and about locking and sending until then."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication

from postdesk.domain.calendar_days import wall_time
from postdesk.domain.clients import LockIn, LockInRule
from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.lock_in import lock_in_time
from postdesk.domain.platforms import Platform
from postdesk.domain.send_plan import SendPlan
from postdesk.domain.times import FAR_AHEAD, MIN_LEAD
from postdesk.ui.composer.words import Remark
from postdesk.ui.text import QT_TRANSLATE_NOOP
from postdesk.ui.text.local_reasons import local_reason_words
from postdesk.ui.text.names import names, zone_word
from postdesk.ui.text.states import Tone
from postdesk.ui.text.times import clock_text, when_text

translate = QCoreApplication.translate

_WHY_AT_ONCE: Final = {
    LockInRule.IMMEDIATE: QT_TRANSLATE_NOOP("Composer", "Scheduling locks it, as set for this client."),
    LockInRule.DAY_BEFORE: QT_TRANSLATE_NOOP("Composer", "It is due within a day, so scheduling locks it."),
    LockInRule.HOURS_BEFORE: QT_TRANSLATE_NOOP("Composer", "It is due in less than {0} h, so scheduling locks it."),
}
"""The reasons that a post is locked at once, by the client's setting."""


@dataclass(frozen=True, slots=True)
class TimeContext:
    """A time, the present moment, the zones of the client and of this computer, and the client's lock-in rule."""

    due_at: datetime
    now: datetime
    zone: ZoneInfo
    local_zone: ZoneInfo
    lock_in: LockIn


def time_remark(plan: SendPlan, context: TimeContext, *, explained: bool = True) -> Remark:
    """Return the remark about the selected time: too early, or the locking and sending until then.

    Without `explained` it leaves out the reason that the post needs this computer.
    """
    ahead = context.due_at - context.now
    if ahead <= timedelta():
        return Remark(translate("Composer", "This time is past. Select a later one, or publish now."), Tone.BAD)
    if ahead < MIN_LEAD:
        return Remark(
            translate("Composer", "This is less than two minutes ahead. Select a later time, or publish now."), Tone.BAD
        )
    words = [_locked_words(plan, context), _needs_this_computer_words(plan, context, explained=explained)]
    if ahead > FAR_AHEAD:
        words.append(translate("Composer", "More than six months ahead. MyPostShare may refuse it."))
    return Remark(" ".join(word for word in words if word), Tone.ATTENTION if ahead > FAR_AHEAD else Tone.NEUTRAL)


def _my_time(context: TimeContext) -> str:
    theirs, mine = wall_time(context.due_at, context.zone), wall_time(context.due_at, context.local_zone)
    if theirs == mine:
        return ""
    same_day = theirs.date() == mine.date()
    words = (
        clock_text(context.due_at, context.local_zone) if same_day else when_text(context.due_at, context.local_zone, context.now)
    )
    return translate("Composer", "{0} your time.").format(words)


def _their_time(moment: datetime, context: TimeContext) -> str:
    """Return a moment by the client's clock, which is named if it differs from this computer's."""
    words = when_text(moment, context.zone, context.now)
    if wall_time(moment, context.zone) == wall_time(moment, context.local_zone):
        return words
    return translate("Composer", "{0} {1} time").format(words, zone_word(context.zone.key))


def _locked_words(plan: SendPlan, context: TimeContext) -> str:
    if not plan.lockable:
        return ""
    lock_in_at = lock_in_time(context.due_at, context.lock_in, context.now)
    if lock_in_at is None:
        words = translate("Composer", "Editable until it goes out, {0}. Keep Postdesk running, or lock it in before.")
        words = words.format(_their_time(context.due_at, context))
    elif lock_in_at <= context.now:
        why = _WHY_AT_ONCE[context.lock_in.rule]
        words = translate("Composer", why).format(context.lock_in.hours)
        words += " " + translate("Composer", "It goes out even when this computer is off, and can’t be edited or cancelled.")
    else:
        words = translate("Composer", "Editable until {0}, then locked. A locked post goes out by itself and can’t be edited.")
        words = words.format(_their_time(lock_in_at, context))
    return f"{names(plan.lockable)}: {words}" if plan.needs_this_computer else words


def _needs_this_computer_words(plan: SendPlan, context: TimeContext, *, explained: bool) -> str:
    if not plan.needs_this_computer:
        return ""
    words = translate("Composer", "Postdesk sends this {0}: keep it running.")
    words = words.format(_their_time(context.due_at, context))
    if explained:
        words = f"{local_reason_words(plan.reason, plan.needs_this_computer)} {words}"
    return f"{names(plan.needs_this_computer)}: {words}" if plan.lockable else words


def times_remark(parts: Sequence[tuple[SendPlan, TimeContext]], *, explained: bool = True) -> Remark:
    """Return the remark about each time with its platforms; its tone is the worst of them. For `explained` see `time_remark`."""
    if len(parts) <= 1:
        return time_remark(*parts[0], explained=explained) if parts else Remark("")
    remarks = [_among_others(plan, context) for plan, context in parts]
    if any(plan.needs_this_computer and context.due_at > context.now for plan, context in parts):
        remarks.append(Remark(translate("Composer", "Keep Postdesk running then.")))
    tones = {remark.tone for remark in remarks}
    tone = next((each for each in (Tone.BAD, Tone.ATTENTION) if each in tones), Tone.NEUTRAL)
    return Remark("\n".join(remark.text for remark in remarks), tone)


def _among_others(plan: SendPlan, context: TimeContext) -> Remark:
    """Return the remark about one of several times, with its platforms."""
    ahead = context.due_at - context.now
    when = f"{names(plan.platforms)}, {_both_times(context)}"
    if ahead <= timedelta():
        return Remark(translate("Composer", "{0}: this time is past. Select a later one, or publish now.").format(when), Tone.BAD)
    if ahead < MIN_LEAD:
        words = translate("Composer", "{0}: this is less than two minutes ahead. Select a later time, or publish now.")
        return Remark(words.format(when), Tone.BAD)
    ways = (
        [_way(translate("Composer", "needs this computer"), plan.needs_this_computer, plan)] if plan.needs_this_computer else []
    )
    if plan.lockable:
        ways.append(_way(_lock_in_words(context), plan.lockable, plan))
    if ahead > FAR_AHEAD:
        ways.append(translate("Composer", "more than six months ahead, MyPostShare may refuse it"))
    return Remark(f"{when}: {'; '.join(ways)}.", Tone.ATTENTION if ahead > FAR_AHEAD else Tone.NEUTRAL)


def _both_times(context: TimeContext) -> str:
    """Return the time by the client's clock, and by this computer's if that differs."""
    theirs, mine = when_text(context.due_at, context.zone, context.now), _my_time(context).rstrip(".")
    return f"{theirs} ({mine})" if mine else theirs


def _way(words: str, platforms: tuple[Platform, ...], plan: SendPlan) -> str:
    return words if platforms == plan.platforms else f"{names(platforms)} {words}"


def locked_posts_words() -> str:
    """Return the explanation of locked posts, and the way to the setting."""
    words = translate("Composer", "Locked posts are at MyPostShare. They go out even when this computer is off.")
    rest = translate("Composer", "They can’t be edited or cancelled. Settings → Clients has the time at which posts are locked.")
    return f"{words} {rest}"


def _lock_in_words(context: TimeContext) -> str:
    lock_in_at = lock_in_time(context.due_at, context.lock_in, context.now)
    if lock_in_at is None:
        return translate("Composer", "editable until then")
    if lock_in_at <= context.now:
        return translate("Composer", "locked when you schedule it")
    return translate("Composer", "locked in {0}").format(when_text(lock_in_at, context.zone, context.now))
