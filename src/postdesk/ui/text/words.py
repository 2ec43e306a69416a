"""The words of the window for states, holds, platforms and moments: always a word and an icon, never colour alone."""

from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication, QLocale

from postdesk.domain.delivery import Hold
from postdesk.domain.platforms import platform_label
from postdesk.domain.posts import PostState
from postdesk.ui.text.clock import time_words
from postdesk.ui.text.days import short_day
from postdesk.ui.text.zones import offset_text

translate = QCoreApplication.translate


class Tone(StrEnum):
    """What a colour says. The value is a colour's name in `ui.colours` and the style sheet's `tone`."""

    NEUTRAL = "text"
    GOOD = "good"
    BAD = "bad"
    ATTENTION = "attention"
    LOCKED = "locked"
    PRACTICE = "practice"
    ACCENT = "accent"


def state_word(state: PostState) -> str:
    """A post's state in the window's words."""
    words = {
        PostState.TO_DECIDE: translate("Words", "Did this go out?"),
        PostState.MISSED: translate("Words", "Missed"),
        PostState.REJECTED: translate("Words", "Refused"),
        PostState.FAILED: translate("Words", "Failed"),
        PostState.PARTIAL: translate("Words", "Partly published"),
        PostState.TO_DELETE: translate("Words", "Up, to be deleted"),
        PostState.HELD: translate("Words", "On hold"),
        PostState.CHECKING: translate("Words", "Checking if it went out…"),
        PostState.CONTRADICTORY: translate("Words", "Published or not?"),
        PostState.SENDING: translate("Words", "Sending"),
        PostState.QUEUED: translate("Words", "Queued"),
        PostState.PROCESSING: translate("Words", "Being published"),
        PostState.UNKNOWN: translate("Words", "At MyPostShare"),
        PostState.RECEIVED: translate("Words", "Received, without a reference"),
        PostState.SCHEDULED: translate("Words", "Scheduled"),
        PostState.FROM_HERE: translate("Words", "Sent from this computer"),
        PostState.LOCKED: translate("Words", "Locked"),
        PostState.CONFIRMED: translate("Words", "You said it’s up"),
        PostState.PUBLISHED: translate("Words", "Published"),
        PostState.CANCELLED: translate("Words", "Cancelled"),
    }
    return words[state]


def state_icon(state: PostState) -> str:
    """The Lucide name of a state's icon."""
    match state:
        case PostState.TO_DECIDE | PostState.CONTRADICTORY:
            return "circle-question-mark"
        case PostState.MISSED:
            return "history"
        case PostState.REJECTED | PostState.FAILED:
            return "circle-x"
        case PostState.PARTIAL:
            return "triangle-alert"
        case PostState.TO_DELETE:
            return "trash-2"
        case PostState.HELD:
            return "circle-pause"
        case PostState.CHECKING | PostState.RECEIVED:
            return "hourglass"
        case PostState.SENDING:
            return "send"
        case PostState.QUEUED | PostState.PROCESSING | PostState.UNKNOWN:
            return "loader"
        case PostState.SCHEDULED:
            return "calendar-days"
        case PostState.FROM_HERE:
            return "monitor"
        case PostState.LOCKED:
            return "lock"
        case PostState.CONFIRMED:
            return "check"
        case PostState.PUBLISHED:
            return "circle-check"
        case PostState.CANCELLED:
            return "circle-slash"


def state_tone(state: PostState) -> Tone:
    """What a state's colour says: amber where the user has to act, grey for what is beyond recall."""
    match state:
        case PostState.TO_DECIDE | PostState.MISSED | PostState.HELD | PostState.PARTIAL | PostState.TO_DELETE:
            return Tone.ATTENTION
        case PostState.CONTRADICTORY:
            return Tone.ATTENTION
        case PostState.REJECTED | PostState.FAILED:
            return Tone.BAD
        case PostState.PUBLISHED | PostState.CONFIRMED:
            return Tone.GOOD
        case PostState.SCHEDULED | PostState.FROM_HERE | PostState.QUEUED | PostState.SENDING:
            return Tone.ACCENT
        case _:
            return Tone.LOCKED


def hold_word(hold: Hold) -> str:
    """Why a post waits, as a sentence without an end mark."""
    match hold:
        case Hold.UNDO_DELAY:
            return translate("Words", "Waits a moment, so that it can be undone")
        case Hold.NOT_DUE:
            return translate("Words", "Waits for its time")
        case Hold.ACCOUNT_CHANGED:
            return translate("Words", "Another account answers than the one it was written for")
        case Hold.NOT_CONNECTED:
            return translate("Words", "Its account needs reconnecting")
        case Hold.KEY_REJECTED:
            return translate("Words", "MyPostShare does not accept the API key")
        case Hold.REFUSED_PERMISSION:
            return translate("Words", "The API key may not post for this client and platform")
        case Hold.OFFLINE:
            return translate("Words", "MyPostShare can’t be reached")
        case Hold.CLOCK:
            return translate("Words", "This computer’s clock differs from MyPostShare’s")
        case Hold.STORAGE:
            return translate("Words", "Postdesk couldn’t write down that it goes out")
        case Hold.RESTORED:
            return translate("Words", "The profile was copied or restored, so this post waits for you")
        case Hold.CHANGED:
            return translate("Words", "It isn’t what was scheduled any more: check before it goes out")
        case Hold.PAUSED:
            return translate("Words", "All sending is paused")
        case Hold.MEDIA:
            return translate("Words", "Its image or video can’t be fetched from its link")
        case Hold.NOT_APPROVED:
            return translate("Words", "The client hasn’t approved it")
        case Hold.FIRST_IS_UP:
            return translate("Words", "The first one did go out after all: this would be a second")
        case Hold.FIRST_UNCLEAR:
            return translate("Words", "Nothing is sent until MyPostShare says what became of the first one")
        case Hold.FIRST_MISSING:
            return translate("Words", "MyPostShare doesn’t know the first one any more: look at the profile before it goes out")


def platform_word(platform: str) -> str:
    """The platform's name as it writes it; one that is none of ours under its key."""
    return platform_label(platform)


def clock_text(moment: datetime, zone: ZoneInfo) -> str:
    """The time of day in `zone`: "14:40", "2:40 PM"."""
    local = moment.astimezone(zone)
    return time_words(local.hour, local.minute)


def sure_clock_text(moment: datetime, zone: ZoneInfo) -> str:
    """The time of day in `zone`, with what it is ahead of UTC where that time comes twice: "01:30 UTC+1"."""
    local = moment.astimezone(zone)
    twice = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    clock = clock_text(moment, zone)
    return f"{clock} {offset_text(moment, zone)}" if twice else clock


def day_text(moment: datetime, zone: ZoneInfo, now: datetime) -> str:
    """The day in `zone`, seen from `now`: "today", "tomorrow", "yesterday", "Mon" in the week to come, otherwise "Fri 20 Nov"."""
    local, today = moment.astimezone(zone).date(), now.astimezone(zone).date()
    apart = (local - today).days
    near = {-1: translate("Words", "yesterday"), 0: translate("Words", "today"), 1: translate("Words", "tomorrow")}
    if apart in near:
        return near[apart]
    weekday = QLocale().dayName(local.isoweekday(), QLocale.FormatType.ShortFormat)
    if 0 < apart < timedelta(weeks=1).days:
        return weekday
    month = QLocale().monthName(local.month, QLocale.FormatType.ShortFormat)
    year = "" if local.year == today.year else f" {local.year}"
    return f"{weekday} {local.day} {month}{year}"


def when_text(moment: datetime, zone: ZoneInfo, now: datetime) -> str:
    """A moment in `zone`, seen from `now`: "today 14:40", "Mon 17:00", "Fri 27 Nov 09:00"."""
    return f"{day_text(moment, zone, now)} {sure_clock_text(moment, zone)}"


def dated_text(moment: datetime, zone: ZoneInfo) -> str:
    """A moment in `zone` that reads the same on each day: "Fri 27 Nov 2026 09:00"."""
    return f"{short_day(moment.astimezone(zone).date())} {clock_text(moment, zone)}"


def recent_text(moment: datetime, zone: ZoneInfo, now: datetime) -> str:
    """A moment not long ago: its time of day, with the day where that is not today's."""
    same_day = moment.astimezone(zone).date() == now.astimezone(zone).date()
    return clock_text(moment, zone) if same_day else when_text(moment, zone, now)


def zone_word(zone: str) -> str:
    """A zone by its city: "America/New_York" is "New York"."""
    return zone.rsplit("/", maxsplit=1)[-1].replace("_", " ")
