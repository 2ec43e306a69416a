"""Days and times in words, on the 12-hour or the 24-hour clock: moments, weekly slots, and interpreted input."""

from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication, QDate, QLocale, QTime

from postdesk.domain.calendar_days import wall_time
from postdesk.domain.slots import ANY, FreeSlot, Slot
from postdesk.domain.times import WallTimeKind, resolve
from postdesk.domain.typed_times import ENGLISH_DAY_NAMES, DayNames, FieldKind
from postdesk.ui.text.names import platform_word, zone_word

translate = QCoreApplication.translate

_HOUR: Final = timedelta(hours=1)
_MINUTE: Final = timedelta(minutes=1)


def time_words(hour: int, minute: int) -> str:
    """Return a time of day on the chosen clock: "14:40", "2:40 PM"."""
    return QLocale().toString(QTime(hour, minute), translate("Clock", "HH:mm"))


def running_clock_text(moment: datetime, zone: ZoneInfo) -> str:
    """Return a moment in `zone` with its full date, to the second: "Fri 27 Nov 2026 09:00:07"."""
    local = moment.astimezone(zone)
    form = translate("Clock", "HH:mm").replace("mm", "mm:ss")
    return f"{short_day(local.date())} {QLocale().toString(QTime(local.hour, local.minute, local.second), form)}"


def widest_time() -> str:
    """Return a text as wide as the widest time of day on the chosen clock."""
    return "".join("0" if letter.isdigit() else letter for letter in time_words(22, 0))


def date_text(day: date, form: str) -> str:
    """Return a day in one of Qt's formats: "d MMMM" is "27 November"."""
    return QLocale().toString(QDate(day.year, day.month, day.day), form)


def long_day(day: date) -> str:
    """Return a date with its weekday: "Friday 27 November 2026"."""
    return date_text(day, "dddd d MMMM yyyy")


def short_day(day: date, this_year: int = 0) -> str:
    """Return a date with its short weekday: "Fri 27 Nov 2026", or "Fri 27 Nov" in this year."""
    return date_text(day, "ddd d MMM" if day.year == this_year else "ddd d MMM yyyy")


def weekday_word(weekday: int) -> str:
    """Return the short name of the weekday with that ISO number: "Mon"."""
    return QLocale().standaloneDayName(weekday, QLocale.FormatType.ShortFormat)


def offset_text(moment: datetime, zone: ZoneInfo) -> str:
    """Return a zone's UTC offset at that moment: "UTC−5", "UTC+5:30", "UTC"."""
    offset = moment.astimezone(zone).utcoffset() or timedelta()
    hours, rest = divmod(abs(offset), _HOUR)
    if not offset:
        return "UTC"
    minutes = f":{rest // _MINUTE:02}" if rest else ""
    return f"UTC{'−' if offset < timedelta() else '+'}{hours}{minutes}"


def clock_text(moment: datetime, zone: ZoneInfo) -> str:
    """Return the time of day in `zone`: "14:40", "2:40 PM"."""
    local = moment.astimezone(zone)
    return time_words(local.hour, local.minute)


def exact_clock_text(moment: datetime, zone: ZoneInfo) -> str:
    """Return the time of day in `zone`, with its UTC offset if that time comes twice: "01:30 UTC+1"."""
    local = moment.astimezone(zone)
    twice = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    clock = clock_text(moment, zone)
    return f"{clock} {offset_text(moment, zone)}" if twice else clock


def day_text(moment: datetime, zone: ZoneInfo, now: datetime) -> str:
    """Return the day in `zone`, seen from `now`: "today", "tomorrow", "yesterday", "Mon" in the next days, or "Fri 20 Nov"."""
    local, today = moment.astimezone(zone).date(), now.astimezone(zone).date()
    apart = (local - today).days
    near = {-1: translate("Times", "yesterday"), 0: translate("Times", "today"), 1: translate("Times", "tomorrow")}
    if apart in near:
        return near[apart]
    if 0 < apart < timedelta(weeks=1).days:
        return date_text(local, "ddd")
    return date_text(local, "ddd d MMM" if local.year == today.year else "ddd d MMM yyyy")


def when_text(moment: datetime, zone: ZoneInfo, now: datetime) -> str:
    """Return a moment in `zone`, seen from `now`: "today 14:40", "Mon 17:00", "Fri 27 Nov 09:00"."""
    return f"{day_text(moment, zone, now)} {exact_clock_text(moment, zone)}"


def when_on_both(moment: datetime, zone: ZoneInfo, local_zone: ZoneInfo, now: datetime) -> str:
    """Return a moment in the client's zone, seen from `now`, and on this computer's clock if that differs: "… · 15:00 yours"."""
    theirs, mine = wall_time(moment, zone), wall_time(moment, local_zone)
    words = when_text(moment, zone, now)
    if theirs == mine:
        return words
    yours = exact_clock_text(moment, local_zone) if theirs.date() == mine.date() else when_text(moment, local_zone, now)
    return translate("Times", "{0} · {1} yours").format(words, yours)


def dated_text(moment: datetime, zone: ZoneInfo) -> str:
    """Return a moment in `zone` with its full date: "Fri 27 Nov 2026 09:00"."""
    return f"{short_day(moment.astimezone(zone).date())} {clock_text(moment, zone)}"


def recent_text(moment: datetime, zone: ZoneInfo, now: datetime) -> str:
    """Return a recent moment: its time of day, with the day unless it is today."""
    same_day = moment.astimezone(zone).date() == now.astimezone(zone).date()
    return clock_text(moment, zone) if same_day else when_text(moment, zone, now)


def slot_platform_words(platform: str) -> str:
    """Return the platform of a slot in words."""
    return translate("Slots", "any platform") if platform == ANY else platform_word(platform)


def slot_words(slot: Slot) -> str:
    """Return a slot in words: "Mon 09:00, any platform"."""
    words = translate("Slots", "{0} {1}, {2}")
    return words.format(weekday_word(slot.weekday), time_words(slot.at.hour, slot.at.minute), slot_platform_words(slot.platform))


def moment_words(moment: datetime, zone: ZoneInfo, local_zone: ZoneInfo) -> str:
    """Return a moment by the client's clock, and by this computer's if that differs: "…, 09:00 (15:00 your time)"."""
    theirs, mine = wall_time(moment, zone), wall_time(moment, local_zone)
    words = translate("Slots", "{0}, {1}").format(short_day(theirs), clock_text(moment, zone))
    if theirs == mine:
        return words
    clock = clock_text(moment, local_zone)
    my_time = clock if theirs.date() == mine.date() else translate("Slots", "{0}, {1}").format(short_day(mine), clock)
    return translate("Slots", "{0} ({1} your time)").format(words, my_time)


def free_slot_words(free_slot: FreeSlot, zone: ZoneInfo, local_zone: ZoneInfo) -> str:
    """Return the moment of a free slot, and the effect of a clock change on it."""
    words = moment_words(free_slot.moment, zone, local_zone)
    match free_slot.kind:
        case WallTimeKind.SKIPPED:
            return translate("Slots", "{0}: the clock skips the slot’s time that day").format(words)
        case WallTimeKind.DOUBLED:
            return translate("Slots", "{0}: that time comes twice, this is the first").format(words)
        case WallTimeKind.PLAIN:
            return words


def day_names() -> DayNames:
    """Return the names of days and months in the desktop's language; English ones are always known."""
    locale, forms = QLocale(), (QLocale.FormatType.LongFormat, QLocale.FormatType.ShortFormat)

    def months(number: int) -> tuple[str, ...]:
        return tuple(name(number, form) for form in forms for name in (locale.monthName, locale.standaloneMonthName))

    def weekdays(number: int) -> tuple[str, ...]:
        return tuple(name(number, form) for form in forms for name in (locale.dayName, locale.standaloneDayName))

    short = locale.dateFormat(QLocale.FormatType.ShortFormat)
    return DayNames(
        tuple((*english, *_lower(months(n))) for n, english in enumerate(ENGLISH_DAY_NAMES.months, start=1)),
        tuple((*english, *_lower(weekdays(n))) for n, english in enumerate(ENGLISH_DAY_NAMES.weekdays, start=1)),
        day_first="M" not in short.split("d", maxsplit=1)[0],
        halves=(locale.amText(), locale.pmText()),
    )


def _lower(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name.casefold() for name in names if name)


def understood_words(moment: datetime, zone: ZoneInfo, local_zone: ZoneInfo, *, rolled: bool = False) -> str:
    """Return a moment in full, in the client's zone and in this computer's, to check interpreted input.

    `rolled`: the year was not typed, and it became next year's, since the day is past in this one.
    """
    theirs, mine = wall_time(moment, zone), wall_time(moment, local_zone)
    words = translate("Times", "{0}, {1} in {2}").format(long_day(theirs), clock_text(moment, zone), zone_word(zone.key))
    if rolled:
        words = translate("Times", "Next year: {0}").format(words)
    if theirs == mine:
        return translate("Times", "{0}.").format(words)
    my_time = clock_text(moment, local_zone)
    if theirs.date() != mine.date():
        my_time = translate("Times", "{0}, {1}").format(long_day(mine), my_time)
    return translate("Times", "{0}; {1} your time.").format(words, my_time)


def doubled_time_words(moment: datetime, zone: ZoneInfo) -> str:
    """Return the note about a time that comes twice that day, first or second; empty for all others."""
    resolved = resolve(wall_time(moment, zone), zone)
    if resolved.kind is not WallTimeKind.DOUBLED:
        return ""
    first = moment == resolved.first
    words = translate("Times", "The first {0} ({1}).") if first else translate("Times", "The second {0} ({1}).")
    return words.format(clock_text(moment, zone), offset_text(moment, zone))


def unreadable_words(kind: FieldKind, typed: str) -> str:
    """Return the hint about text that is no day or no time."""
    if kind is FieldKind.DAY and not typed.strip():
        return translate("Times", "Enter a day, like 14 Mar, 14/3, tomorrow, +3 or next tue 9am.")
    if kind is FieldKind.DAY:
        words = translate("Times", "“{0}” isn’t a day. Enter it like 14 Mar, 14/3, tomorrow, +3 or next tue 9am.")
    elif not typed.strip():
        return translate("Times", "Enter a time, like 9:30, 0930, 9am or 14h30.")
    else:
        words = translate("Times", "“{0}” isn’t a time. Enter it like 9:30, 0930, 9am or 14h30.")
    return words.format(typed.strip())
