"""Weekly slots and their moments, in words."""

from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication, QLocale

from postdesk.domain.calendar_days import wall_time
from postdesk.domain.slots import ANY, Opening, Slot
from postdesk.domain.times import WallTime
from postdesk.ui.text.clock import time_words
from postdesk.ui.text.days import short_day
from postdesk.ui.text.words import clock_text, platform_word

translate = QCoreApplication.translate


def weekday_word(weekday: int, form: QLocale.FormatType = QLocale.FormatType.ShortFormat) -> str:
    """The day with that ISO number: "Mon"."""
    return QLocale().standaloneDayName(weekday, form)


def for_whom(platform: str) -> str:
    """What a slot is for."""
    return translate("Slots", "any platform") if platform == ANY else platform_word(platform)


def slot_words(slot: Slot) -> str:
    """ "Mon 09:00, any platform"."""
    words = translate("Slots", "{0} {1}, {2}")
    return words.format(weekday_word(slot.weekday), time_words(slot.at.hour, slot.at.minute), for_whom(slot.platform))


def moment_words(moment: datetime, zone: ZoneInfo, here: ZoneInfo) -> str:
    """The whole of it by the client's clock, and by mine where that differs: "Mon 30 Nov 2026, 09:00 (15:00 your time)"."""
    theirs, mine = wall_time(moment, zone), wall_time(moment, here)
    words = translate("Slots", "{0}, {1}").format(short_day(theirs), clock_text(moment, zone))
    if theirs == mine:
        return words
    clock = clock_text(moment, here)
    my_time = clock if theirs.date() == mine.date() else translate("Slots", "{0}, {1}").format(short_day(mine), clock)
    return translate("Slots", "{0} ({1} your time)").format(words, my_time)


def opening_words(opening: Opening, zone: ZoneInfo, here: ZoneInfo) -> str:
    """The moment of a slot, and what the clocks do to it that day."""
    words = moment_words(opening.moment, zone, here)
    match opening.kind:
        case WallTime.SKIPPED:
            return translate("Slots", "{0}: clocks skip the slot’s time that day").format(words)
        case WallTime.DOUBLED:
            return translate("Slots", "{0}: the first of two, as clocks go back that day").format(words)
        case WallTime.PLAIN:
            return words
