"""Days and times in words, both ways: the names that can be typed in this computer's language, and what was understood."""

from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication, QLocale

from postdesk.domain.calendar_days import wall_time
from postdesk.domain.entered import ENGLISH, DayNames, Kind
from postdesk.domain.times import WallTime, resolve
from postdesk.ui.text.days import whole_day
from postdesk.ui.text.words import clock_text, zone_word
from postdesk.ui.text.zones import offset_text

translate = QCoreApplication.translate


def day_names() -> DayNames:
    """What days are called in this computer's language, beside English."""
    locale, forms = QLocale(), (QLocale.FormatType.LongFormat, QLocale.FormatType.ShortFormat)

    def months(number: int) -> tuple[str, ...]:
        return tuple(name(number, form) for form in forms for name in (locale.monthName, locale.standaloneMonthName))

    def weekdays(number: int) -> tuple[str, ...]:
        return tuple(name(number, form) for form in forms for name in (locale.dayName, locale.standaloneDayName))

    short = locale.dateFormat(QLocale.FormatType.ShortFormat)
    return DayNames(
        tuple((*english, *_lower(months(n))) for n, english in enumerate(ENGLISH.months, start=1)),
        tuple((*english, *_lower(weekdays(n))) for n, english in enumerate(ENGLISH.weekdays, start=1)),
        day_first="M" not in short.split("d", maxsplit=1)[0],
        halves=(locale.amText(), locale.pmText()),
    )


def _lower(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name.casefold() for name in names if name)


def understood_words(moment: datetime, zone: ZoneInfo, here: ZoneInfo, *, rolled: bool = False) -> str:
    """The whole of a moment, in the client's zone and in mine, to compare with what was meant.

    `rolled`: that day is past in this year, and its year was not typed.
    """
    theirs, mine = wall_time(moment, zone), wall_time(moment, here)
    words = translate("Composer", "{0}, {1} in {2}").format(whole_day(theirs), clock_text(moment, zone), zone_word(zone.key))
    if rolled:
        words = translate("Composer", "Next year: {0}").format(words)
    if theirs == mine:
        return translate("Composer", "{0}.").format(words)
    my_time = clock_text(moment, here)
    if theirs.date() != mine.date():
        my_time = translate("Composer", "{0}, {1}").format(whole_day(mine), my_time)
    return translate("Composer", "{0}; {1} your time.").format(words, my_time)


def which_of_two_words(moment: datetime, zone: ZoneInfo) -> str:
    """Which one is meant of a time that comes twice that day; empty for all others."""
    resolved = resolve(wall_time(moment, zone), zone)
    if resolved.kind is not WallTime.DOUBLED:
        return ""
    words = (
        translate("Composer", "The first {0} ({1}).")
        if moment == resolved.first
        else translate("Composer", "The second {0} ({1}).")
    )
    return words.format(clock_text(moment, zone), offset_text(moment, zone))


def unread_words(kind: Kind, typed: str) -> str:
    """What to do about words that are no day or no time."""
    if kind is Kind.DAY and not typed.strip():
        return translate("Composer", "Which day? Type it like 14 Mar, 14/3, tomorrow, +3 or next tue 9am.")
    if kind is Kind.DAY:
        return translate("Composer", "Which day is “{0}”? Type it like 14 Mar, 14/3, tomorrow, +3 or next tue 9am.").format(
            typed.strip()
        )
    if not typed.strip():
        return translate("Composer", "What time? Type it like 9:30, 0930, 9am or 14h30.")
    return translate("Composer", "What time is “{0}”? Type it like 9:30, 0930, 9am or 14h30.").format(typed.strip())
