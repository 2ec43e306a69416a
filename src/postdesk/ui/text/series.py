"""Repeating posts in words: rule, next times, state, and the results of single posts."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication, QLocale

from postdesk.domain.calendar_days import wall_time
from postdesk.domain.series import LAST, DraftedReason, Frequency, Occurrence, RecurrenceRule, SeriesState
from postdesk.domain.times import WallTimeKind
from postdesk.engine.series_changes import Withdrawal
from postdesk.engine.submission import RefusedReason
from postdesk.ui.text import QT_TRANSLATE_NOOP
from postdesk.ui.text.names import platform_word, zone_word
from postdesk.ui.text.states import Tone
from postdesk.ui.text.times import clock_text, offset_text, short_day, time_words

translate = QCoreApplication.translate

_WEEK: Final = range(1, 8)

_NTH: Final = {
    1: QT_TRANSLATE_NOOP("Repeating", "the first {0}"),
    2: QT_TRANSLATE_NOOP("Repeating", "the second {0}"),
    3: QT_TRANSLATE_NOOP("Repeating", "the third {0}"),
    4: QT_TRANSLATE_NOOP("Repeating", "the fourth {0}"),
    LAST: QT_TRANSLATE_NOOP("Repeating", "the last {0}"),
}

_STATES: Final = {
    SeriesState.RUNNING: (QT_TRANSLATE_NOOP("Repeating", "Repeats"), Tone.ACCENT, "repeat-2"),
    SeriesState.PAUSED: (QT_TRANSLATE_NOOP("Repeating", "Paused"), Tone.ATTENTION, "circle-pause"),
    SeriesState.COPIED: (QT_TRANSLATE_NOOP("Repeating", "Stopped: folder copied"), Tone.ATTENTION, "triangle-alert"),
    SeriesState.DELETED: (QT_TRANSLATE_NOOP("Repeating", "Deleted"), Tone.LOCKED, "trash-2"),
    SeriesState.ENDED: (QT_TRANSLATE_NOOP("Repeating", "Ended"), Tone.LOCKED, "circle-check"),
}


def rule_words(rule: RecurrenceRule) -> str:
    """Return the rule in words: "Every Tuesday at 09:00, until 31 Dec 2026"."""
    at = translate("Repeating", "{0} at {1}").format(_days_words(rule), time_words(rule.first.hour, rule.first.minute))
    if rule.until:
        return translate("Repeating", "{0}, until {1}").format(at, short_day(rule.until))
    if rule.times == 1:
        return translate("Repeating", "{0}, once").format(at)
    return translate("Repeating", "{0}, {1} times").format(at, rule.times) if rule.times else at


def _days_words(rule: RecurrenceRule) -> str:
    step = rule.step
    match rule.every:
        case Frequency.DAYS:
            return translate("Repeating", "Every day") if step == 1 else translate("Repeating", "Every {0} days").format(step)
        case Frequency.WEEKS:
            words = translate("Repeating", "Every {1}") if step == 1 else translate("Repeating", "Every {0} weeks on {1}")
            return words.format(step, _weekdays_words(rule.weekdays))
        case Frequency.MONTH_DAY | Frequency.MONTH_WEEKDAY:
            words = (
                translate("Repeating", "Every month on {1}") if step == 1 else translate("Repeating", "Every {0} months on {1}")
            )
            return words.format(step, month_day_words(rule))


def _weekdays_words(weekdays: Iterable[int]) -> str:
    names = [QLocale().dayName(each, QLocale.FormatType.LongFormat) for each in weekdays]
    if len(names) == len(_WEEK):
        return translate("Repeating", "day")
    return QLocale().createSeparatedList(names)


def month_day_words(rule: RecurrenceRule) -> str:
    """Return the day of a month: "day 14", "the last day", "the second Tuesday"."""
    if rule.every is Frequency.MONTH_WEEKDAY:
        return translate("Repeating", _NTH[rule.nth]).format(_weekdays_words(rule.weekdays))
    if rule.day == 31:
        return translate("Repeating", "the last day")
    day = translate("Repeating", "day {0}").format(rule.day)
    return day if rule.day <= 28 else translate("Repeating", "{0}, or the last").format(day)


def time_line(occurrence: Occurrence, zone: ZoneInfo) -> str:
    """Return one of the next times, with its UTC offset and the effect of a clock change."""
    day, clock = short_day(wall_time(occurrence.due_at, zone).date()), clock_text(occurrence.due_at, zone)
    line = f"{day}, {clock} {offset_text(occurrence.due_at, zone)}"
    if occurrence.kind is WallTimeKind.SKIPPED:
        gone = time_words(occurrence.wall.hour, occurrence.wall.minute)
        return translate("Repeating", "{0} ({1} doesn’t exist that day)").format(line, gone)
    if occurrence.kind is WallTimeKind.DOUBLED:
        return translate("Repeating", "{0} (first of two that day)").format(line)
    return line


def zone_line(zone: ZoneInfo) -> str:
    """Return the note about the time zone of a rule."""
    return translate("Repeating", "{0} time, also after clock changes").format(zone_word(zone.key))


def clock_change_words(kind: str, shown: datetime) -> str:
    """Return the effect of a clock change on the time of a post; `shown` is the time by the client's clock."""
    skipped = translate("Repeating", "Clocks change on {0}. A repeating post moves to {1}.")
    doubled = translate("Repeating", "Clocks change on {0}. A repeating post goes out at the first {1}.")
    words = skipped if kind == WallTimeKind.SKIPPED else doubled
    return words.format(short_day(shown.date()), time_words(shown.hour, shown.minute))


def missed_words(name: str, count: int) -> str:
    """Return the note about a series that missed `count` times, since no post could be made for them."""
    words = translate(
        "Repeating", "Repeating posts for {0}: %n were due before they could be prepared, and were skipped.", "", count
    )
    return words.format(name)


def drafted_words(name: str, count: int) -> str:
    """Return the note about `count` times of a series that became drafts."""
    words = translate("Repeating", "Repeating posts for {0}: %n can’t be scheduled. They wait as drafts for you.", "", count)
    return words.format(name)


def drafted_reason_words(reason: str) -> str:
    """Return why a time became a draft; `reason` is a kind, with "platform:" before it if it concerns one."""
    platform, _, kind = reason.rpartition(":")
    if kind == DraftedReason.SAME_WORDS:
        return translate("Repeating", "Its text is the same as in the post before or after it.")
    if kind == RefusedReason.NOT_CONNECTED:
        return translate("Repeating", "{0} isn’t connected.").format(platform_word(platform))
    if platform:
        return translate("Repeating", "{0} would refuse it. Open the draft to see why.").format(platform_word(platform))
    return translate("Repeating", "This post can’t be scheduled. Open the draft to see why.")


def withdrawn_words(back: Withdrawal) -> str:
    """Return the results for the posts that were made ahead."""
    words = []
    if back.withdrawn:
        words.append(translate("Repeating", "%n scheduled posts were cancelled.", "", back.withdrawn))
    if back.remaining:
        words.append(translate("Repeating", "%n stay, because they were edited or are locked.", "", back.remaining))
    return " ".join(words)


def state_words(state: SeriesState, *, over: bool) -> tuple[str, Tone, str]:
    """Return the state of a series in a word, with its tone and icon; `over`: it has no more times."""
    shown, tone, icon = _STATES[SeriesState.ENDED if over and state is SeriesState.RUNNING else state]
    return translate("Repeating", shown), tone, icon
