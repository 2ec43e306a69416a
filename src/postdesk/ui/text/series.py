"""What is said of posts that repeat: on which days, when next, and how it ends."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication, QLocale

from postdesk.domain.calendar_days import wall_time
from postdesk.domain.series import LAST, Every, Hindrance, Occurrence, Rule, SeriesState
from postdesk.domain.times import WallTime
from postdesk.engine.series_acts import Withdrawn
from postdesk.engine.submission import RefusedReason
from postdesk.ui.text.clock import time_words
from postdesk.ui.text.days import short_day
from postdesk.ui.text.words import Tone, clock_text, platform_word, zone_word
from postdesk.ui.text.zones import offset_text

translate = QCoreApplication.translate

_WEEK = range(1, 8)


def rule_words(rule: Rule) -> str:
    """The rule in words: "Every Tuesday at 09:00, until 31 Dec 2026"."""
    at = translate("Repeating", "{0} at {1}").format(_days_words(rule), time_words(rule.first.hour, rule.first.minute))
    if rule.until:
        return translate("Repeating", "{0}, until {1}").format(at, short_day(rule.until))
    if rule.times == 1:
        return translate("Repeating", "{0}, once").format(at)
    return translate("Repeating", "{0}, {1} times").format(at, rule.times) if rule.times else at


def _days_words(rule: Rule) -> str:
    step = rule.step
    match rule.every:
        case Every.DAYS:
            return translate("Repeating", "Every day") if step == 1 else translate("Repeating", "Every {0} days").format(step)
        case Every.WEEKS:
            words = translate("Repeating", "Every {1}") if step == 1 else translate("Repeating", "Every {0} weeks on {1}")
            return words.format(step, _weekdays_words(rule.weekdays))
        case Every.MONTH_DAY | Every.MONTH_WEEKDAY:
            words = (
                translate("Repeating", "Every month on {1}") if step == 1 else translate("Repeating", "Every {0} months on {1}")
            )
            return words.format(step, month_day_words(rule))


def _weekdays_words(weekdays: Iterable[int]) -> str:
    names = [QLocale().dayName(each, QLocale.FormatType.LongFormat) for each in weekdays]
    if len(names) == len(_WEEK):
        return translate("Repeating", "day")
    return QLocale().createSeparatedList(names)


def month_day_words(rule: Rule) -> str:
    """Which day of a month: "day 14", "the last day", "the second Tuesday"."""
    if rule.every is Every.MONTH_WEEKDAY:
        nth = {
            1: translate("Repeating", "the first {0}"),
            2: translate("Repeating", "the second {0}"),
            3: translate("Repeating", "the third {0}"),
            4: translate("Repeating", "the fourth {0}"),
            LAST: translate("Repeating", "the last {0}"),
        }[rule.nth]
        return nth.format(_weekdays_words(rule.weekdays))
    if rule.day == 31:
        return translate("Repeating", "the last day")
    day = translate("Repeating", "day {0}").format(rule.day)
    return day if rule.day <= 28 else translate("Repeating", "{0}, or the last").format(day)


def time_line(occurrence: Occurrence, zone: ZoneInfo) -> str:
    """One of the next times, with what a clock in the zone is ahead of UTC, and what a change of it makes of the time."""
    day, clock = short_day(wall_time(occurrence.due_at, zone).date()), clock_text(occurrence.due_at, zone)
    line = f"{day}, {clock} {offset_text(occurrence.due_at, zone)}"
    if occurrence.kind is WallTime.SKIPPED:
        gone = time_words(occurrence.wall.hour, occurrence.wall.minute)
        return translate("Repeating", "{0}: the clock skips {1} that day").format(line, gone)
    if occurrence.kind is WallTime.DOUBLED:
        return translate("Repeating", "{0}: that time comes twice, this is the first").format(line)
    return line


def zone_line(zone: ZoneInfo) -> str:
    """By whose clock it is."""
    return translate("Repeating", "{0} time, also when the clocks change").format(zone_word(zone.key))


def clock_change_words(kind: str, shown: datetime) -> str:
    """What a change of the clocks made of the time of a post; `shown` by the client's clock."""
    skipped = translate("Repeating", "The clock skips the time of a repeating post on {0}: it is scheduled for {1}.")
    doubled = translate("Repeating", "The time of a repeating post comes twice on {0}: it is scheduled for the first, {1}.")
    words = skipped if kind == WallTime.SKIPPED else doubled
    return words.format(short_day(shown.date()), time_words(shown.hour, shown.minute))


def stopped_words() -> str:
    """Nothing is made in a folder that was copied."""
    return translate(
        "Repeating",
        "This folder was copied or restored, so what repeats is stopped here: nothing may go out twice. Resume it in the menu’s "
        "“Repeating posts”, where no other copy is at work.",
    )


def missed_words(name: str, count: int) -> str:
    """Times passed while nobody was there to make a post of them."""
    words = translate(
        "Repeating",
        "Repeating posts for {0}: %n were due before they could be made. They aren’t made up for.",
        "",
        count,
    )
    return words.format(name)


def drafted_words(name: str, count: int) -> str:
    """Times of which no posts could be made."""
    words = translate(
        "Repeating", "Repeating posts for {0}: %n can’t be scheduled as they are, and wait as drafts for you.", "", count
    )
    return words.format(name)


def reason_words(reason: str) -> str:
    """Why a time became a draft."""
    platform, _, kind = reason.rpartition(":")
    if kind == Hindrance.SAME_WORDS:
        return translate("Repeating", "It would say the same as the post before or after it.")
    if kind == RefusedReason.NOT_CONNECTED:
        return translate("Repeating", "{0} isn’t connected.").format(platform_word(platform))
    if platform:
        return translate("Repeating", "{0} would refuse it: the draft says why.").format(platform_word(platform))
    return translate("Repeating", "It can’t be scheduled as it is: the draft says why.")


def withdrawn_words(back: Withdrawn) -> str:
    """What became of the posts that were made ahead."""
    words = []
    if back.taken:
        words.append(translate("Repeating", "%n scheduled posts were taken back.", "", back.taken))
    if back.stay:
        words.append(translate("Repeating", "%n stay: they were changed by hand, or are locked.", "", back.stay))
    return " ".join(words)


def state_words(state: SeriesState, *, over: bool) -> tuple[str, Tone, str]:
    """The state of a series in a word, with its tone and icon."""
    if state is SeriesState.ENDED or (over and state is SeriesState.RUNNING):
        return translate("Repeating", "Ended"), Tone.LOCKED, "circle-check"
    return {
        SeriesState.RUNNING: (translate("Repeating", "Repeats"), Tone.ACCENT, "repeat-2"),
        SeriesState.PAUSED: (translate("Repeating", "Paused"), Tone.ATTENTION, "circle-pause"),
        SeriesState.COPIED: (translate("Repeating", "Stopped: folder copied"), Tone.ATTENTION, "triangle-alert"),
        SeriesState.DELETED: (translate("Repeating", "Deleted"), Tone.LOCKED, "trash-2"),
    }[state]
